using System.Text.Json.Serialization;
using Massar.Features.Documents.Domain;
using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.ReportCards.Domain;

/// <summary>One line of a card.</summary>
/// <param name="Tests">As stored with the published result: "1=14.50;2=A;100=16.00".</param>
public sealed record CardSubject(string NameAr, string NameFr, string Tests, decimal? Average, decimal Coefficient, decimal? ClassAverage, string? Remark);

/// <summary>Who a card is about.</summary>
public sealed record CardPupil(string NameAr, string NameLatin, string MassarCode, DateOnly BirthDate, string BirthPlaceAr, string BirthPlaceLatin, string LevelAr, string LevelFr, string ClassName);

/// <summary>All that is drawn on one report card; kept, so that a class can be printed as one file.</summary>
/// <param name="First">Average of the first semester, on the card of the second.</param>
/// <param name="Pupils">Of the class: the rank is one of so many.</param>
public sealed record CardContent(
    PaperIdentity Identity, PaperOffices Offices, string HeadAr, int SchoolYear, int Semester, CardPupil Pupil, int Scale, IReadOnlyList<CardSubject> Subjects,
    decimal? Average, decimal? First, decimal? Annual, decimal? ClassAverage, int? Rank, int Pupils, int Justified, int Unjustified,
    string? HonourAr, string? HonourFr, string? DecisionAr, string? DecisionFr, string? Remark, DateOnly CouncilOn)
{
    /// <summary>Where the pupil was in the first part of the year. Left out where there is none, so that papers of before say what they said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FormerSchool? Former { get; init; }

    public DocumentFacts Facts() => new("report-cards.paper.title",
    [
        new("report-cards.fact.name", $"{Pupil.NameAr} – {Pupil.NameLatin}", $"{Discretion.Initials(Pupil.NameAr)} – {Discretion.Initials(Pupil.NameLatin)}"),
        new("report-cards.fact.massar-code", Pupil.MassarCode, Discretion.End(Pupil.MassarCode)),
        new("report-cards.fact.class", $"{Pupil.ClassName} – {Formats.SchoolYear(SchoolYear)} – S{Semester}"),
        new("report-cards.fact.school", $"{Offices.SchoolAr} – {Offices.SchoolFr}"),
        .. Former is null ? Array.Empty<DocumentFact>() : [new("report-cards.fact.former", $"{Former.NameAr} – {Former.NameFr} – {Formats.ShortDate(Former.Until)}")],
        // The marks are what a forger changes: whoever holds the paper compares them.
        new("report-cards.fact.marks", string.Join(" – ", Subjects.Select(s => $"{s.NameAr} {PaperParts.Mark(s.Average)}"))),
        new("report-cards.fact.average", $"{PaperParts.Mark(Average)}/{Scale}"),
        .. Annual is null ? Array.Empty<DocumentFact>() : [new("report-cards.fact.annual", $"{PaperParts.Mark(Annual)}/{Scale}")],
        .. DecisionAr is null ? Array.Empty<DocumentFact>() : [new("report-cards.fact.decision", $"{DecisionAr} – {DecisionFr}")],
        new("report-cards.fact.council", Formats.ShortDate(CouncilOn)),
    ]);
}

/// <summary>The report card (بيان النتائج الدراسية) on one A4 page in Arabic and French.</summary>
public sealed class CardPaper(CardContent content) : IPaper
{
    public const string Field = "seal";

    // With more subjects the largest setting has never fitted, and trying it costs as much as drawing it.
    private const int MostAtLarge = 7;

    // More numbered tests than this stand in one cell, or the columns would be too narrow to read.
    private const int MostColumns = 5;

    public PaperFacts Facts => new(
        Ar("report-cards.paper.file-title", content.Identity.NumberShown), content.Offices.SchoolAr, new DateTimeOffset(content.Identity.IssuedAt, TimeSpan.Zero),
        Ar("report-cards.paper.title"), Mark(content.Identity.IsDemo));

    /// <summary>Nothing on a card is set smaller, in points.</summary>
    public const double Smallest = 8;

    // One page when it can be read on one: with many subjects both names stand on one line and the margins give way, then all is set
    // a little smaller and nearer together. What still does not fit takes a second page rather than smaller letters.
    public void Compose(PaperBuilder paper)
    {
        Action<Sheet>[] settings =
        [
            sheet => Compose(sheet, 10, isDense: false), sheet => Compose(sheet, 9.5, isDense: true), sheet => Compose(sheet, 9, isDense: true), sheet => Compose(sheet, 8.5, isDense: true),
            sheet => Compose(sheet, 8.5, isDense: true, isTight: true), sheet => Compose(sheet, Smallest, isDense: true, isTight: true),
            sheet => Compose(sheet, 9.5, isDense: false),
        ];
        paper.OnePageLike((typeof(CardPaper), content.Semester, content.Subjects.Count), content.Subjects.Count > MostAtLarge ? settings[1..] : settings);
    }

