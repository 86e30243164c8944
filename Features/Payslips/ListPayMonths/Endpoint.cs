using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Payslips.ListPayMonths;

/// <summary>A human resources manager sees how a month's pay stands for the staff of his place, to answer and to unblock, and takes the list along; amounts stay the employee's own.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "staff";

    private static readonly string[] Heads = ["ui.ppr", "ui.name", "payslips.place", "ui.status", "payslips.since", "ui.reason"];

    public static void Map(AreaRoutes payslips)
    {
        payslips = payslips.Requiring(Permissions.View).NeverStored();

        payslips.Pages.MapGet(Route, (string? month, string? state, string? q, int? page, Bus bus) =>
            bus.Ask(new Query(month, state, q, page ?? 1)).As<Table>());

        foreach (var kind in (string[])["csv", "xlsx"])
            payslips.Pages.MapGet($"{Route}.{kind}", (string? month, string? state, string? q, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(month, state, q, 1, IsWhole: true)).Then(list =>
                exports.Hand(ExportKinds.PayMonths, list.Lines.Count, () => File(kind, list, text))));

        payslips.Api.MapGet(Route, (string? month, string? state, string? q, int? page, Bus bus) =>
            bus.Ask(new Query(month, state, q, page ?? 1)).AsJson());
    }

    private static IResult File(string kind, StaffPay list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, $"pay-{Links.Of(list.Month)}", text["payslips.staff-title"], arabic, [],
        [
            SheetFile.HeadOf(text, Heads),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[l.Ppr, arabic ? l.NameAr : l.NameLatin, arabic ? l.PlaceAr : l.PlaceFr, text[$"payslips.state.{l.State}"], MoroccanDay.Of(l.Since), l.Reason is null ? null : text[$"payslips.reason.{l.Reason}"]]),
        ]);
    }
}
