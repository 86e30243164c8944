using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Pupils.ReportDatum;

/// <summary>A pupil or a guardian says that one thing in the file is wrong, and shows the paper.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/mine/{pupil:long}/report";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet(Route, (long pupil, string? field, Bus bus) => bus.Ask(new Query(pupil, field)).As<Form>());

        area.Pages.MapPost(Route, async (long pupil, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var field = form["Field"].ToString();
            return await bus.Do(new Command(pupil, field, form["Wanted"], await Paper(form, ct)))
                .ThenAsk(new Query(pupil, field)).GoingTo(_ => Links.MyChild(pupil), saying: "pupils.report.sent").As<Form>();
        });

        area.Api.MapPost(Route, (long pupil, Input input, Bus bus) => bus.Do(new Command(pupil, input.Field, input.Wanted, input.Paper)).AsJson());
    }

    private static async Task<byte[]?> Paper(IFormCollection form, CancellationToken ct)
    {
        if (form.Files.GetFile("Paper") is not { Length: > 0 } file)
            return null;
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory, ct);
        return memory.ToArray();
    }

    /// <param name="Field">A box of the file, as BirthPlaceAr.</param>
    /// <param name="Wanted">What it should say; dates as 2014-03-01.</param>
    /// <param name="Paper">JPEG, PNG or PDF, in base 64.</param>
    public sealed record Input(string? Field, string? Wanted, byte[]? Paper);
}
