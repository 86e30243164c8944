using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Training.ChooseParticipants;

/// <summary>The training officer chooses who comes among the people of the target; who is left out is named with the reason.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{session:long}/choose";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Plan).NeverStored();

        area.Pages.MapGet(Route, (long session, string? school, string? q, int? p, Bus bus) => bus.Ask(new Query(session, school, q, p)).As<Table>());

        area.Pages.MapPost(Route, async (long session, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var who = form["Who"].Select(w => long.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).ToList();
            var version = TypedVersion.Read(form["Version"]);
            var query = new Query(session, form["School"], form["Q"], null);
            return await bus.Do(new Command(session, version, who, form["Do"] == "all", query.School, query.Words)).ThenAsk(query).GoingTo(_ => Links.Session(session), saying: "training.said.chosen").As<Table>();
        });

        area.Api.MapGet(Route, (long session, string? school, string? q, int? p, Bus bus) => bus.Ask(new Query(session, school, q, p)).AsJson());

        area.Api.MapPost(Route, (long session, Input input, Bus bus) => bus.Do(new Command(session, input.Version, input.Who ?? [], input.All, input.School, input.Q)).AsJson());
    }

    /// <param name="Version">Of the session that was read.</param>
    /// <param name="Who">Numbers of employees.</param>
    /// <param name="All">As many as there are seats left, who was trained least first.</param>
    public sealed record Input(int Version, IReadOnlyList<long>? Who, bool All, string? School, string? Q);
}
