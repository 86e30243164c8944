using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.ReportCards.Domain;

/// <summary>A subject over the year.</summary>
public sealed record TranscriptSubject(string NameAr, string NameFr, decimal Coefficient, decimal? First, decimal? Second, decimal? Annual);

/// <summary>What stands on the transcript of a school year.</summary>
public sealed record TranscriptContent(
    PaperIdentity Identity, PaperOffices Offices, string HeadAr, int SchoolYear, CardPupil Pupil, int Scale, IReadOnlyList<TranscriptSubject> Subjects,
    decimal? First, decimal? Second, decimal? Annual, string? DecisionAr, string? DecisionFr)
{
    public DocumentFacts Facts() => new("report-cards.transcript.title",
    [
        new("report-cards.fact.name", $"{Pupil.NameAr} – {Pupil.NameLatin}", $"{Discretion.Initials(Pupil.NameAr)} – {Discretion.Initials(Pupil.NameLatin)}"),
        new("report-cards.fact.massar-code", Pupil.MassarCode, Discretion.End(Pupil.MassarCode)),
        new("report-cards.fact.class", $"{Pupil.ClassName} – {Formats.SchoolYear(SchoolYear)}"),
        new("report-cards.fact.school", $"{Offices.SchoolAr} – {Offices.SchoolFr}"),
        new("report-cards.fact.marks", string.Join(" – ", Subjects.Select(s => $"{s.NameAr} {PaperParts.Mark(s.Annual)}"))),
        new("report-cards.fact.annual", $"{PaperParts.Mark(Annual)}/{Scale}"),
        .. DecisionAr is null ? Array.Empty<DocumentFact>() : [new("report-cards.fact.decision", $"{DecisionAr} – {DecisionFr}")],
    ]);
}

/// <summary>The transcript of a year (بيان النقط): both semesters of each subject, one A4 page.</summary>
public sealed class TranscriptPaper(TranscriptContent content) : IPaper
{
    public const string Field = "seal";

    public PaperFacts Facts => new(
        Ar("report-cards.transcript.file-title", content.Identity.NumberShown), content.Offices.SchoolAr, new DateTimeOffset(content.Identity.IssuedAt, TimeSpan.Zero),
        Ar("report-cards.transcript.title"), Mark(content.Identity.IsDemo));

    public void Compose(PaperBuilder paper) => paper.OnePage(sheet => Compose(sheet, 10.5, isDense: false), sheet => Compose(sheet, 10, isDense: true), sheet => Compose(sheet, 9, isDense: true));

    private void Compose(Sheet sheet, double size, bool isDense)
    {
        (sheet.Side, sheet.Top, sheet.Bottom) = (42, 40, 28);
        sheet.Note = $"{Ar("report-cards.transcript.file-title", content.Identity.NumberShown)} – {PaperText.LeftToRight(content.Offices.GresaCode)}";
        PaperParts.Head(sheet, content.Offices, content.Identity, content.SchoolYear, Ar("report-cards.transcript.title"), Fr("report-cards.transcript.title"));
        CardPaper.Identity(sheet, content.Pupil);
        sheet.Table(table =>
        {
            (table.Size, table.Spacing, table.Pad) = (size, PaperParts.Spacing, isDense ? 1.5 : 2.5);
            table.Column(5, PaperParts.Both("report-cards.paper.subject")).Column(1.6, PaperParts.Both("report-cards.paper.coefficient"), Align.Center)
                .Column(2, PaperParts.Both("report-cards.semester.1"), Align.Center).Column(2, PaperParts.Both("report-cards.semester.2"), Align.Center).Column(2, PaperParts.Both("report-cards.paper.of-year"), Align.Center);
            foreach (var s in content.Subjects)
                table.Row(new RichText().Strong(s.NameAr).Add(isDense ? $" – {s.NameFr}" : $"\n{s.NameFr}"), Formats.Number(s.Coefficient, s.Coefficient % 1 == 0 ? 0 : 2), PaperParts.Mark(s.First), PaperParts.Mark(s.Second), new Cell(PaperParts.Mark(s.Annual), Bold: true));
            table.Row(new Cell($"{Ar("report-cards.paper.general")} – {Fr("report-cards.paper.general")}", Bold: true, Span: 2),
                new Cell(PaperParts.Mark(content.First), Bold: true), new Cell(PaperParts.Mark(content.Second), Bold: true), new Cell($"{PaperParts.Mark(content.Annual)}/{content.Scale}", Bold: true));
        });
        if (content.DecisionAr is not null)
            sheet.Paragraph(new RichText().Add($"{Ar("report-cards.fact.decision")}: ").Strong(content.DecisionAr).Add($" – {Fr("report-cards.fact.decision")} : ").Strong(content.DecisionFr ?? ""), new TextStyle(12));
        PaperParts.Foot(sheet, content.Offices, content.Identity, "certificates.paper.head", content.HeadAr, Field, 28);
    }
}
