using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Timetables.ImportTimetable;

/// <summary>The head brings a timetable made with FET: names are held against the school's, clashes are named, and all of it is taken or nothing.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Edit).NeverStored();

        area.Pages.MapGet("import", (Bus bus) => bus.Ask(new Query()).As<Form>());

        area.Pages.MapPost("import", async (HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(await Sent(form, ct)).ThenAsk(new Query()).GoingTo(id => Links.Imported(id)).As<Form>();
        });

        area.Api.MapPost("import", async (HttpRequest request, Bus bus, CancellationToken ct) =>
            await bus.Do(request.HasFormContentType ? await Sent(await request.ReadFormAsync(ct), ct) : new Command("", [], [], null)).AsJson());

        area.Pages.MapGet("import/{id:guid}", (Guid id, Bus bus) => bus.Ask(new PreviewQuery(id)).As<Preview>());
        area.Api.MapGet("import/{id:guid}", (Guid id, Bus bus) => bus.Ask(new PreviewQuery(id)).AsJson());

        area.Pages.MapPost("import/{id:guid}/names", async (Guid id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var chosen = form.Where(f => f.Key.StartsWith("n[", StringComparison.Ordinal) && f.Key.EndsWith(']')).ToDictionary(f => f.Key[2..^1], f => f.Value.ToString(), StringComparer.Ordinal);
            return await bus.Do(new ChooseCommand(id, chosen)).ThenGo(_ => Links.Imported(id));
        });
        area.Api.MapPost("import/{id:guid}/names", (Guid id, Dictionary<string, string> chosen, Bus bus) => bus.Do(new ChooseCommand(id, chosen)).AsJson());

        area.Pages.MapPost("import/{id:guid}", async (Guid id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new ConfirmCommand(id, form["Fingerprint"])).ThenAsk(new PreviewQuery(id)).GoingTo(_ => Links.Desk, saying: "timetables.import.done").As<Preview>();
        });
        area.Api.MapPost("import/{id:guid}", (Guid id, ConfirmInput input, Bus bus) => bus.Do(new ConfirmCommand(id, input.Fingerprint)).AsJson());
    }

    private static async Task<Command> Sent(IFormCollection form, CancellationToken ct)
    {
        var data = form.Files.GetFile("File");
        return new Command(Path.GetFileName(data?.FileName ?? ""), await Bytes(data, ct), await Bytes(form.Files.GetFile("Output"), ct), form["From"]);
    }

    private static async Task<byte[]> Bytes(IFormFile? file, CancellationToken ct)
    {
        if (file is null)
            return [];
        using var content = new MemoryStream();
        await using var stream = file.OpenReadStream();
        await stream.CopyToAsync(content, ct);
        return content.ToArray();
    }

    /// <param name="Fingerprint">The preview's, so that what is confirmed is what was seen.</param>
    public sealed record ConfirmInput(string? Fingerprint);
}
