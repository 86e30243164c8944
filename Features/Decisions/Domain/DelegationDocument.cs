using Massar.Features.Documents.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.Decisions.Domain;

/// <summary>What stands on an act of delegation.</summary>
/// <param name="Kinds">By name; empty where it is for all.</param>
/// <param name="Place">Where the role is worn.</param>
/// <param name="DelegatePlace">Where the person works.</param>
public sealed record DelegationContent(Delegation Act, IReadOnlyList<Named> Kinds, int Number, int Year, string Code, Uri Address, Named Place, Named DelegatePlace, Offices Above, bool IsDemo)
{
    /// <summary>Who gives it, and from where: the holder himself, or a superior of the office.</summary>
    public required string GiverRoleCode { get; init; }

    public required Named From { get; init; }

    /// <summary>Prefix of the paper's texts.</summary>
    public const string Text = "decisions.delegation.paper";

    public string NumberShown => Formats.RegisterNumber(Number, Year);

    public Named Role => new(Ar($"role.{Act.Role}"), Fr($"role.{Act.Role}"));

    public Named GiverRole => new(Ar($"role.{GiverRoleCode}"), Fr($"role.{GiverRoleCode}"));

    public string Subject => Act.IsInterim ? "interim" : Act.Role == Infrastructure.Security.Roles.Signatory ? "signature" : "visa";

    /// <summary>What whoever checks the paper reads; names are on it already.</summary>
    public DocumentFacts Facts() => new($"{Text}.{Subject}.title",
    [
        new("decisions.delegation.fact.giver", $"{Act.GiverAr} – {Act.GiverLatin}", $"{Discretion.Initials(Act.GiverAr)} – {Discretion.Initials(Act.GiverLatin)}"),
        .. Act.ForAr is null ? (DocumentFact[])[] : [new("decisions.delegation.fact.holder", $"{Act.ForAr} – {Act.ForLatin}", $"{Discretion.Initials(Act.ForAr)} – {Discretion.Initials(Act.ForLatin!)}")],
        new("decisions.delegation.fact.delegate", $"{Act.DelegateAr} – {Act.DelegateLatin}", $"{Discretion.Initials(Act.DelegateAr)} – {Discretion.Initials(Act.DelegateLatin)}"),
        new("decisions.delegation.fact.role", $"{Role.Ar} – {Role.Fr}"),
        new("decisions.delegation.fact.place", $"{Place.Ar} – {Place.Fr}"),
        new("decisions.delegation.fact.from", Formats.ShortDate(Act.StartsOn)),
        new("decisions.delegation.fact.until", Formats.ShortDate(Act.EndsOn)),
    ]);
}

/// <summary>The act on paper: one A4 page in Arabic and French, sealed, with its number and code.</summary>
public sealed class DelegationDocument(DelegationContent content) : IPaper
{
    private const string Field = "seal";
    private const string Area = "decisions.delegation";

    private readonly Delegation act = content.Act;

    public PaperFacts Facts => new(Ar($"{DelegationContent.Text}.file-title", content.NumberShown), content.From.Ar, new DateTimeOffset(act.At, TimeSpan.Zero), Ar($"{DelegationContent.Text}.{content.Subject}.title"), Mark(content.IsDemo));

    public void Compose(PaperBuilder paper) => paper.OnePage(sheet => Compose(sheet, 1), sheet => Compose(sheet, 0.86), sheet => Compose(sheet, 0.7));

    private void Compose(Sheet sheet, double scale)
    {
        var above = content.Above;
        sheet.Note = Ar($"{DelegationContent.Text}.file-title", content.NumberShown);
        sheet.Head(Area, $"{DelegationContent.Text}.{content.Subject}", content.NumberShown, Offices("ar", above.Academy?.NameAr, above.Directorate?.NameAr), Offices("fr", above.Academy?.NameFr, above.Directorate?.NameFr), scale);
        sheet.Space(6);
        sheet.Paragraph(Ar($"{DelegationContent.Text}.{content.Subject}.statement", content.Role.Ar, Formats.ShortDate(act.StartsOn), Formats.ShortDate(act.EndsOn)), new TextStyle(13 * scale, Align: Align.Justify, Spacing: 0.95));
        sheet.Paragraph(Fr($"{DelegationContent.Text}.{content.Subject}.statement", content.Role.Fr, Formats.ShortDate(act.StartsOn), Formats.ShortDate(act.EndsOn)), new TextStyle(9.6 * scale, Align: Align.Justify, Language: Language.French, Spacing: 1.15));
        sheet.Space(6);
        sheet.Facts([.. Lines()]);
        sheet.Space(4);
        sheet.Paragraph(Ar($"{DelegationContent.Text}.{(act.IsInterim ? "interim." : "")}limits"), new TextStyle(10.5 * scale, Align: Align.Justify));
        sheet.Paragraph(Fr($"{DelegationContent.Text}.{(act.IsInterim ? "interim." : "")}limits"), new TextStyle(8 * scale, Align: Align.Justify, Language: Language.French));
        sheet.Space(8 * scale);
        sheet.Foot(Area, content.Address, content.Code, new Signature(Field, [Made(null, MoroccanDay.Of(act.At)), content.GiverRole.Ar], PaperText.Name(act.GiverAr), new Seal(SealLines(content.From.Ar), 84 * scale)), scale);
        sheet.Space(4);
        sheet.ExplainSeal(Area, scale);
    }

    private IEnumerable<Fact> Lines()
    {
        yield return Line("giver", PaperText.Name(act.GiverAr), PaperText.Name(act.GiverLatin));
        if (act.IsInterim)
            yield return Line("giver-role", $"{content.GiverRole.Ar} – {content.From.Ar}", $"{content.GiverRole.Fr} – {content.From.Fr}");
        if (act.ForAr is { } holder)
            yield return Line("holder", PaperText.Name(holder), PaperText.Name(act.ForLatin!));
        yield return Line("role", $"{content.Role.Ar} – {content.Place.Ar}", $"{content.Role.Fr} – {content.Place.Fr}");
        yield return Line("delegate", PaperText.Name(act.DelegateAr), PaperText.Name(act.DelegateLatin));
        yield return Line("delegate-role", $"{Ar($"role.{act.DelegateRole}")} – {content.DelegatePlace.Ar}", $"{Fr($"role.{act.DelegateRole}")} – {content.DelegatePlace.Fr}");
        yield return Line("cause", Ar($"{Area}.cause.{act.CauseCode}"), Fr($"{Area}.cause.{act.CauseCode}"));
        yield return content.Kinds.Count == 0
            ? Line("kinds", Ar($"{Area}.all"), Fr($"{Area}.all"))
            : Line("kinds", string.Join("، ", content.Kinds.Select(k => k.Ar)), string.Join(", ", content.Kinds.Select(k => k.Fr)));
        yield return Line("from", Formats.ShortDate(act.StartsOn));
        yield return Line("until", Formats.ShortDate(act.EndsOn));
    }

    private static Fact Line(string key, string arabic, string? french = null) => OfficialSheet.Line(Area, key, arabic, french);
}
