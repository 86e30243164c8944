using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Mobility.ReturnRequest;

/// <summary>The directorate returns named things to the participant; the academy returns a request to the directorate.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/requests/{request:long}/return";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.ValidateProvince, Permissions.ValidateAcademy, Permissions.ValidateMinistry);

        area.Pages.MapGet(Route, (long request, Bus bus) => bus.Ask(new Query(request)).As<Form>());
        area.Pages.MapPost(Route, (long request, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(request, input.Version, input.Things ?? [], input.Remark))
            .ThenAsk(new Query(request))
            .GoingTo(_ => Links.Request(request), saying: "mobility.returned")
            .As<Form>());

        area.Api.MapPost(Route, (long request, Input input, Bus bus) => bus.Do(new Command(request, input.Version, input.Things ?? [], input.Remark)).AsJson());
    }

    /// <summary>What the form posts. Properties, for a form leaves out what was not chosen.</summary>
    public sealed record Input
    {
        public int Version { get; init; }

        public List<string>? Things { get; init; }

        public string? Remark { get; init; }
    }
}
