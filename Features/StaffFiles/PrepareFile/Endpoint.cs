using System.Globalization;
using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffFiles.PrepareFile;

/// <summary>The archive office of the place left counts the papers of the file, and sends it with its sealed slip.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/pages";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Handle).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            string? At(string name, string key) => form.TryGetValue($"{name}[{key}]", out var typed) ? typed.ToString() : null;
            List<TypedPage> pages = [.. FilePage.Usual.Select(c => new TypedPage(c, null, At("c", c), At("n", c))), .. Command.Own.Select(i => new TypedPage(null, At("t", i), At("c", i), At("n", i)) { Row = i })];
            var command = new Command(id, TypedVersion.Read(form["Version"]), pages, form["Do"] == Command.Send);
            return await bus.Do(command).ThenAsk(new Query(id)).GoingTo(_ => command.IsSent ? Links.Transfer(id) : Links.Pages(id), saying: command.IsSent ? "staff-files.said.sent" : "ui.saved").As<Form>();
        });

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.ToCommand(id)).AsJson());
    }

    /// <param name="Send">Sends it too; otherwise the list is kept.</param>
    public sealed record Input(int Version, IReadOnlyList<PageInput>? Pages, bool Send)
    {
        internal Command ToCommand(long id) => new(
            id, Version, [.. (Pages ?? []).OfType<PageInput>().Select((p, i) => new TypedPage(p.Code, p.Title, p.Count?.ToString(CultureInfo.InvariantCulture), p.Note) { Row = (i + 1).ToString(CultureInfo.InvariantCulture) })], Send);
    }

    /// <param name="Code">One of the usual papers; null with a title of one's own.</param>
    public sealed record PageInput(string? Code, string? Title, int? Count, string? Note);
}
