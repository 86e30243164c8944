using Massar.Features.Exports.Domain;
using Massar.Features.Meetings.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Meetings.ListMeetings;

/// <summary>The office of a school sees which families come when, and prints the day's list for the gate.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["ui.day", "meetings.from", "meetings.to", "meetings.guardian", "meetings.child", "ui.class", "meetings.teacher", "ui.subject", "ui.status"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("school", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in (string[])["csv", "xlsx"])
            area.Pages.MapGet($"school/list.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, ExportDesk exports) => bus.Ask(filter.Whole()).Then(board =>
                exports.Hand(ExportKinds.Meetings, board.Lines.Select(l => l.PupilId).Distinct().Count(), () => File(kind, board, text))));

        area.Api.MapGet("school", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="Day">One day, as 2026-11-24; from today on without it.</param>
    /// <param name="State">A state by name; those agreed on without it, "all" for all.</param>
    /// <param name="P">Page, from 1.</param>
    public readonly record struct Filter(string? Day, string? State, int? P)
    {
        internal Query Page() => new(Day, State, P is > 0 and < 100_000 ? P.Value : 1, IsWhole: false);

        internal Query Whole() => new(Day, State, 1, IsWhole: true);
    }

    private static IResult File(string kind, Board board, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "meetings", text["meetings.school"], arabic, [],
        [
            [.. Heads.Select(h => (object?)text[h])],
            .. board.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Day, Formats.Time(l.Slot.From), Formats.Time(l.Slot.To), arabic ? l.GuardianAr : l.GuardianLatin, arabic ? l.ChildAr : l.ChildLatin, l.ClassName,
                arabic ? l.TeacherAr : l.TeacherLatin, arabic ? l.SubjectAr : l.SubjectFr, text[MeetingStates.Key(l.State)]]),
        ]);
    }
}
