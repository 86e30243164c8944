using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Accounts.ConfirmPhone;

/// <summary>A guardian types the code that came to the new telephone; from then on it counts.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var mine = area.Requiring(Permissions.Contact).NeverStored();

        mine.Pages.MapGet("/me/phone/code", (Bus bus) => bus.Ask(new Query()).As<Form>());
        mine.Pages.MapPost("/me/phone/code", ([FromForm] Input input, Bus bus) =>
            bus.Do(new Command(input.Code)).ThenAsk(new Query()).GoingTo(_ => Links.Me, saying: "accounts.phone.changed").As<Form>());

        mine.Api.MapPost("/me/phone/code", (ApiInput input, Bus bus) => bus.Do(new Command(input.Code)).AsJson());
    }

    public sealed record Input
    {
        public string? Code { get; init; }
    }

    public sealed record ApiInput(string? Code);
}
