using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Guidance.DecideChange;

/// <summary>The directorate's commission accepts a change of stream while there is a seat, puts it on the waiting list, or refuses it with a code and a reason; the family is told at once.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "changes/{request:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Commission).NeverStored();

        area.Pages.MapGet(Route, (long request, Bus bus) => bus.Ask(new Query(request)).As<Form>());

        area.Pages.MapPost(Route, (long request, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(request)).ThenAsk(new Query(request)).GoingTo(_ => Links.Change(request), saying: "guidance.decided").As<Form>());

        area.Api.MapGet(Route, (long request, Bus bus) => bus.Ask(new Query(request)).AsJson());

        area.Api.MapPost(Route, (long request, Input input, Bus bus) => bus.Do(input.ToCommand(request)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>Version of the decision kept until the hour, as it was seen; nothing where there was none.</summary>
        public string? Held { get; init; }

        /// <summary>accept, wait or refuse; clear takes back what is kept until the hour.</summary>
        public string? Decision { get; init; }

        /// <summary>Code of the list reorientation-refusals, when refusing.</summary>
        public string? Code { get; init; }

        /// <summary>Needed when refusing.</summary>
        public string? Reason { get; init; }

        /// <summary>The hour of publication that was seen, as the session has it, or "none"; without it nobody asks whether it is another one now.</summary>
        public string? Hour { get; init; }

        internal Command ToCommand(long request) => new(request, TypedVersion.Read(Version), TypedVersion.Read(Held), Decision, Code, Reason, Hour);
    }
}
