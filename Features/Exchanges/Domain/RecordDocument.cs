using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.Exchanges.Domain;

/// <summary>One of those who exchange, as the record names him: enough to know whom, and no more.</summary>
public sealed record RecordParty(string NameAr, string NameLatin, string FromAr, string FromFr, string ToAr, string ToFr, DateOnly AcceptedOn);

/// <summary>An office that agreed.</summary>
public sealed record RecordOffice(bool IsAcademy, string NameAr, string NameFr, DateOnly On);

/// <summary>All that is drawn on the record of an exchange.</summary>
public sealed record RecordContent(
    int Number, int Year, string Code, Uri Address, DateTime IssuedAt, DateOnly IssuedOn, DateOnly EffectiveOn, IReadOnlyList<RecordParty> Parties, IReadOnlyList<RecordOffice> Offices, string AcademyAr, string AcademyFr, bool IsDemo)
{
    public const string RegisterKind = "exchange-record";

    public string NumberShown => Formats.RegisterNumber(Number, Year);

    /// <summary>What the paper says; whoever checks it has the names before his eyes.</summary>
    public DocumentFacts Facts() => new("exchanges.paper.record.title",
    [
        .. Parties.Select(p => new DocumentFact("exchanges.fact.party", $"{p.NameAr}: {p.FromAr} ← {p.ToAr}", $"{Discretion.Initials(p.NameAr)}: {p.FromAr} ← {p.ToAr}")),
        new("exchanges.fact.effective", Formats.ShortDate(EffectiveOn)),
    ]);
}

/// <summary>The record of an exchange (محضر تبادل المناصب): who takes whose post from which day, and which offices agreed; one A4 page in Arabic and French, sealed.</summary>
public sealed class RecordDocument(RecordContent content) : IPaper
{
    private const string Text = "exchanges.paper.record";

    public PaperFacts Facts => new(Ar($"{Text}.file-title", content.NumberShown), Academy("ar", content.AcademyAr), new DateTimeOffset(content.IssuedAt, TimeSpan.Zero), Ar($"{Text}.title"), Mark(content.IsDemo));

    public void Compose(PaperBuilder paper) => paper.OnePage(sheet => Compose(sheet, 1), sheet => Compose(sheet, 0.86), sheet => Compose(sheet, 0.72));

    private void Compose(Sheet sheet, double scale)
    {
        sheet.Note = Ar($"{Text}.file-title", content.NumberShown);
        sheet.Head("exchanges", Text, content.NumberShown, Offices("ar", content.AcademyAr, null), Offices("fr", content.AcademyFr, null), scale);
        sheet.Space(6);
        var day = Formats.ShortDate(content.EffectiveOn);
        sheet.Paragraph(Ar($"{Text}.statement", day), new TextStyle(13 * scale, Align: Align.Justify, Spacing: 0.95));
        sheet.Paragraph(Fr($"{Text}.statement", day), new TextStyle(9.6 * scale, Align: Align.Justify, Language: Language.French, Spacing: 1.15));
        foreach (var party in content.Parties)
        {
            sheet.Space(4);
            sheet.Facts(
            [
                Line("party", PaperText.Name(party.NameAr), PaperText.Name(party.NameLatin)),
                Line("from", party.FromAr, party.FromFr),
                Line("to", party.ToAr, party.ToFr),
                Line("accepted", Formats.ShortDate(party.AcceptedOn)),
            ]);
        }

        sheet.Space(4);
        sheet.Facts([.. content.Offices.Select(o => Line(o.IsAcademy ? "academy-agreed" : "directorate-agreed", $"{o.NameAr} – {Formats.ShortDate(o.On)}", $"{o.NameFr} – {Formats.ShortDate(o.On)}"))]);
        sheet.Space(8 * scale);
        sheet.Foot("exchanges", content.Address, content.Code, new Signature("seal", [Made(null, content.IssuedOn)], Academy("ar", content.AcademyAr), new Seal(SealLines(content.AcademyAr), 84 * scale)), scale);
        sheet.Space(4);
        sheet.ExplainSeal("exchanges", scale);
    }

    private static Fact Line(string key, string arabic, string? french = null) => OfficialSheet.Line("exchanges", key, arabic, french);
}
