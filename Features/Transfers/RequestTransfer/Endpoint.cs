using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Transfers.RequestTransfer;

/// <summary>A guardian who has custody asks that a child moves to another school.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/children/{pupil:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Request).NeverStored();

        area.Pages.MapGet(Route, (long pupil, int? directorate, string? q, Bus bus) => bus.Ask(new Query(pupil, directorate, q)).As<Form>());

        area.Pages.MapPost(Route, (long pupil, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(pupil, input.School, input.ReasonCode, input.Reason)).ThenAsk(new Query(pupil, input.ChosenDirectorate(), input.Words)).GoingTo(Links.Case, saying: "transfers.asked").As<Form>());

        area.Api.MapGet(Route, (long pupil, int? directorate, string? q, Bus bus) => bus.Ask(new Query(pupil, directorate, q)).AsJson());

        area.Api.MapPost(Route, (long pupil, Input input, Bus bus) => bus.Do(new Command(pupil, input.School, input.ReasonCode, input.Reason)).AsJson());
    }

    public sealed record Input : MoveInput;
}
