using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.ClaimPriority;

/// <summary>A participant claims a case that comes before points, and proves it, while the request may still change.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/campaigns/{campaign:int}/priorities/{priority}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Participate);

        area.Pages.MapGet(Route, (int campaign, PriorityCase priority, Bus bus) => bus.Ask(new Query(campaign, priority)).As<Form>());
        area.Pages.MapPost(Route, async (int campaign, PriorityCase priority, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command(campaign, priority, form["Proof"], await form.Document(ct)))
                .ThenAsk(new Query(campaign, priority))
                .GoingTo(_ => Links.File(campaign), saying: "mobility.priority.sent")
                .As<Form>();
        });

        area.Api.MapGet(Route, (int campaign, PriorityCase priority, Bus bus) => bus.Ask(new Query(campaign, priority)).AsJson());
        area.Api.MapPost(Route, (int campaign, PriorityCase priority, Input input, Bus bus) => bus.Do(new Command(campaign, priority, input.Proof, input.Document)).AsJson());
    }

    /// <param name="Document">The act, a JPEG, PNG or PDF in base 64.</param>
    public sealed record Input(string? Proof, byte[]? Document);
}
