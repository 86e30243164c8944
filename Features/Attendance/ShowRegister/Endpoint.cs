using Massar.Features.Attendance.Domain;
using Massar.Features.Attendance.Parts;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Attendance.ShowRegister;

/// <summary>The register of absences of a class for a month: on the page, printed, and as a file.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("register", ([FromQuery(Name = "class")] int? schoolClass, string? month, Bus bus) => bus.Ask(new Query(schoolClass, month)).As<Sheet>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"register.{kind}", ([FromQuery(Name = "class")] int? schoolClass, string? month, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(schoolClass, month))
                .Then(async register => register.Sheet is { } sheet ? await exports.Hand(ExportKinds.AbsenceRegister, sheet.Lines.Count, () => File(kind, sheet, text)) : Results.NotFound()));

        area.Api.MapGet("register", ([FromQuery(Name = "class")] int? schoolClass, string? month, Bus bus) => bus.Ask(new Query(schoolClass, month)).AsJson());
    }

    private static IResult File(string kind, MonthSheet sheet, Text text)
    {
        var arabic = text.Language == "ar";
        var month = $"{Formats.Month(sheet.Month.First.Month, text.Language)} {sheet.Month.First.Year}";
        return SheetFile.Of(kind, $"absences_{sheet.ClassName}_{sheet.Month.First:yyyy-MM}", sheet.ClassName, arabic,
            [arabic ? sheet.SchoolAr : sheet.SchoolFr, $"{text["attendance.register"]} – {sheet.ClassName} – {month}", $"{text["ui.school-year"]} {Formats.SchoolYear(sheet.SchoolYear)}", text["attendance.register.legend-line"]],
            [Head(sheet, text), .. sheet.Lines.Select(l => Line(sheet, l, text, arabic))]);
    }

    private static List<object?> Head(MonthSheet sheet, Text text) =>
    [
        text["attendance.register.order"], text["ui.massar-code"], text["attendance.pupil"], .. sheet.Month.Days.Select(d => (object?)d.Day),
        text["attendance.register.justified-halves"], text["attendance.register.unjustified-halves"], text["attendance.register.open-halves"],
        text["attendance.register.justified-hours"], text["attendance.register.unjustified-hours"], text["attendance.lates"],
    ];

    private static List<object?> Line(MonthSheet sheet, MonthLine line, Text text, bool arabic) =>
    [
        line.Order, line.Code, arabic ? line.NameAr : line.NameLatin, .. sheet.Month.Days.Select(d => (object?)RegisterMarks.Of(line.On(d), text)),
        line.Totals.JustifiedHalves, line.Totals.UnjustifiedHalves, line.Totals.Open, line.Totals.JustifiedHours, line.Totals.UnjustifiedHours, line.Lates,
    ];
}
