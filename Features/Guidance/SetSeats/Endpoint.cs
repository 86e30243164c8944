using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Guidance.SetSeats;

/// <summary>A head, or the directorate for any of its schools, says how many pupils each stream takes in, and how last year ended where only papers know it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "campaigns/{campaign:int}/seats/{school:int}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Commission, Permissions.Advise).NeverStored();

        area.Pages.MapGet(Route, (int campaign, int school, Bus bus) => bus.Ask(new Query(campaign, school)).As<Form>());

        area.Pages.MapPost(Route, async (int campaign, int school, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var lines = form.Keys.Where(k => k.StartsWith(Command.SeatsField, StringComparison.Ordinal)).Select(k => k[Command.SeatsField.Length..])
                .Select(s => new SeatsLine(s, TypedVersion.Read(form[Command.VersionField + s]), form[Command.SeatsField + s], form[Command.FormerField + s])).ToList();
            return await bus.Do(new Command(campaign, school, lines)).ThenAsk(new Query(campaign, school)).GoingTo(_ => Links.SchoolSeats(campaign, school), saying: "ui.saved").As<Form>();
        });

        area.Api.MapGet(Route, (int campaign, int school, Bus bus) => bus.Ask(new Query(campaign, school)).AsJson());

        area.Api.MapPut(Route, (int campaign, int school, Input input, Bus bus) => bus.Do(new Command(campaign, school, [.. (input.Lines ?? []).OfType<SeatsLine>()])).AsJson());
    }

    public sealed record Input(IReadOnlyList<SeatsLine>? Lines);
}
