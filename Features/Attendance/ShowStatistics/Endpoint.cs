using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Attendance.ShowStatistics;

/// <summary>Absences of a month by class: whole for the school, without small numbers for whatever leaves it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("statistics", (string? month, Bus bus) => bus.Ask(new Query(month)).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"statistics.{kind}", (string? month, [FromQuery(Name = "public")] int? isPublic, Bus bus, Text text) => bus.Ask(new Query(month)).Then(found => File(kind, found, isPublic == 1, text)));

        area.Api.MapGet("statistics", (string? month, Bus bus) => bus.Ask(new Query(month)).AsJson());
    }

    private static IResult File(string kind, MonthFigures figures, bool isPublic, Text text)
    {
        var (lines, shown) = (figures.Lines, Columns(figures.Lines, isPublic));
        List<IReadOnlyList<object?>> rows =
        [
            [text["ui.class"], text["attendance.statistics.pupils"], text["attendance.register.justified-halves"], text["attendance.register.unjustified-halves"], text["attendance.register.open-halves"], text["attendance.lates"]],
        ];
        for (var i = 0; i < lines.Count; i++)
            rows.Add([lines[i].Name, lines[i].Pupils, .. shown.Select(column => (object?)column[i] ?? text["attendance.statistics.hidden"])]);
        rows.Add([text["attendance.total"], lines.Sum(l => l.Pupils), .. Counted(lines).Select(column => (object?)(isPublic ? SmallCells.Total(column) : column.Sum()) ?? text["attendance.statistics.hidden"])]);
        var month = $"{Formats.Month(figures.Month.Month, text.Language)} {figures.Month.Year}";
        return SheetFile.Of(kind, $"absences_{(isPublic ? "public_" : "")}{figures.Month:yyyy-MM}", month, text.Language == "ar",
            isPublic ? [$"{text["attendance.statistics"]} – {month}", text["attendance.statistics.hidden.why", SmallCells.Least]] : [$"{text["attendance.statistics"]} – {month}"], rows);
    }

    private static List<IReadOnlyList<int?>> Columns(IReadOnlyList<ClassFigures> lines, bool isPublic) =>
        [.. Counted(lines).Select(column => isPublic ? SmallCells.Hide(column) : [.. column.Select(n => (int?)n)])];

    private static IEnumerable<IReadOnlyList<int>> Counted(IReadOnlyList<ClassFigures> lines) =>
    [
        [.. lines.Select(l => l.Totals.JustifiedHalves)], [.. lines.Select(l => l.Totals.UnjustifiedHalves)], [.. lines.Select(l => l.Totals.Open)], [.. lines.Select(l => l.Lates)],
    ];
}
