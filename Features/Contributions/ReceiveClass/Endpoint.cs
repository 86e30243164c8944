using Massar.Features.Contributions.Domain;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Web;

namespace Massar.Features.Contributions.ReceiveClass;

/// <summary>The desk receives the contributions of a whole class with one page and one post, and prints its receipts together.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Receive).NeverStored();

        area.Pages.MapGet("classes/{id:int}", (int id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost("classes/{id:int}", async (int id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command(id, form["Seen"], Ticks.Of(form))).ThenAsk(new Query(id))
                .Ending(done => new GoAnswer(Links.Class(id), "contributions.received", [done.Count, done.First, done.Last])).As<Form>();
        });

        area.Pages.MapGet("classes/{id:int}/print", (int id, Bus bus, PdfPrinter printer, HttpContext http, ExportDesk exports) => bus.Ask(new PrintQuery(id)).Then(found => exports.Hand(ExportKinds.Receipts, found.Papers.Count,
            () => PdfAnswer.Drawn(http, printer, "receipts.pdf", [.. found.Papers.Select(p => new CashPaper(p))]))));

        area.Api.MapGet("classes/{id:int}", (int id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost("classes/{id:int}", (int id, Input input, Bus bus) => bus.Do(new Command(id, input.Seen, Ticks.Of(input.Paid))).AsJson());
    }

    /// <param name="Seen">As the page or the list gave it; empty from a program that does not mind.</param>
    /// <param name="Paid">By Massar code: ALL for what is owed, codes of headings for what is paid besides.</param>
    public sealed record Input(string? Seen, Dictionary<string, string[]?>? Paid);
}
