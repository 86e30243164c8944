using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Certificates.RequestCertificate;

/// <summary>A guardian asks a schooling certificate for a child, a pupil for herself or himself; it is there at once when the data are right.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Request).NeverStored();

        area.Pages.MapGet("/new", (string? pupil, Bus bus) => bus.Ask(new Query(pupil)).As<Form>());

        area.Pages.MapPost("/new", ([FromForm] Input input, Bus bus) => bus
            .Do(new Command(input.Pupil, input.Purpose))
            .ThenAsk(new Query(input.Pupil))
            .GoingTo(asked => Links.Request(asked.Id))
            .As<Form>());

        area.Api.MapPost("", (Input input, Bus bus) => bus.Do(new Command(input.Pupil, input.Purpose)).AsJson());
    }

    // Properties, not parameters: a form in which nothing was chosen is still a form.
    public sealed record Input
    {
        /// <summary>Number of the child; a pupil leaves it out.</summary>
        public string? Pupil { get; init; }

        /// <summary>SocialSecurity, Transport, Scholarship, Other.</summary>
        public string? Purpose { get; init; }
    }
}
