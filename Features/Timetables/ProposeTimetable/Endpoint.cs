using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Timetables.ProposeTimetable;

/// <summary>The head has the program propose a week from what is due, looks at it and at what found no place, and accepts it or throws it away.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Edit);

        area.Pages.MapGet("proposals", (Bus bus) => bus.Ask(new Query()).As<Form>());

        area.Pages.MapPost("proposals", async (HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command(form["Seed"], form["From"], form["Keep"] == "true", [.. form["Doubles"].OfType<string>()])).ThenAsk(new Query()).GoingTo(asked => Jobs.Links.Job(asked.Job)).As<Form>();
        });

        area.Pages.MapGet("proposals/{id:long}", (long id, int? @class, Bus bus) => bus.Ask(new ShowQuery(id, @class)).As<Card>());
        area.Pages.MapPost("proposals/{id:long}/accept", (long id, Bus bus) => bus.Do(new AcceptCommand(id)).ThenGo(_ => Links.Desk, saying: "timetables.proposal.accepted"));
        area.Pages.MapPost("proposals/{id:long}/discard", (long id, Bus bus) => bus.Do(new DiscardCommand(id)).ThenGo(_ => Links.Proposals, saying: "timetables.proposal.discarded"));

        area.Api.MapGet("proposals", (Bus bus) => bus.Ask(new Query()).AsJson());
        area.Api.MapPost("proposals", (Input input, Bus bus) => bus.Do(new Command(input.Seed, input.From, input.Keep, input.Doubles ?? [])).AsJson());
        area.Api.MapGet("proposals/{id:long}", (long id, int? @class, Bus bus) => bus.Ask(new ShowQuery(id, @class)).AsJson());
        area.Api.MapPost("proposals/{id:long}/accept", (long id, Bus bus) => bus.Do(new AcceptCommand(id)).AsJson());
        area.Api.MapPost("proposals/{id:long}/discard", (long id, Bus bus) => bus.Do(new DiscardCommand(id)).AsJson());
    }

    /// <param name="Seed">A whole number; another one gives another week.</param>
    /// <param name="From">First day, ISO 8601.</param>
    /// <param name="Keep">Lessons that stand stay.</param>
    /// <param name="Doubles">Codes of subjects taught two hours in a row.</param>
    public sealed record Input(string? Seed, string? From, bool Keep, string[]? Doubles);
}
