using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Staffing.ListAnswers;

/// <summary>A directorate sees the heads' answers that wait for it, oldest first, and those of before; and takes the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["staffing.in-school", "staffing.flag", "staffing.about", "staffing.due", "staffing.taught", "ui.reason", "staffing.answer.hours", "staffing.reference", "ui.date", "ui.status"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("answers", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in (string[])["csv", "xlsx"])
            area.Pages.MapGet($"answers/list.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, Reader reader, ExportDesk exports) => bus.Ask(filter.Whole()).Then(inbox =>
                exports.Hand(ExportKinds.StaffAnswers, inbox.Lines.Where(l => l.EmployeeId is not null).Select(l => l.EmployeeId).Distinct().Count(), () => File(kind, inbox, text, reader))));

        area.Api.MapGet("answers", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="State">"Sent" (also without it), "Returned", "Accepted" or "all".</param>
    /// <param name="P">Page, from 1.</param>
    public readonly record struct Filter(string? State, int? P)
    {
        internal Query Page() => new(State, P is > 0 and < 100_000 ? P.Value : 1, IsWhole: false);

        internal Query Whole() => new(State, 1, IsWhole: true);
    }

    private static IResult File(string kind, Inbox inbox, Text text, Reader reader) =>
        SheetFile.Of(kind, "staff-answers", text["staffing.answers"], text.Language == "ar", [],
        [
            SheetFile.HeadOf(text, Heads),
            .. inbox.Lines.Select(l => (IReadOnlyList<object?>)[
                reader.Name(l.SchoolAr, l.SchoolFr), text[$"staffing.flag.{l.Rule}"], l.EmployeeId is null ? l.ClassName : reader.Name(l.NameAr!, l.NameLatin!), l.Due, l.Taught, inbox.Reason(l.ReasonCode) is { } reason ? reader.Name(reason.NameAr, reason.NameFr) : l.ReasonCode,
                l.Hours, l.Reference, Infrastructure.Data.MoroccanDay.Of(l.AnsweredAt), text[$"staffing.state.{l.State}"]]),
        ]);
}
