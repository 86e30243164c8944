using System.Globalization;
using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.StaffFiles.Domain;

/// <summary>Which paper.</summary>
public enum FilePaperKind
{
    /// <summary>ورقة إرسال الملف: what is sent.</summary>
    Slip,

    /// <summary>وصل تسلم الملف: what was found.</summary>
    Receipt,
}

/// <summary>A line of the paper.</summary>
/// <param name="Key">Text key of its name; null where <paramref name="Title"/> is words.</param>
public sealed record FilePaperLine(string? Key, string? Title, int Count, string? Note, bool IsDigital, PageResult Result, PageAnswer Answer, string? ResultNote);

/// <summary>All that is drawn on a slip or a receipt.</summary>
/// <param name="OfficerAr">Who sent it, or signs for it.</param>
/// <param name="OfficeAr">The office that issues it.</param>
public sealed record FilePaperContent(
    FilePaperKind Kind, int Number, int Year, string Code, Uri Address, DateTime IssuedAt, DateOnly IssuedOn, string NameAr, string NameLatin, string Ppr, string FromAr, string FromFr, string ToAr, string ToFr, DateOnly SentOn,
    IReadOnlyList<FilePaperLine> Lines, string OfficerAr, string OfficeAr, string? DirectorateAr, string? DirectorateFr, string? AcademyAr, string? AcademyFr, bool IsDemo)
{
    /// <summary>How the registers of these papers begin.</summary>
    public const string Registers = IssuedDocument.StaffFileKinds;

    public string NumberShown => Formats.RegisterNumber(Number, Year);

    /// <summary>Prefix of the paper's texts.</summary>
    public string Text => $"staff-files.paper.{Kind}";

    /// <summary>Pieces of paper sent, or found.</summary>
    public int Pieces => Lines.Where(l => !l.IsDigital && (Kind is FilePaperKind.Slip || l.Result is PageResult.Present or PageResult.Damaged)).Sum(l => l.Count);

    public static string RegisterOf(FilePaperKind kind) => $"{Registers}{kind.ToString().ToLowerInvariant()}";

    /// <summary>What the paper says; whoever checks it has the name before his eyes.</summary>
    public DocumentFacts Facts() => new($"{Text}.title",
    [
        new("staff-files.fact.name", $"{NameAr} – {NameLatin}", $"{Discretion.Initials(NameAr)} – {Discretion.Initials(NameLatin)}"),
        new("staff-files.fact.ppr", Ppr, Discretion.End(Ppr)),
        new("staff-files.fact.from", $"{FromAr} – {FromFr}"),
        new("staff-files.fact.to", $"{ToAr} – {ToFr}"),
        new("staff-files.fact.pieces", Pieces.ToString(CultureInfo.InvariantCulture)),
    ]);
}

/// <summary>The slip that goes with a file, or the receipt for it: one A4 page in Arabic and French, sealed, with its number and code.</summary>
public sealed class FilePaper(FilePaperContent content) : IPaper
{
    private const string Field = "seal";

    public PaperFacts Facts => new(
        Ar($"{content.Text}.file-title", content.NumberShown), content.OfficeAr, new DateTimeOffset(content.IssuedAt, TimeSpan.Zero), Ar($"{content.Text}.title"), Mark(content.IsDemo));

    public void Compose(PaperBuilder paper) => paper.OnePage(sheet => Compose(sheet, 1), sheet => Compose(sheet, 0.86), sheet => Compose(sheet, 0.72), sheet => Compose(sheet, 0.6), sheet => Compose(sheet, 0.5));

    private void Compose(Sheet sheet, double scale)
    {
        var isReceipt = content.Kind is FilePaperKind.Receipt;
        sheet.Note = $"{Ar($"{content.Text}.file-title", content.NumberShown)} – {PaperText.LeftToRight(content.Ppr)}";
        sheet.Head("staff-files", content.Text, content.NumberShown, Offices("ar", content.AcademyAr, content.DirectorateAr), Offices("fr", content.AcademyFr, content.DirectorateFr), scale);
        sheet.Space(4);
        sheet.Paragraph(Ar($"{content.Text}.statement"), new TextStyle(12 * scale, Align: Align.Justify, Spacing: 0.95));
        sheet.Paragraph(Fr($"{content.Text}.statement"), new TextStyle(9 * scale, Align: Align.Justify, Language: Language.French, Spacing: 1.1));
        sheet.Facts([.. Lines()]);
        sheet.Space(4);
        sheet.Table(table =>
        {
            table.Size = 10.5 * scale;
            table.Pad = 2.5 * scale;
            table.Column(9, Both("paper.page")).Column(3, Both("pieces"), Align.Center).Column(7, Both(isReceipt ? "paper.found" : "note"));
            foreach (var line in content.Lines)
                table.Row(line.Key is { } key ? Ar(key) : PaperText.Name(line.Title!), PaperText.LeftToRight(line.Count.ToString(CultureInfo.InvariantCulture)), line.IsDigital ? Ar("staff-files.digital") : isReceipt ? Found(line) : PaperText.Name(line.Note ?? ""));
        });
        sheet.Space(6 * scale);
        sheet.Foot("staff-files", content.Address, content.Code, new Signature(Field, [Made(null, content.IssuedOn), Ar($"{content.Text}.by")], PaperText.Name(content.OfficerAr), new Seal(SealLines(content.OfficeAr), 84 * scale)), scale);
        sheet.Space(3);
        sheet.ExplainSeal("staff-files", scale);
    }

    private static string Both(string key) => $"{Ar($"staff-files.{key}")} – {Fr($"staff-files.{key}")}";

    private static string Found(FilePaperLine line)
    {
        var words = Ar(line.Result is PageResult.Missing && line.Answer is not PageAnswer.None ? $"staff-files.answer.{line.Answer}" : $"staff-files.result.{line.Result}");
        return line.ResultNote is { } note ? $"{words} – {PaperText.Name(note)}" : words;
    }

    private IEnumerable<Fact> Lines()
    {
        yield return Line("name", PaperText.Name(content.NameAr), PaperText.Name(content.NameLatin));
        yield return Line("ppr", PaperText.LeftToRight(content.Ppr));
        yield return Line("from", content.FromAr, content.FromFr);
        yield return Line("to", content.ToAr, content.ToFr);
        if (content.Kind is FilePaperKind.Receipt)
            yield return Line("sent", Formats.ShortDate(content.SentOn));
        yield return Line("pieces", PaperText.LeftToRight(content.Pieces.ToString(CultureInfo.InvariantCulture)));
    }

    private static Fact Line(string key, string arabic, string? french = null) => OfficialSheet.Line("staff-files", key, arabic, french);
}
