using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Enrollments.ConfirmEntry;

/// <summary>The school says who of those it expects has come, at the beginning of the year.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Confirm).NeverStored();

        area.Pages.MapGet("entry", (string? level, int? page, Bus bus) => bus.Ask(new Query(level, page)).As<Form>());

        area.Pages.MapPost("entry", async (HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            string? level = form["Level"];
            var command = new Command([.. form["Pupil"].Select(p => long.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)], form["Day"]);
            return await bus.Do(command).ThenAsk(new Query(level, null)).GoingTo(_ => Links.EntryOf(level), saying: "enrollments.confirmed").As<Form>();
        });

        area.Api.MapGet("entry", (string? level, int? page, Bus bus) => bus.Ask(new Query(level, page)).AsJson());

        area.Api.MapPost("entry", (ApiInput input, Bus bus) => bus.Do(new Command(input.Enrollments ?? [], input.Day)).AsJson());
    }

    /// <param name="Day">ISO: the day they came.</param>
    public sealed record ApiInput(long[]? Enrollments, string? Day);
}
