using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Certificates.MendPupilData;

/// <summary>The desk writes what is missing in a pupil's file, and nothing else; waiting certificates are issued at once.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue).NeverStored();

        area.Pages.MapGet("/desk/pupils/{id:long}/data", (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost("/desk/pupils/{id:long}/data", (long id, [FromForm] Input input, Bus bus) => bus
            .Do(input.To(id))
            .ThenAsk(new Query(id))
            .GoingTo(_ => Links.Pupil(id), saying: "certificates.mended")
            .As<Form>());

        area.Api.MapPut("/desk/pupils/{id:long}/data", (long id, Input input, Bus bus) => bus.Do(input.To(id)).AsJson());
    }

    public sealed record Input(
        string? Version, string? FirstNameAr, string? LastNameAr, string? FirstNameLatin, string? LastNameLatin,
        string? BirthDateDay, string? BirthDateMonth, string? BirthDateYear, string? BirthPlaceAr, string? BirthPlaceLatin)
    {
        internal Command To(long pupil) => new(pupil, Version, FirstNameAr, LastNameAr, FirstNameLatin, LastNameLatin, BirthDateDay, BirthDateMonth, BirthDateYear, BirthPlaceAr, BirthPlaceLatin);
    }
}
