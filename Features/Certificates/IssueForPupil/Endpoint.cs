using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Certificates.IssueForPupil;

/// <summary>The desk issues a certificate for the person in front of it, or sees what must be mended first.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue).NeverStored();

        area.Pages.MapGet("/desk/pupils/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost("/desk/pupils/{id:long}", (long id, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(id, input.Purpose))
            .ThenAsk(new Query(id))
            .GoingTo(request => Links.Request(request))
            .As<Form>());

        area.Api.MapGet("/desk/pupils/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost("/desk/pupils/{id:long}", (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Purpose)).AsJson());
    }

    public sealed record Input
    {
        public string? Purpose { get; init; }
    }
}
