using Massar.Features.Exports.Domain;
using Massar.Features.Messages.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Messages.ListThreads;

/// <summary>The head sees who was written to and who owes an answer; the words stay between the two.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["messages.asked-on", "messages.due", "messages.kind", "messages.to", "ui.subject", "messages.guardian", "messages.child", "ui.class", "ui.status"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Lead).NeverStored();

        area.Pages.MapGet("school", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in (string[])["csv", "xlsx"])
            area.Pages.MapGet($"school/list.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, ExportDesk exports) => bus.Ask(filter.Whole()).Then(board =>
                exports.Hand(ExportKinds.Messages, board.Lines.Select(l => l.PupilId).Distinct().Count(), () => File(kind, board, text))));

        area.Api.MapGet("school", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="State">open, late, danger, unanswered or all; those open without it.</param>
    /// <param name="P">Page, from 1.</param>
    public readonly record struct Filter(string? State, int? P)
    {
        internal Query Page() => new(State, P is > 0 and < 100_000 ? P.Value : 1, IsWhole: false);

        internal Query Whole() => new(State, 1, IsWhole: true);
    }

    private static IResult File(string kind, Board board, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "messages", text["messages.school"], arabic, [],
        [
            [.. Heads.Select(h => (object?)text[h])],
            .. board.Lines.Select(l => (IReadOnlyList<object?>)[
                MoroccanDayOf(l.AskedAt), l.DueOn, text[ThreadNames.Of(l.Kind)], l.TeacherAr is null ? text[ThreadNames.Of(l.Door)] : arabic ? l.TeacherAr : l.TeacherLatin, arabic ? l.SubjectAr : l.SubjectFr,
                arabic ? l.GuardianAr : l.GuardianLatin, arabic ? l.ChildAr : l.ChildLatin, l.ClassName, text[ThreadNames.Of(l, board.Today)]]),
        ]);
    }

    private static DateOnly MoroccanDayOf(DateTime utc) => DateOnly.FromDateTime(Massar.Infrastructure.Data.MoroccanDay.Local(utc));
}
