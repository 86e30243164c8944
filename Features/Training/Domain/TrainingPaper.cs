using System.Globalization;
using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.Training.Domain;

/// <summary>Which paper.</summary>
public enum TrainingPaperKind
{
    /// <summary>استدعاء.</summary>
    Summons,

    /// <summary>شهادة حضور.</summary>
    Attestation,
}

/// <summary>All that is drawn on a summons or an attestation.</summary>
/// <param name="Present">Days present; null on a summons.</param>
/// <param name="OfficerAr">Who sent the summons, or closed the session.</param>
public sealed record TrainingPaperContent(
    TrainingPaperKind Kind, int Number, int Year, string Code, Uri Address, DateTime IssuedAt, DateOnly IssuedOn, string NameAr, string NameLatin, string Ppr, string GradeAr, string GradeFr, string PlaceAr, string PlaceFr,
    string ThemeAr, string ThemeFr, string Venue, string Trainer, IReadOnlyList<DateOnly> Days, string From, string To, int? Present, string OfficeAr, string OfficeFr,
    string? DirectorateAr, string? DirectorateFr, string? AcademyAr, string? AcademyFr, string OfficerAr, bool IsDemo)
{
    public string NumberShown => Formats.RegisterNumber(Number, Year);

    /// <summary>Prefix of the paper's texts.</summary>
    public string Text => $"training.paper.{Kind}";

    public string DaysShown => string.Join(" · ", Days.Select(Formats.ShortDate));

    /// <summary>The register of a kind, kept by the office.</summary>
    public static string RegisterOf(TrainingPaperKind kind) => $"training-{kind.ToString().ToLowerInvariant()}";

    /// <summary>What the paper says; whoever checks it has the name before his eyes.</summary>
    public DocumentFacts Facts() => new($"{Text}.title",
    [
        new("training.fact.name", $"{NameAr} – {NameLatin}", $"{Discretion.Initials(NameAr)} – {Discretion.Initials(NameLatin)}"),
        new("training.fact.ppr", Ppr, Discretion.End(Ppr)),
        new("training.fact.theme", ThemeAr == ThemeFr ? ThemeAr : $"{ThemeAr} – {ThemeFr}"),
        new("training.fact.days", DaysShown),
        .. Present is { } present ? (DocumentFact[])[new("training.fact.present", string.Create(CultureInfo.InvariantCulture, $"{present} / {Days.Count}"))] : [],
    ]);
}

/// <summary>A summons or an attestation: one A4 page in Arabic and French, sealed, with its number and code.</summary>
public sealed class TrainingPaper(TrainingPaperContent content) : IPaper
{
    private const string Field = "seal";

    public PaperFacts Facts => new(
        Ar($"{content.Text}.file-title", content.NumberShown), content.OfficeAr, new DateTimeOffset(content.IssuedAt, TimeSpan.Zero), Ar($"{content.Text}.title"), Mark(content.IsDemo));

    public void Compose(PaperBuilder paper) => paper.OnePage(sheet => Compose(sheet, 1), sheet => Compose(sheet, 0.86), sheet => Compose(sheet, 0.72));

    private void Compose(Sheet sheet, double scale)
    {
        sheet.Note = $"{Ar($"{content.Text}.file-title", content.NumberShown)} – {PaperText.LeftToRight(content.Ppr)}";
        sheet.Bottom = 34;
        sheet.Letterhead(Offices("ar", content.AcademyAr, content.DirectorateAr), Offices("fr", content.AcademyFr, content.DirectorateFr));
        sheet.Rule(Ink.Accent, 0.9);
        sheet.Space(2);
        sheet.Paragraph(new RichText().Add($"{Ar("training.paper.number")} ").Strong(content.NumberShown), new TextStyle(12 * scale));
        sheet.Heading(Ar($"{content.Text}.title"), style: new TextStyle(28 * scale, Bold: true, Align: Align.Center, Ink: Ink.Accent, Spacing: 0.8));
        sheet.Heading(Fr($"{content.Text}.title"), 2, new TextStyle(15 * scale, Bold: true, Align: Align.Center, Language: Language.French));
        sheet.Space(6);
        sheet.Paragraph(Ar($"{content.Text}.statement"), new TextStyle(13.5 * scale, Align: Align.Justify, Spacing: 0.95));
        sheet.Paragraph(Fr($"{content.Text}.statement"), new TextStyle(9.8 * scale, Align: Align.Justify, Language: Language.French, Spacing: 1.15));
        sheet.Space(6);
        sheet.Facts([.. Lines()]);
        sheet.Space(8 * scale);
        sheet.Row(row => row
            .Column(6, c => c
                .Code(content.Address, 30 * scale)
                .Paragraph(Ar("training.paper.check"), new TextStyle(10 * scale, Align: Align.Center, Ink: Ink.Muted), 0)
                .Paragraph(Fr("training.paper.check"), new TextStyle(7.4, Align: Align.Center, Language: Language.French, Ink: Ink.Muted), 2)
                .Paragraph(DocumentCode.Shown(content.Code), new TextStyle(8.2, Bold: true, Align: Align.Center, Language: Language.French), 1)
                .Link(new Uri(content.Address, Documents.Links.Verification).AbsoluteUri, content.Address, new TextStyle(7.6, Align: Align.Center, Language: Language.French, Ink: Ink.Muted)))
            .Column(7, c => c.Signature(new Signature(Field, [Made(null, content.IssuedOn), Ar("training.paper.office")], PaperText.Name(content.OfficerAr), new Seal(SealLines(content.OfficeAr), 84 * scale)))));
        sheet.Space(4);
        sheet.Paragraph(Ar("training.paper.sealed"), new TextStyle(9 * scale, Align: Align.Center, Ink: Ink.Muted), 0);
        sheet.Paragraph(Fr("training.paper.sealed"), new TextStyle(6.8, Align: Align.Center, Language: Language.French, Ink: Ink.Muted), 0);
    }

    private IEnumerable<Fact> Lines()
    {
        yield return Line("name", PaperText.Name(content.NameAr), PaperText.Name(content.NameLatin));
        yield return Line("ppr", PaperText.LeftToRight(content.Ppr));
        yield return Line("grade", content.GradeAr, content.GradeFr);
        yield return Line("place", content.PlaceAr, content.PlaceFr);
        yield return content.ThemeAr == content.ThemeFr ? Line("theme", content.ThemeAr) : Line("theme", content.ThemeAr, content.ThemeFr);
        yield return Line("days", PaperText.LeftToRight(content.DaysShown));
        if (content.Present is { } present)
            yield return Line("present", PaperText.LeftToRight(string.Create(CultureInfo.InvariantCulture, $"{present} / {content.Days.Count}")));
        else
            yield return Line("hours", PaperText.LeftToRight($"{content.From} – {content.To}"));
        yield return Line("venue", content.Venue);
        yield return Line("trainer", content.Trainer);
    }

    private static Fact Line(string key, string arabic, string? french = null) => french is null
        ? new Fact(Ar($"training.fact.{key}"), arabic, Fr($"training.fact.{key}"))
        : new Fact(Ar($"training.fact.{key}"), arabic, Fr($"training.fact.{key}"), french);
}
