using Massar.Features.Files.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.ReportCards.AppealCouncil;

/// <summary>A guardian with all rights, or a pupil of age, asks a class council to look at its decision again, follows the appeal, and may take it back until the council meets.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{card:long}/appeal";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet(Route, (long card, Bus bus) => bus.Ask(new Query(card)).As<Form>());

        area.Pages.MapPost(Route, async (long card, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command(card, form["Reason"], await Paper(form, ct))).ThenAsk(new Query(card)).GoingTo(_ => Links.Appeal(card), saying: "report-cards.appeal.sent").As<Form>();
        });

        area.Pages.MapPost($"{Route}/withdraw", (long card, [FromForm] Input input, Bus bus) => bus
            .Do(new WithdrawCommand(card, TypedVersion.Read(input.Version))).ThenAsk(new Query(card)).GoingTo(_ => Links.Appeal(card), saying: "report-cards.appeal.withdrawn").As<Form>());

        area.Api.MapGet(Route, (long card, Bus bus) => bus.Ask(new Query(card)).AsJson());

        area.Api.MapPost(Route, (long card, ApiInput input, Bus bus) => bus.Do(new Command(card, input.Reason, input.Paper)).AsJson());

        area.Api.MapPost($"{Route}/withdraw", (long card, VersionInput input, Bus bus) => bus.Do(new WithdrawCommand(card, input.Version)).AsJson());

        foreach (var door in (LateRoutes[])[area.Pages, area.Api])
            door.MapGet($"{Route}/paper", (long card, Bus bus) => bus.Ask(new PaperQuery(card)).Then(view => new FileAnswer(view)));
    }

    private static async Task<byte[]?> Paper(IFormCollection form, CancellationToken ct)
    {
        if (form.Files.GetFile("Paper") is not { Length: > 0 } file)
            return null;
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory, ct);
        return memory.ToArray();
    }

    /// <param name="Paper">JPEG, PNG or PDF, in base 64.</param>
    public sealed record ApiInput(string? Reason, byte[]? Paper);

    public sealed record VersionInput(int Version);

    public sealed record Input
    {
        public string? Version { get; init; }
    }
}
