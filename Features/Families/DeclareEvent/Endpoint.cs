using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Families.DeclareEvent;

/// <summary>A member of staff declares from the phone what happened in the family, with pictures of the papers nobody knows yet.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "new";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet(Route, (string? kind, long? child, Bus bus) => bus.Ask(new Query(kind, child)).As<Form>());

        area.Pages.MapPost(Route, async (HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var papers = new Dictionary<string, byte[]>();
            foreach (var file in form.Files.Where(f => f.Length > 0 && f.Name.StartsWith(PaperField, StringComparison.Ordinal)))
            {
                using var memory = new MemoryStream();
                await file.CopyToAsync(memory, ct);
                papers[file.Name[PaperField.Length..]] = memory.ToArray();
            }

            long? child = long.TryParse(form["Child"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
            return await bus.Do(new Command(form["Kind"], form["On"], child, form["ChildName"], form["SpouseName"], form["OtherCin"], form["MassarCode"], form["Comes"], form["Remark"], papers))
                .ThenAsk(new Query(form["Kind"], child)).GoingTo(declared => Links.Case(declared.Id), saying: "family.declared").As<Form>();
        });

        area.Api.MapGet(Route, (string? kind, long? child, Bus bus) => bus.Ask(new Query(kind, child)).AsJson());

        area.Api.MapPost(Route, (Input input, Bus bus) =>
            bus.Do(new Command(input.Kind, input.On, input.Child, input.ChildName, input.SpouseName, input.OtherCin, input.MassarCode, input.Comes, input.Remark, input.Papers ?? [])).AsJson());
    }

    internal const string PaperField = "Paper.";

    /// <param name="Kind">Marriage, Divorce, Birth, Schooling, Custody, ChildDeath, SpouseDeath, EndOfStudies.</param>
    /// <param name="On">The day it is true from, ISO; the birthday of a birth.</param>
    /// <param name="Child">Number of a child on the file.</param>
    /// <param name="OtherCin">Identity card of the spouse or other parent.</param>
    /// <param name="Comes">Of a custody: "yes" into one's care, "no" out of it.</param>
    /// <param name="Papers">By code; JPEG, PNG or PDF, in base 64.</param>
    public sealed record Input(string? Kind, string? On, long? Child, string? ChildName, string? SpouseName, string? OtherCin, string? MassarCode, string? Comes, string? Remark, Dictionary<string, byte[]>? Papers);
}
