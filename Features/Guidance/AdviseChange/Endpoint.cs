using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Guidance.AdviseChange;

/// <summary>The head, after the council, says whether the school is favorable to a pupil's change of stream, with the counsellor's word where there is one.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "changes/{request:long}/opinion";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Advise).NeverStored();

        area.Pages.MapGet(Route, (long request, Bus bus) => bus.Ask(new Query(request)).As<Form>());

        area.Pages.MapPost(Route, (long request, [FromForm] Input input, Bus bus) =>
            bus.Do(input.ToCommand(request)).ThenAsk(new Query(request)).GoingTo(_ => Links.SchoolChanges, saying: "ui.saved").As<Form>());

        area.Api.MapGet(Route, (long request, Bus bus) => bus.Ask(new Query(request)).AsJson());

        area.Api.MapPut(Route, (long request, Input input, Bus bus) => bus.Do(input.ToCommand(request)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>Favorable or Unfavorable.</summary>
        public string? Opinion { get; init; }

        /// <summary>Needed for an unfavorable one.</summary>
        public string? Reason { get; init; }

        /// <summary>Of the guidance counsellor.</summary>
        public string? Note { get; init; }

        internal Command ToCommand(long request) => new(request, TypedVersion.Read(Version), Opinion, Reason, Note);
    }
}