    private void Compose(Sheet sheet, double size, bool isDense, bool isTight = false)
    {
        (sheet.Side, sheet.Top, sheet.Bottom) = isTight ? (20, 16, 8) : isDense ? (26, 30, 20) : (36, 36, 22);
        sheet.PageNumber = (page, pages) => pages > 1 ? Ar("report-cards.paper.page", page, pages) : "";
        sheet.Note = $"{Ar("report-cards.paper.file-title", content.Identity.NumberShown)} – {PaperText.LeftToRight(content.Offices.GresaCode)}";
        PaperParts.Head(sheet, content.Offices, content.Identity, content.SchoolYear,
            $"{Ar("report-cards.paper.title")} – {Ar($"report-cards.semester.{content.Semester}")}",
            $"{Fr("report-cards.paper.title")} – {Fr($"report-cards.semester.{content.Semester}")}");
        if (isDense) DenseIdentity(sheet, size);
        else Identity(sheet, content.Pupil);
        Subjects(sheet, size, isDense, isTight);
        Summary(sheet, size, isTight);
        if (content.Former is { } former)
            sheet.Paragraph(new RichText().Add($"{Ar("report-cards.paper.former", Formats.ShortDate(former.Until))} ").Strong(former.NameAr).Add($" – {Fr("report-cards.paper.former", Formats.ShortDate(former.Until))} {former.NameFr}"), new TextStyle(size), 2);
        if (!string.IsNullOrEmpty(content.Remark))
            sheet.Paragraph(new RichText().Add($"{Ar("report-cards.paper.remark")} ").Strong(content.Remark), new TextStyle(isTight ? size : size + 1.5), isTight ? 0 : 2);
        sheet.Paragraph($"{Ar("report-cards.paper.council", Formats.ShortDate(content.CouncilOn))} {Ar("report-cards.paper.codes")}", new TextStyle(Smallest, Ink: Ink.Muted), 2);
        PaperParts.Foot(sheet, content.Offices, content.Identity, "certificates.paper.head", content.HeadAr, Field, isDense ? 25 : 28, isTight);
    }

    internal static void Identity(Sheet sheet, CardPupil pupil) => sheet.Facts(
        new Fact(Ar("report-cards.fact.name"), PaperText.Name(pupil.NameAr), Fr("report-cards.fact.name"), PaperText.Name(pupil.NameLatin)),
        new Fact(Ar("report-cards.fact.massar-code"), PaperText.LeftToRight(pupil.MassarCode), Fr("report-cards.fact.massar-code")),
        new Fact(Ar("report-cards.fact.birth"), $"{Formats.ShortDate(pupil.BirthDate)} {PaperText.Name(pupil.BirthPlaceAr)}", Fr("report-cards.fact.birth"), $"{Formats.ShortDate(pupil.BirthDate)} {PaperText.Name(pupil.BirthPlaceLatin)}"),
        new Fact(Ar("report-cards.fact.level"), $"{pupil.LevelAr} – {PaperText.LeftToRight(pupil.ClassName)}", Fr("report-cards.fact.level"), $"{pupil.LevelFr} – {pupil.ClassName}"));

    // Two lines instead of four.
    private void DenseIdentity(Sheet sheet, double size) => sheet.Table(table =>
    {
        var pupil = content.Pupil;
        (table.Size, table.Spacing, table.Pad) = (size, PaperParts.Spacing, 1.2);
        table.Column(4, Ar("report-cards.fact.name")).Column(2, Ar("report-cards.fact.massar-code"), Align.Center)
            .Column(3, Ar("report-cards.fact.birth"), Align.Center).Column(4, Ar("report-cards.fact.level"), Align.Center);
        table.Row(new RichText().Strong(PaperText.Name(pupil.NameAr)).Add($"\n{PaperText.Name(pupil.NameLatin)}"), PaperText.LeftToRight(pupil.MassarCode),
            $"{Formats.ShortDate(pupil.BirthDate)} {PaperText.Name(pupil.BirthPlaceAr)}\n{PaperText.Name(pupil.BirthPlaceLatin)}", $"{pupil.LevelAr} – {PaperText.LeftToRight(pupil.ClassName)}\n{pupil.LevelFr}");
    });

