using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.Installations.Domain;

/// <summary>Which minutes.</summary>
public enum MinutesKind
{
    /// <summary>محضر الالتحاق.</summary>
    Installation,

    /// <summary>محضر استئناف العمل.</summary>
    Resumption,

    /// <summary>محضر الانفصال, at the place left.</summary>
    Cessation,
}

/// <summary>All that is drawn on minutes.</summary>
/// <param name="OtherAr">The place he comes from, or goes to; null for a return.</param>
/// <param name="Day">First day here, or the last.</param>
/// <param name="HeadAr">Who recorded it.</param>
/// <param name="IsConfirmed">The person has confirmed the day in his own space; otherwise he signs the paper by hand.</param>
public sealed record MinutesContent(
    MinutesKind Kind, int Number, int Year, string Code, Uri Address, DateTime IssuedAt, DateOnly IssuedOn, string NameAr, string NameLatin, string Ppr, string Cin, string GradeAr, string GradeFr,
    string PlaceAr, string PlaceFr, string PlaceCode, string? OtherAr, string? OtherFr, DateOnly Day, string Decision, DateOnly DecisionOn, string HeadAr, string HeadLatin,
    string? DirectorateAr, string? DirectorateFr, string? AcademyAr, string? AcademyFr, bool IsConfirmed, bool IsDemo)
{
    public string NumberShown => Formats.RegisterNumber(Number, Year);

    /// <summary>Prefix of the paper's texts.</summary>
    public string Text => $"installations.paper.{Kind}";

    /// <summary>Text key of what is stated.</summary>
    public string Statement => Kind == MinutesKind.Cessation || IsConfirmed ? $"{Text}.statement" : $"{Text}.statement-by-hand";

    /// <summary>The register of a kind, kept by the place.</summary>
    public static string RegisterOf(MinutesKind kind) => $"{kind.ToString().ToLowerInvariant()}-minutes";

    /// <summary>What the paper says; whoever checks it has the name before his eyes.</summary>
    public DocumentFacts Facts() => new($"{Text}.title",
    [
        new("installations.fact.name", $"{NameAr} – {NameLatin}", $"{Discretion.Initials(NameAr)} – {Discretion.Initials(NameLatin)}"),
        new("installations.fact.ppr", Ppr, Discretion.End(Ppr)),
        new("installations.fact.place", $"{PlaceAr} – {PlaceFr}"),
        new($"installations.fact.{DayKey}", Formats.ShortDate(Day)),
        new("installations.fact.decision", $"{Decision} ({Formats.ShortDate(DecisionOn)})"),
    ]);

    /// <summary>What the day is called.</summary>
    public string DayKey => Kind == MinutesKind.Cessation ? "last-day" : "first-day";
}

/// <summary>Minutes of presence or of leaving: one A4 page in Arabic and French, sealed, with its number and code.</summary>
public sealed class MinutesDocument(MinutesContent content) : IPaper
{
    private const string Field = "seal";

    public PaperFacts Facts => new(
        Ar($"{content.Text}.file-title", content.NumberShown), content.PlaceAr, new DateTimeOffset(content.IssuedAt, TimeSpan.Zero), Ar($"{content.Text}.title"), Mark(content.IsDemo));

    public void Compose(PaperBuilder paper) => paper.OnePage(sheet => Compose(sheet, 1), sheet => Compose(sheet, 0.86), sheet => Compose(sheet, 0.72));

    private void Compose(Sheet sheet, double scale)
    {
        sheet.Note = $"{Ar($"{content.Text}.file-title", content.NumberShown)} – {PaperText.LeftToRight(content.Ppr)}";
        sheet.Head("installations", content.Text, content.NumberShown, Offices("ar", content.AcademyAr, content.DirectorateAr, content.PlaceAr), Offices("fr", content.AcademyFr, content.DirectorateFr, content.PlaceFr), scale);
        sheet.Space(6);
        sheet.Paragraph(Ar(content.Statement, content.Decision, Formats.ShortDate(content.DecisionOn), Formats.ShortDate(content.Day)), new TextStyle(13.5 * scale, Align: Align.Justify, Spacing: 0.95));
        sheet.Paragraph(Fr(content.Statement, content.Decision, Formats.ShortDate(content.DecisionOn), Formats.ShortDate(content.Day)), new TextStyle(9.8 * scale, Align: Align.Justify, Language: Language.French, Spacing: 1.15));
        sheet.Space(6);
        sheet.Facts([.. Lines()]);
        sheet.Space(8 * scale);
        sheet.Foot("installations", content.Address, content.Code, new Signature(Field, [Made(null, content.IssuedOn), Ar("installations.paper.recorded-by")], PaperText.Name(content.HeadAr), new Seal(SealLines(content.PlaceAr), 84 * scale)), scale);
        sheet.Space(4);
        sheet.ExplainSeal("installations", scale);
    }

    private IEnumerable<Fact> Lines()
    {
        yield return Line("name", PaperText.Name(content.NameAr), PaperText.Name(content.NameLatin));
        yield return Line("ppr", PaperText.LeftToRight(content.Ppr));
        yield return Line("cin", PaperText.LeftToRight(content.Cin));
        yield return Line("grade", content.GradeAr, content.GradeFr);
        yield return Line("place", $"{content.PlaceAr} ({PaperText.LeftToRight(content.PlaceCode)})", content.PlaceFr);
        if (content.OtherAr is { } other)
            yield return Line(content.Kind == MinutesKind.Cessation ? "to" : "from", other, content.OtherFr);
        yield return Line(content.DayKey, Formats.ShortDate(content.Day));
    }

    private static Fact Line(string key, string arabic, string? french = null) => OfficialSheet.Line("installations", key, arabic, french);
}
