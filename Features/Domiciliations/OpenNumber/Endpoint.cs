using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Domiciliations.OpenNumber;

/// <summary>The office opens the whole number to compare it with the bank's paper; the employee sees that it was opened, and by which office.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/number";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Treat).NeverStored();

        // The answer to the post is the page itself: the number is shown once and kept nowhere.
        area.Pages.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).Then(opened => new PartialAnswer(typeof(Card), new() { [nameof(Card.Model)] = opened })));

        area.Api.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).AsJson());
    }
}
