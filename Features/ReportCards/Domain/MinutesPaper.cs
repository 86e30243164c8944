using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.ReportCards.Domain;

/// <summary>One pupil in the minutes.</summary>
public sealed record MinutesLine(string NameAr, string MassarCode, decimal? Average, decimal? Annual, int Absences, string? DecisionAr, string? HonourAr, string? Remark, string? Dissent, bool IsDeparture);

/// <summary>What stands in the minutes of a class council.</summary>
/// <param name="Version">1 for the first; a higher one says what it changes and why.</param>
/// <param name="Previous">Number of the minutes these take the place of.</param>
public sealed record MinutesContent(
    PaperIdentity Identity, PaperOffices Offices, string SignatoryAr, string SignatoryLatin, int SchoolYear, int Semester, string ClassName, string LevelAr, string LevelFr, DateOnly HeldOn,
    int Version, string? Previous, string? Reason, IReadOnlyList<string> Present, string? Observations, decimal? ClassAverage, int Passing, int Judged, IReadOnlyList<MinutesLine> Lines)
{
    public DocumentFacts Facts() => new("report-cards.minutes.title",
    [
        new("report-cards.fact.class", $"{ClassName} – {Formats.SchoolYear(SchoolYear)} – S{Semester}"),
        new("report-cards.fact.school", $"{Offices.SchoolAr} – {Offices.SchoolFr}"),
        new("report-cards.fact.council", Formats.ShortDate(HeldOn)),
        new("report-cards.fact.version", $"{Version}"),
        new("report-cards.fact.pupils", $"{Lines.Count}"),
        new("report-cards.fact.signatory", $"{SignatoryAr} – {SignatoryLatin}"),
    ]);
}

/// <summary>The minutes (محضر مجلس القسم): who sat, what was decided for each pupil, who dissented, and the place to sign.</summary>
public sealed class MinutesPaper(MinutesContent content) : IPaper
{
    public const string Field = "head";

    private static readonly TextStyle Body = new(11);

    public PaperFacts Facts => new(
        Ar("report-cards.minutes.file-title", content.Identity.NumberShown), content.Offices.SchoolAr, new DateTimeOffset(content.Identity.IssuedAt, TimeSpan.Zero),
        Ar("report-cards.minutes.title"), Mark(content.Identity.IsDemo));

    public void Compose(PaperBuilder paper) => paper.Sheet(sheet =>
    {
        (sheet.Side, sheet.Top, sheet.Bottom) = (40, 40, 28);
        sheet.Note = $"{Ar("report-cards.minutes.file-title", content.Identity.NumberShown)} – {PaperText.LeftToRight(content.ClassName)}";
        sheet.PageNumber = (page, pages) => Ar("report-cards.paper.page", page, pages);
        PaperParts.Head(sheet, content.Offices, content.Identity, content.SchoolYear,
            $"{Ar("report-cards.minutes.title")} – {Ar($"report-cards.semester.{content.Semester}")}",
            $"{Fr("report-cards.minutes.title")} – {Fr($"report-cards.semester.{content.Semester}")}");
        if (content.Version > 1)
            sheet.Paragraph(RichText.Format(Ar("report-cards.minutes.changed"), Run.Strong($"{content.Version}"), Run.Strong(content.Previous ?? ""), Run.Strong(content.Reason ?? "")), Body with { Ink = Ink.Warning });
        sheet.Facts(
            new Fact(Ar("report-cards.fact.class"), PaperText.LeftToRight(content.ClassName), Fr("report-cards.fact.class")),
            new Fact(Ar("report-cards.fact.level"), content.LevelAr, Fr("report-cards.fact.level"), content.LevelFr),
            new Fact(Ar("report-cards.fact.council"), Formats.ShortDate(content.HeldOn), Fr("report-cards.fact.council")),
            new Fact(Ar("report-cards.paper.class-average"), PaperParts.Mark(content.ClassAverage), Fr("report-cards.paper.class-average")),
            new Fact(Ar("report-cards.fact.passing"), $"{content.Passing}/{content.Judged}", Fr("report-cards.fact.passing")));
        Pupils(sheet);
        Departures(sheet);
        if (!string.IsNullOrEmpty(content.Observations))
        {
            sheet.Heading(Ar("report-cards.minutes.observations"), 2);
            sheet.Paragraph(content.Observations, Body);
        }

        sheet.Heading(Ar("report-cards.minutes.present"), 2);
        sheet.Table(table =>
        {
            table.Size = 10;
            table.Empty = Ar("report-cards.minutes.nobody");
            table.Column(4, PaperParts.Both("report-cards.minutes.member")).Column(3, PaperParts.Both("report-cards.minutes.signature"))
                .Column(4, PaperParts.Both("report-cards.minutes.member")).Column(3, PaperParts.Both("report-cards.minutes.signature"));
            foreach (var pair in content.Present.Chunk(2)) table.Row(PaperText.Name(pair[0]), "\n", pair.Length > 1 ? PaperText.Name(pair[1]) : "", "");
        });
        PaperParts.Foot(sheet, content.Offices, content.Identity, "report-cards.minutes.chair", content.SignatoryAr, Field, 26);
    });

