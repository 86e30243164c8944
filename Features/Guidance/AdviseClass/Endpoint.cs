using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Guidance.AdviseClass;

/// <summary>The head writes the council's opinion on the wishes of a whole class on one page, with a word for the family where there is one.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "classes/{classId:int}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Advise).NeverStored();

        area.Pages.MapGet(Route, (int classId, Bus bus) => bus.Ask(new Query(classId)).As<Sheet>());

        area.Pages.MapPost(Route, async (int classId, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var lines = form.Keys.Where(k => k.StartsWith("V-", StringComparison.Ordinal)).Select(k => k[2..]).Where(f => long.TryParse(f, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .Select(f => new OpinionLine(long.Parse(f, CultureInfo.InvariantCulture), TypedVersion.Read(form[$"V-{f}"]),
                    [.. Enumerable.Range(1, Domain.GuidanceCampaign.MostWishes).Select(r => (string?)form[$"O-{f}-{r}"])], form[$"N-{f}"])).ToList();
            return await bus.Do(new Command(classId, lines, form["Rest"] == "yes")).ThenAsk(new Query(classId)).GoingTo(_ => Links.Class(classId), saying: "ui.saved").As<Sheet>();
        });

        area.Api.MapGet(Route, (int classId, Bus bus) => bus.Ask(new Query(classId)).AsJson());

        area.Api.MapPut(Route, (int classId, Input input, Bus bus) => bus.Do(new Command(classId, [.. (input.Lines ?? []).OfType<OpinionLine>().Select(l => l with { Opinions = l.Opinions ?? [] })], input.Rest)).AsJson());
    }

    /// <param name="Rest">Where nothing is chosen, the opinion is favorable.</param>
    public sealed record Input(IReadOnlyList<OpinionLine>? Lines, bool Rest);
}
