using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Payslips.ImportPay;

/// <summary>The pay office sends the monthly pay file of an academy, and sees the files so far: who sent which, and what came of it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Import).NeverStored();

        area.Pages.MapGet("imports", (int? page, Bus bus) => bus.Ask(new Query(page, IsWhole: false)).As<Form>());

        area.Pages.MapPost("imports", async (HttpContext http, Bus bus) =>
            await bus.Do(await Sent(http)).ThenAsk(new Query(null, IsWhole: false)).GoingTo(sent => Links.Import(sent.Import)).As<Form>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"imports/list.{kind}", (Bus bus, Text text, Reader reader, ExportDesk exports) =>
                bus.Ask(new Query(null, IsWhole: true)).Then(list => exports.Hand(ExportKinds.PayImports, 0, () => File(kind, list, text, reader))));

        area.Api.MapGet("imports", (int? page, Bus bus) => bus.Ask(new Query(page, IsWhole: false)).AsJson());

        area.Api.MapPost("imports", async (HttpContext http, Bus bus) => await bus.Do(await Sent(http)).AsJson());
    }

    private static async Task<Command> Sent(HttpContext http)
    {
        var file = await SheetFiles.Uploaded(http.Request, http.RequestAborted);
        return new Command(file?.Name ?? "", file?.Content ?? []);
    }

    private static IResult File(string kind, Listed list, Text text, Reader reader) =>
        SheetFile.Of(kind, "pay-files", text["payslips.imports"], text.Language == "ar", [text["payslips.imports"]],
            [
                SheetFile.HeadOf(text, "ui.month", "payslips.import.employer", "ui.file", "payslips.import.by", "payslips.import.sent-on", "ui.status", "payslips.import.people", "payslips.import.written", "payslips.import.credits", "payslips.import.debits"),
                .. list.Lines.Select(l => (IReadOnlyList<object?>)[Formats.ShortDate(l.Month)[3..], reader.Name(l.PlaceAr, l.PlaceFr), l.FileName, reader.Name(l.ByAr, l.ByLatin), Formats.ShortDate(MoroccanDay.Of(l.SentAt)),
                    text[$"payslips.import.state.{l.Shown}"], l.People, l.Written, l.Credits, l.Debits]),
            ]);
}
