using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Leaves.AskLeave;

/// <summary>An employee chooses a kind and days, sees what is used on both calendars and what is paid, and sends the request with a picture of the paper.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "new";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet(Route, (string? kind, string? from, string? days, Bus bus) => bus.Ask(new Query(kind, from, days)).As<Form>());

        area.Pages.MapPost(Route, async (HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command(form["Kind"], form["From"], form["Days"], form["Reason"], await PaperIn(form, ct)))
                .ThenAsk(new Query(form["Kind"], form["From"], form["Days"])).GoingTo(asked => Links.Case(asked.Id), saying: "leaves.sent").As<Form>();
        });

        area.Api.MapGet(Route, (string? kind, string? from, string? days, Bus bus) => bus.Ask(new Query(kind, from, days)).AsJson());

        area.Api.MapPost(Route, (Input input, Bus bus) => bus.Do(new Command(input.Kind, input.From, input.Days?.ToString(CultureInfo.InvariantCulture), input.Reason, input.Paper)).AsJson());
    }

    private static async Task<byte[]?> PaperIn(IFormCollection form, CancellationToken ct)
    {
        if (form.Files.GetFile("Paper") is not { Length: > 0 } file)
            return null;
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory, ct);
        return memory.ToArray();
    }

    /// <param name="Kind">A code of the reference list leave-types.</param>
    /// <param name="From">First day, ISO.</param>
    /// <param name="Days">Working or calendar days, as the kind counts them.</param>
    /// <param name="Paper">JPEG, PNG or PDF, in base 64.</param>
    public sealed record Input(string? Kind, string? From, int? Days, string? Reason, byte[]? Paper);
}
