using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.AnswerJoin;

/// <summary>Who sent a request answers the child's other guardian, who asks to follow it: by one tap, from the list of requests or the request's page.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/joins/{from:long}/{answer:regex(^(accept|refuse|end)$)}";

    public static void Map(AreaRoutes area)
    {
        var family = area.ForFamilies();
        family.Pages.MapPost(Route, (long id, long from, string answer, Bus bus) =>
            bus.Do(new Command(id, from, Read(answer))).ThenGo(_ => Links.Follow(id), $"registrations.joins.said.{answer}"));
        family.Api.MapPost(Route, (long id, long from, string answer, Bus bus) => bus.Do(new Command(id, from, Read(answer))).AsJson());
    }

    private static PartyState Read(string answer) => answer switch
    {
        "accept" => PartyState.Accepted,
        "refuse" => PartyState.Refused,
        _ => PartyState.Ended,
    };
}