    private void Subjects(Sheet sheet, double size, bool isDense, bool isTight) => sheet.Table(table =>
    {
        (table.Size, table.Spacing, table.Pad) = (size, PaperParts.Spacing, isTight ? 0.4 : isDense ? 1 : 2.5);
        var rows = content.Subjects.Select(s => (Subject: s, Tests: TestsText.Read(s.Tests))).ToList();
        var tests = rows.SelectMany(r => r.Tests).Select(t => t.Number).Where(n => n < Assessment.Activities).DefaultIfEmpty().Max();
        var hasActivities = rows.Exists(r => r.Tests.Any(t => t.Number == Assessment.Activities));
        var joined = tests > MostColumns;
        table.Column(isDense ? 7.4 : 5.4, PaperParts.Both("report-cards.paper.subject"));
        if (joined)
        {
            table.Column(6, PaperParts.Both("report-cards.paper.tests"), Align.Center);
        }
        else if (tests > 0)
        {
            // One title over the numbers: none of the columns is wide enough for a word.
            for (var n = 1; n <= tests; n++) table.Column(1.85, $"{n}", Align.Center);
            table.Group("", 1).Group($"{Ar("report-cards.paper.tests")} – {Fr("report-cards.paper.tests")}", tests).Group("", hasActivities ? 6 : 5);
        }

        if (hasActivities) table.Column(2.7, PaperParts.Both("report-cards.paper.activities"), Align.Center);
        table.Column(2.7, PaperParts.Both("report-cards.paper.average"), Align.Center)
            .Column(2, PaperParts.Both("report-cards.paper.coefficient"), Align.Center)
            .Column(2.4, PaperParts.Both("report-cards.paper.weighted"), Align.Center)
            .Column(2, PaperParts.Both("report-cards.paper.of-class"), Align.Center)
            .Column(isDense ? 5.6 : 4.8, PaperParts.Both("report-cards.paper.teacher"));
        foreach (var (subject, marks) in rows)
        {
            var cells = new List<Cell> { new RichText().Strong(subject.NameAr).Add(isDense ? $" – {subject.NameFr}" : $"\n{subject.NameFr}") };
            if (joined) cells.Add(string.Join(" – ", marks.Where(m => m.Number < Assessment.Activities && !m.Value.IsEmpty).Select(m => m.Value.Shown("ar"))));
            else for (var n = 1; n <= tests; n++) cells.Add(marks.FirstOrDefault(m => m.Number == n).Value.Shown("ar"));
            if (hasActivities) cells.Add(marks.FirstOrDefault(m => m.Number == Assessment.Activities).Value.Shown("ar"));
            cells.AddRange([new Cell(PaperParts.Mark(subject.Average), Bold: true), Formats.Number(subject.Coefficient, subject.Coefficient % 1 == 0 ? 0 : 2),
                PaperParts.Mark(subject.Average * subject.Coefficient), PaperParts.Mark(subject.ClassAverage), subject.Remark ?? ""]);
            table.Row([.. cells]);
        }

        var counted = content.Subjects.Where(s => s.Average is not null).ToList();
        var before = 1 + (joined ? 1 : tests) + (hasActivities ? 1 : 0) + 1;
        table.Row(new Cell($"{Ar("report-cards.paper.sum")} – {Fr("report-cards.paper.sum")}", Bold: true, Span: before),
            new Cell(Formats.Number(counted.Sum(s => s.Coefficient), counted.Sum(s => s.Coefficient) % 1 == 0 ? 0 : 2), Bold: true, Align: Align.Center),
            new Cell(PaperParts.Mark(counted.Sum(s => s.Average!.Value * s.Coefficient)), Bold: true, Align: Align.Center), new Cell("", Span: 2));
    });

    private void Summary(Sheet sheet, double size, bool isTight) => sheet.Table(table =>
    {
        (table.Size, table.Spacing, table.Pad) = (size, PaperParts.Spacing, isTight ? 0.6 : 1.5);
        var cells = new List<Cell>();
        Add(2.2, "report-cards.paper.average-of-semester", $"{PaperParts.Mark(content.Average)}/{content.Scale}", strong: true);
        if (content.Semester == 2)
        {
            Add(2.2, "report-cards.paper.first", PaperParts.Mark(content.First));
            Add(2.2, "report-cards.paper.annual", PaperParts.Mark(content.Annual), strong: true);
        }
        Add(2.2, "report-cards.paper.average-of-class", PaperParts.Mark(content.ClassAverage));
        Add(1.7, "report-cards.paper.rank", content.Rank is { } rank ? $"{rank}/{content.Pupils}" : "–");
        Add(4, "report-cards.paper.absences", PaperText.LeftToRight($"{content.Justified} + {content.Unjustified}"));
        Add(3.2, "report-cards.paper.honour", content.HonourAr is null ? "–" : $"{content.HonourAr}\n{content.HonourFr}", strong: true);
        if (content.Semester == 2) Add(3.2, "report-cards.fact.decision", content.DecisionAr is null ? "–" : $"{content.DecisionAr}\n{content.DecisionFr}", strong: true);
        table.Row([.. cells]);

        void Add(double weight, string key, string value, bool strong = false)
        {
            table.Column(weight, PaperParts.Both(key), Align.Center);
            cells.Add(new Cell(value, Bold: strong));
        }
    });
}
