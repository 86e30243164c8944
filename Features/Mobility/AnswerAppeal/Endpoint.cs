using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Mobility.AnswerAppeal;

/// <summary>The office that runs the movement answers an appeal with its reasons: another person than who ran or published the result, and never who takes part in it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/appeals/{appeal:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Run).NeverStored();

        area.Pages.MapGet(Route, (long appeal, Bus bus) => bus.Ask(new Query(appeal)).As<Form>());
        area.Pages.MapPost(Route, (long appeal, [FromForm] Ruling ruling, Bus bus) => bus
            .Do(new Command(appeal, ruling.Version, ruling.Decision, ruling.Remark, ruling.Post)).ThenAsk(new Query(appeal)).GoingTo(_ => Links.Appeals, saying: "mobility.appeal.decided").As<Form>());
        area.Api.MapGet(Route, (long appeal, Bus bus) => bus.Ask(new Query(appeal)).AsJson());
        area.Api.MapPost(Route, (long appeal, Ruling ruling, Bus bus) => bus.Do(new Command(appeal, ruling.Version, ruling.Decision, ruling.Remark, ruling.Post)).AsJson());
    }
}
