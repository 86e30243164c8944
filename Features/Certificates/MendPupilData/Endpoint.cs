using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Certificates.MendPupilData;

/// <summary>The desk writes what is missing in a pupil's file, and nothing else; waiting certificates are issued at once.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue).NeverStored();

        area.Pages.MapGet("/desk/pupils/{id:long}/data", (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost("/desk/pupils/{id:long}/data", async (long id, HttpContext http, Bus bus) => await bus
            .Do(Input.From(await http.Request.ReadFormAsync(http.RequestAborted)).To(id))
            .ThenAsk(new Query(id))
            .GoingTo(_ => Links.Pupil(id), saying: "certificates.mended")
            .As<Form>());

        area.Api.MapPut("/desk/pupils/{id:long}/data", (long id, Input input, Bus bus) => bus.Do(input.To(id)).AsJson());
    }

    public sealed record Input(
        string? Version, string? FirstNameAr, string? LastNameAr, string? FirstNameLatin, string? LastNameLatin,
        string? BirthDateDay, string? BirthDateMonth, string? BirthDateYear, string? BirthPlaceAr, string? BirthPlaceLatin)
    {
        // The form holds the fields that are wanting and no others.
        internal static Input From(IFormCollection form)
        {
            return new(Of(nameof(Version)), Of(nameof(FirstNameAr)), Of(nameof(LastNameAr)), Of(nameof(FirstNameLatin)), Of(nameof(LastNameLatin)),
                Of(nameof(BirthDateDay)), Of(nameof(BirthDateMonth)), Of(nameof(BirthDateYear)), Of(nameof(BirthPlaceAr)), Of(nameof(BirthPlaceLatin)));

            string? Of(string name) => form.TryGetValue(name, out var value) ? value.ToString() : null;
        }

        internal Command To(long pupil) => new(pupil, Version, FirstNameAr, LastNameAr, FirstNameLatin, LastNameLatin, BirthDateDay, BirthDateMonth, BirthDateYear, BirthPlaceAr, BirthPlaceLatin);
    }
}
