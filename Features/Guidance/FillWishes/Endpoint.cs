using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Guidance.FillWishes;

/// <summary>A pupil or a guardian ranks wishes, compares them with last year before anything is sent, and sends them; until the last day they may be changed.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "children/{pupil:long}/wishes";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Wish).NeverStored();

        area.Pages.MapGet(Route, (long pupil, int? commune, Bus bus) => bus.Ask(new Query(pupil, commune)).As<Form>());

        area.Pages.MapPost(Route, async (long pupil, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var wishes = Enumerable.Range(1, Domain.GuidanceCampaign.MostWishes).Select(i => form[$"Wish{i}"].ToString()).ToList();
            var isSending = form["Do"] == Command.Send;
            int? commune = int.TryParse(form["Commune"], NumberStyles.None, CultureInfo.InvariantCulture, out var chosen) ? chosen : null;
            return await bus.Do(new Command(pupil, TypedVersion.Read(form["Version"]), wishes, isSending))
                .ThenAsk(new Query(pupil, commune)).GoingTo(_ => isSending ? Links.Child(pupil) : Links.Wishes(pupil, commune), saying: isSending ? "guidance.wishes.sent" : "guidance.wishes.saved").As<Form>();
        });

        area.Api.MapGet(Route, (long pupil, int? commune, Bus bus) => bus.Ask(new Query(pupil, commune)).AsJson());

        area.Api.MapPut(Route, (long pupil, Input input, Bus bus) => bus.Do(new Command(pupil, input.Version, input.Wishes ?? [], input.Send)).AsJson());
    }

    /// <param name="Version">Of the wishes that were read; -1 where there are none.</param>
    /// <param name="Wishes">School and stream, "12034/TCS", the dearest first.</param>
    public sealed record Input(int Version, IReadOnlyList<string?>? Wishes, bool Send);
}
