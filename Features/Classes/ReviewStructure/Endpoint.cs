using System.Globalization;
using Massar.Features.Classes.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Classes.ReviewStructure;

/// <summary>The directorate reads a school's structure and accepts or returns it line by line; with the last line accepted the classes exist.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "structures/{id:int}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Structures);

        area.Pages.MapGet(Route, (int id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, async (int id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var answers = form.Keys.Where(k => k.StartsWith("Remark", StringComparison.Ordinal))
                .Select(k => int.TryParse(k["Remark".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? line : 0).Where(l => l > 0)
                .ToDictionary(l => l, l => new Answer(form[StructureAnswer.ChoiceField(l)].ToString() switch { "accept" => true, "return" => false, _ => null }, form[StructureAnswer.RemarkField(l)]));
            var command = new Command(id, TypedVersion.Read(form["Version"]), answers);
            return await bus.Do(command).ThenAsk(new Query(id)).GoingTo(_ => Links.Structures, saying: "classes.structure.answered").As<Form>();
        });

        area.Api.MapGet(Route, (int id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (int id, ApiInput input, Bus bus) => bus.Do(new Command(id, input.Version, input.Answers ?? [])).AsJson());
    }

    /// <param name="Version">As it was read.</param>
    /// <param name="Answers">By number of line.</param>
    public sealed record ApiInput(int Version, Dictionary<int, Answer>? Answers);
}