    private void Pupils(Sheet sheet) => sheet.Table(table =>
    {
        (table.Size, table.Spacing, table.Pad) = (9.5, PaperParts.Spacing, 1.5);
        var isYear = content.Semester == 2;
        table.Column(1, Ar("report-cards.paper.order"), Align.Center).Column(4, PaperParts.Both("report-cards.fact.name")).Column(2.3, PaperParts.Both("report-cards.fact.massar-code"), Align.Center)
            .Column(1.7, PaperParts.Both("report-cards.fact.average"), Align.Center);
        if (isYear) table.Column(1.7, PaperParts.Both("report-cards.fact.annual"), Align.Center);
        table.Column(1.9, PaperParts.Both("report-cards.paper.hours"), Align.Center);
        if (isYear) table.Column(2.8, PaperParts.Both("report-cards.fact.decision"));
        table.Column(2.4, PaperParts.Both("report-cards.paper.honour"));
        foreach (var (line, index) in content.Lines.Select((l, i) => (l, i)))
        {
            var cells = new List<Cell> { $"{index + 1}", PaperText.Name(line.NameAr), PaperText.LeftToRight(line.MassarCode), PaperParts.Mark(line.Average) };
            if (isYear) cells.Add(PaperParts.Mark(line.Annual));
            cells.Add($"{line.Absences}");
            if (isYear) cells.Add(new Cell(line.DecisionAr is null ? "–" : line.IsDeparture ? $"{line.DecisionAr} *" : line.DecisionAr, Bold: true));
            cells.Add(line.HonourAr ?? "");
            table.Row([.. cells]);
        }
    });

    // Where the council left the rules, and who did not agree.
    private void Departures(Sheet sheet)
    {
        if (content.Lines.Any(l => l.IsDeparture)) sheet.Paragraph(Ar("report-cards.minutes.departure"), new TextStyle(9.5, Ink: Ink.Muted));
        var remarks = content.Lines.Where(l => !string.IsNullOrEmpty(l.Remark)).ToList();
        if (remarks.Count > 0)
        {
            sheet.Heading(Ar("report-cards.minutes.remarks"), 2);
            foreach (var line in remarks) sheet.Paragraph(new RichText().Strong($"{PaperText.Name(line.NameAr)}: ").Add(line.Remark!), Body, 2);
        }

        sheet.Heading(Ar("report-cards.minutes.dissent"), 2);
        var dissent = content.Lines.Where(l => !string.IsNullOrEmpty(l.Dissent)).ToList();
        if (dissent.Count == 0) sheet.Paragraph(Ar("report-cards.minutes.no-dissent"), Body);
        foreach (var line in dissent) sheet.Paragraph(new RichText().Strong($"{PaperText.Name(line.NameAr)}: ").Add(line.Dissent!), Body, 2);
    }
}
