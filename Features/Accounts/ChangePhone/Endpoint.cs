using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Accounts.ChangePhone;

/// <summary>A guardian asks to be reached at another telephone: the new one gets a code, the old one is told.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var mine = area.Requiring(Permissions.Contact).NeverStored();

        mine.Pages.MapGet("/me/phone", (Bus bus) => bus.Ask(new Query()).As<Form>());
        mine.Pages.MapPost("/me/phone", (HttpContext http, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(input.Phone, input.Password, Visits.Of(http))).ThenAsk(new Query()).GoingTo(_ => Links.PhoneCode, saying: "accounts.phone.code-sent").As<Form>());

        mine.Api.MapGet("/me/phone", (Bus bus) => bus.Ask(new Query()).AsJson());
        mine.Api.MapPost("/me/phone", (HttpContext http, ApiInput input, Bus bus) => bus.Do(new Command(input.Phone, input.Password, Visits.Of(http))).AsJson());
    }

    public sealed record Input
    {
        public string? Phone { get; init; }

        public string? Password { get; init; }
    }

    public sealed record ApiInput(string? Phone, string? Password);
}
