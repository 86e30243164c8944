using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Certificates.IssueForClass;

/// <summary>The desk has certificates made for a whole class, in the background.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue);

        area.Pages.MapGet("/desk/classes", (int? chosen, Bus bus) => bus.Ask(new Query(chosen)).As<Form>());

        area.Pages.MapPost("/desk/classes", ([FromForm] Input input, Bus bus) => bus
            .Do(new Command(input.Class, input.Purpose))
            .ThenAsk(new Query(null))
            .GoingTo(started => Jobs.Links.Job(started.Job))
            .As<Form>());

        area.Api.MapPost("/desk/classes", (Input input, Bus bus) => bus.Do(new Command(input.Class, input.Purpose)).AsJson());
    }

    public sealed record Input
    {
        public string? Class { get; init; }

        public string? Purpose { get; init; }
    }
}
