using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Attendance.JustifyAbsence;

/// <summary>A guardian gives a reason for absences of a child, from the list, with a paper if there is one.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "children/{pupil:long}/justify";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Children).NeverStored();

        area.Pages.MapGet(Route, (long pupil, Bus bus) => bus.Ask(new Query(pupil)).As<Form>());

        area.Pages.MapPost(Route, async (long pupil, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            long[] absences = [.. form["Absences"].Select(a => long.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)];
            return await bus.Do(new Command(pupil, absences, form["Reason"], form["Note"], await Paper(form, ct)))
                .ThenAsk(new Query(pupil)).GoingTo(_ => Links.Child(pupil), saying: "attendance.justify.sent").As<Form>();
        });

        area.Api.MapGet(Route, (long pupil, Bus bus) => bus.Ask(new Query(pupil)).AsJson());

        area.Api.MapPost(Route, (long pupil, Input input, Bus bus) => bus.Do(new Command(pupil, input.Absences ?? [], input.Reason, input.Note, input.Paper)).AsJson());
    }

    private static async Task<byte[]?> Paper(IFormCollection form, CancellationToken ct)
    {
        if (form.Files.GetFile("Paper") is not { Length: > 0 } file)
            return null;
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory, ct);
        return memory.ToArray();
    }

    /// <param name="Absences">Numbers of the absences, as the question lists them.</param>
    /// <param name="Reason">A code of the reference list absence-reasons.</param>
    /// <param name="Paper">JPEG, PNG or PDF, in base 64.</param>
    public sealed record Input(long[]? Absences, string? Reason, string? Note, byte[]? Paper);
}
