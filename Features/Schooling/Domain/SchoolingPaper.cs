using Massar.Features.Documents.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.Schooling.Domain;

/// <summary>What stands on the record of a child's years at school.</summary>
/// <param name="SchoolYear">Of the child's last year.</param>
public sealed record SchoolingContent(
    PaperIdentity Identity, PaperOffices Offices, string HeadAr, int SchoolYear, string NameAr, string NameLatin, string MassarCode, DateOnly BirthDate, string BirthPlaceAr, string BirthPlaceLatin, IReadOnlyList<SchoolingLine> Lines)
{
    // The register keeps 4,000 characters of a paper.
    private const int LineLength = 120;

    /// <summary>Neither number nor day: the same facts mean that the same paper still says all.</summary>
    public DocumentFacts Facts() => new("schooling.paper.title",
    [
        new("report-cards.fact.name", $"{NameAr} – {NameLatin}", $"{Discretion.Initials(NameAr)} – {Discretion.Initials(NameLatin)}"),
        new("report-cards.fact.massar-code", MassarCode, Discretion.End(MassarCode)),
        new("report-cards.fact.birth", $"{Formats.ShortDate(BirthDate)} {BirthPlaceAr} – {BirthPlaceLatin}", ""),
        .. Lines.Select(l => new DocumentFact("schooling.fact.year", BidiSafe.Cut(Said(l), LineLength))),
    ]);

    private static string Said(SchoolingLine line) => string.Join(" – ", new[]
    {
        Formats.SchoolYear(line.Year), line.First is { } first ? $"{Ar("schooling.paper.first")} {Formats.Mark(first)}" : null, line.Second is { } second ? $"{Ar("schooling.paper.second")} {Formats.Mark(second)}" : null,
        line.Annual is { } average ? $"{Formats.Mark(average)}/{line.Scale}" : null, line.ResultAr ?? Ar(SchoolingPaper.Outcome(line)), line.FullLevelAr, line.SchoolAr,
    }.OfType<string>());
}

/// <summary>The record of a child's years at school (السجل الدراسي), which the family keeps.</summary>
public sealed class SchoolingPaper(SchoolingContent content) : IPaper
{
    public const string Field = "seal";

    public PaperFacts Facts => new(
        Ar("schooling.paper.file-title", content.Identity.NumberShown), content.Offices.SchoolAr, new DateTimeOffset(content.Identity.IssuedAt, TimeSpan.Zero), Ar("schooling.paper.title"), Mark(content.Identity.IsDemo));

    public void Compose(PaperBuilder paper) => paper.OnePage(sheet => Compose(sheet, 10), sheet => Compose(sheet, 9), sheet => Compose(sheet, 8.5));

    private void Compose(Sheet sheet, double size)
    {
        (sheet.Side, sheet.Top, sheet.Bottom) = (42, 40, 28);
        sheet.Note = $"{Ar("schooling.paper.file-title", content.Identity.NumberShown)} – {PaperText.LeftToRight(content.Offices.GresaCode)}";
        PaperParts.Head(sheet, content.Offices, content.Identity, content.SchoolYear, Ar("schooling.paper.title"), Fr("schooling.paper.title"));
        sheet.Facts(
            new Fact(Ar("report-cards.fact.name"), PaperText.Name(content.NameAr), Fr("report-cards.fact.name"), PaperText.Name(content.NameLatin)),
            new Fact(Ar("report-cards.fact.massar-code"), PaperText.LeftToRight(content.MassarCode), Fr("report-cards.fact.massar-code")),
            new Fact(Ar("report-cards.fact.birth"), $"{Formats.ShortDate(content.BirthDate)} {PaperText.Name(content.BirthPlaceAr)}", Fr("report-cards.fact.birth"), $"{Formats.ShortDate(content.BirthDate)} {PaperText.Name(content.BirthPlaceLatin)}"));
        sheet.Table(table =>
        {
            (table.Size, table.Spacing, table.Pad) = (size, PaperParts.Spacing, 2);
            table.Column(2.2, PaperParts.Both("report-cards.paper.year"), Align.Center).Column(4.6, PaperParts.Both("report-cards.fact.school")).Column(4.6, PaperParts.Both("report-cards.fact.level"))
                .Column(1.6, PaperParts.Both("schooling.paper.first"), Align.Center).Column(1.6, PaperParts.Both("schooling.paper.second"), Align.Center).Column(1.9, PaperParts.Both("report-cards.paper.of-year"), Align.Center)
                .Column(3.4, PaperParts.Both("schooling.result"));
            foreach (var line in content.Lines)
                table.Row(
                    PaperText.LeftToRight(Formats.SchoolYear(line.Year)), new RichText().Strong(line.SchoolAr).Add($"\n{line.SchoolFr}"), new RichText().Strong(line.FullLevelAr).Add($"\n{line.FullLevelFr}"),
                    PaperParts.Mark(line.First), PaperParts.Mark(line.Second), new Cell(line.Annual is null ? "–" : $"{PaperParts.Mark(line.Annual)}/{line.Scale}", Bold: true),
                    new RichText().Strong(line.ResultAr ?? Ar(Outcome(line))).Add($"\n{line.ResultFr ?? Fr(Outcome(line))}"));
        });
        sheet.Paragraph(Ar("schooling.paper.note"), new TextStyle(9, Ink: Ink.Muted), 0);
        sheet.Paragraph(Fr("schooling.paper.note"), new TextStyle(8.5, Language: Language.French, Ink: Ink.Muted));
        PaperParts.Foot(sheet, content.Offices, content.Identity, "certificates.paper.head", content.HeadAr, Field, 28);
    }

    /// <summary>Text key of how the time at a school began or ended, where no council has decided.</summary>
    internal static string Outcome(SchoolingLine line) => line switch
    {
        { Kind: EnrollmentKind.TransferredIn, State: EnrollmentState.Active } => "schooling.came",
        // A family that asks for the record of a child who died does not read that word in it.
        { State: EnrollmentState.Deceased or EnrollmentState.FoundElsewhere } => $"pupils.state.{EnrollmentState.Left}",
        _ => $"pupils.state.{line.State}",
    };
}
