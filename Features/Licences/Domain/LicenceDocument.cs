using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.Licences.Domain;

/// <summary>All that is drawn on a licence.</summary>
/// <param name="SchoolCode">GRESA code; the one it is opened with.</param>
/// <param name="Address">Where anybody checks it.</param>
/// <param name="CommissionOn">Day of the commission's minutes, with their number.</param>
public sealed record LicenceContent(
    LicenceKind Kind, int Number, int Year, string Code, Uri Address, DateTime IssuedAt, DateOnly IssuedOn, string SchoolAr, string SchoolFr, string SchoolCode, string Cycles, string? CommuneAr, string? CommuneFr,
    string OwnerAr, string OwnerLatin, string DirectorAr, string DirectorLatin, DateOnly StartsOn, DateOnly ExpiresOn, string? Conditions, DateOnly CommissionOn, string CommissionReference,
    string SignerAr, string? DirectorateAr, string? DirectorateFr, string? AcademyAr, string? AcademyFr, bool IsDemo)
{
    public string NumberShown => Formats.RegisterNumber(Number, Year);

    /// <summary>Prefix of the paper's texts.</summary>
    public string Text => $"licences.paper.{Kind}";

    /// <summary>Cycles in a language.</summary>
    public string CyclesIn(Func<string, string> say) => string.Join(say("schools.and"), Cycles.Split(';').Select(c => say($"schools.cycle.{c}")));

    /// <summary>What the paper says; a stranger reads whose it is by initials.</summary>
    public DocumentFacts Facts() => new($"{Text}.title",
    [
        new("licences.fact.school", $"{SchoolAr} – {SchoolFr} ({SchoolCode})"),
        new("licences.fact.cycles", $"{CyclesIn(k => Ar(k))} – {CyclesIn(k => Fr(k))}"),
        new("licences.fact.owner", $"{OwnerAr} – {OwnerLatin}", $"{Discretion.Initials(OwnerAr)} – {Discretion.Initials(OwnerLatin)}"),
        new("licences.fact.director", $"{DirectorAr} – {DirectorLatin}", $"{Discretion.Initials(DirectorAr)} – {Discretion.Initials(DirectorLatin)}"),
        new("licences.fact.from", Formats.ShortDate(StartsOn)),
        new("licences.fact.until", Formats.ShortDate(ExpiresOn)),
    ]);
}

/// <summary>A licence: one A4 page in Arabic and French, sealed, with its number and code.</summary>
public sealed class LicenceDocument(LicenceContent content) : IPaper
{
    private const string Field = "seal";

    public PaperFacts Facts => new(
        Ar("licences.paper.file-title", content.NumberShown), content.AcademyAr is null ? content.SchoolAr : Academy("ar", content.AcademyAr), new DateTimeOffset(content.IssuedAt, TimeSpan.Zero), Ar($"{content.Text}.title"), Mark(content.IsDemo));

    public void Compose(PaperBuilder paper) => paper.OnePage(sheet => Compose(sheet, 1), sheet => Compose(sheet, 0.86), sheet => Compose(sheet, 0.72));

    private void Compose(Sheet sheet, double scale)
    {
        sheet.Note = $"{Ar("licences.paper.file-title", content.NumberShown)} – {PaperText.LeftToRight(content.SchoolCode)}";
        sheet.Head("licences", content.Text, content.NumberShown, Offices("ar", content.AcademyAr, content.DirectorateAr), Offices("fr", content.AcademyFr, content.DirectorateFr), scale);
        sheet.Space(6);
        sheet.Paragraph(Ar("licences.paper.statement", content.CommissionReference, Formats.ShortDate(content.CommissionOn)), new TextStyle(13 * scale, Align: Align.Justify, Spacing: 0.95));
        sheet.Paragraph(Fr("licences.paper.statement", content.CommissionReference, Formats.ShortDate(content.CommissionOn)), new TextStyle(9.6 * scale, Align: Align.Justify, Language: Language.French, Spacing: 1.1));
        sheet.Space(4);
        sheet.Facts([.. Lines()]);
        if (content.Conditions is { } conditions)
            sheet.Paragraph($"{Ar("licences.fact.conditions")}: {conditions}", new TextStyle(11 * scale, Align: Align.Justify));
        sheet.Space(6 * scale);
        sheet.Foot("licences", content.Address, content.Code, new Signature(Field, [Made(null, content.IssuedOn), Ar("licences.paper.signed-by")], PaperText.Name(content.SignerAr), new Seal(SealLines(content.AcademyAr is null ? content.SchoolAr : Academy("ar", content.AcademyAr)), 84 * scale)), scale);
        sheet.Space(4);
        sheet.ExplainSeal("licences", scale);
    }

    private IEnumerable<Fact> Lines()
    {
        yield return Line("school", $"{content.SchoolAr} ({PaperText.LeftToRight(content.SchoolCode)})", content.SchoolFr);
        yield return Line("cycles", content.CyclesIn(k => Ar(k)), content.CyclesIn(k => Fr(k)));
        if (content.CommuneAr is { } commune)
            yield return Line("commune", commune, content.CommuneFr);
        yield return Line("owner", PaperText.Name(content.OwnerAr), PaperText.Name(content.OwnerLatin));
        yield return Line("director", PaperText.Name(content.DirectorAr), PaperText.Name(content.DirectorLatin));
        yield return Line("from", Formats.ShortDate(content.StartsOn));
        yield return Line("until", Formats.ShortDate(content.ExpiresOn));
    }

    private static Fact Line(string key, string arabic, string? french = null) => OfficialSheet.Line("licences", key, arabic, french);
}
