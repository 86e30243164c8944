using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Mobility.RefuseRequest;

/// <summary>The directorate refuses a request by a code that carries a sentence, the proof asked and the next step.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/requests/{request:long}/refusal";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.ValidateProvince);

        area.Pages.MapGet(Route, (long request, Bus bus) => bus.Ask(new Query(request)).As<Form>());
        area.Pages.MapPost(Route, (long request, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(request, input.Version, input.Code, input.Remark))
            .ThenAsk(new Query(request))
            .GoingTo(_ => Links.Request(request), saying: "mobility.refused")
            .As<Form>());

        area.Api.MapPost(Route, (long request, Input input, Bus bus) => bus.Do(new Command(request, input.Version, input.Code, input.Remark)).AsJson());
    }

    /// <summary>What the form posts. Properties, for a form leaves out what was not chosen.</summary>
    public sealed record Input
    {
        public int Version { get; init; }

        public string? Code { get; init; }

        public string? Remark { get; init; }
    }
}
