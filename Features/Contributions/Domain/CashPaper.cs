using System.Text.Json.Serialization;
using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.Contributions.Domain;

/// <summary>An amount under a heading, as the cash box sees it.</summary>
public sealed record PaidLine(string Code, string NameAr, string NameFr, decimal Amount);

/// <summary>All that is drawn on one receipt, negative line or slip of a transfer. Kept with the entry, so that the same paper can be drawn again for printing.</summary>
/// <param name="Address">Where the paper is checked.</param>
/// <param name="Cancels">Number of the paper a negative line takes back.</param>
/// <param name="IsDemo">Marked as having no legal value.</param>
public sealed record CashContent(
    int Number, int Year, string Code, Uri Address, DateTime IssuedAt, DateOnly IssuedOn, CashKind Kind, string? NameAr, string? NameLatin, string? MassarCode, string? ClassName, int SchoolYear,
    string GresaCode, string SchoolAr, string SchoolFr, string? DirectorateAr, string? DirectorateFr, string? AcademyAr, string? AcademyFr, string? CommuneAr, string? CommuneFr,
    IReadOnlyList<PaidLine> Lines, string? Cancels, string? Reason, string? BeneficiaryAr, string? BeneficiaryFr, string? Reference, string ByAr, string ByLatin, bool IsDemo)
{
    [JsonIgnore] public string NumberShown => Formats.RegisterNumber(Number, Year);

    [JsonIgnore] public decimal Total => Lines.Sum(l => l.Amount);

    [JsonIgnore] public string TitleKey => $"contributions.paper.{Kind}";

    public static CashContent Read(string json) => OfficialPaper.Read<CashContent>(json);

    public string ToJson() => OfficialPaper.Write(this);

    /// <summary>What stands on a slip is positive: the money that went out; what takes an entry back has the other sign.</summary>
    public decimal Shown(decimal amount) => BeneficiaryAr is null ? amount : -amount;

    /// <summary>What the paper says; whoever checks it has the name before his eyes and needs to be told no more than its initials.</summary>
    public DocumentFacts Facts()
    {
        List<DocumentFact> facts = [];
        if (NameAr is not null)
        {
            facts.Add(new("contributions.pupil", Both(NameAr, NameLatin!), Both(Discretion.Initials(NameAr), Discretion.Initials(NameLatin!))));
            facts.Add(new("ui.massar-code", MassarCode!, Discretion.End(MassarCode!)));
        }

        if (ClassName is not null)
            facts.Add(new("ui.class", ClassName));
        facts.Add(new("ui.school-year", Formats.SchoolYear(SchoolYear)));
        facts.AddRange(Lines.Select(l => new DocumentFact("contributions.heading", $"{Both(l.NameAr, l.NameFr)} – {Formats.Number(Shown(l.Amount), 2)}")));
        facts.Add(new("contributions.total", Both(Formats.Money(Shown(Total), "ar"), Formats.Money(Shown(Total), "fr"))));
        if (Cancels is not null)
            facts.Add(new("contributions.cancels", Cancels));
        if (BeneficiaryAr is not null)
            facts.Add(new("contributions.beneficiary", Both(BeneficiaryAr, BeneficiaryFr!)));
        if (Reference is not null)
            facts.Add(new("contributions.reference", Reference, Discretion.End(Reference)));
        return new DocumentFacts(TitleKey, facts);
    }

    private static string Both(string arabic, string latin) => $"{arabic} – {latin}";
}

/// <summary>The small receipt (وصل الأداء), its negative line (وصل الإلغاء) and the slip of a transfer (ورقة التحويل): the upper part for whom it is made, a stub below that the school keeps.</summary>
public sealed class CashPaper(CashContent content) : IPaper
{
    /// <summary>The field the seal is laid in.</summary>
    public const string Field = "seal";

    public PaperFacts Facts => new(
        $"{Ar(content.TitleKey)} {content.NumberShown}", content.SchoolAr, new DateTimeOffset(content.IssuedAt, TimeSpan.Zero), Ar(content.TitleKey), OfficialPaper.Mark(content.IsDemo));

    public void Compose(PaperBuilder paper) => paper.OnePage(sheet => Compose(sheet, 1), sheet => Compose(sheet, 0.9), sheet => Compose(sheet, 0.8));

    private void Compose(Sheet sheet, double scale)
    {
        sheet.Note = $"{Ar(content.TitleKey)} {content.NumberShown} – {PaperText.LeftToRight(content.GresaCode)}";
        sheet.Bottom = 34;
        sheet.Letterhead(
            OfficialPaper.Offices("ar", content.AcademyAr, content.DirectorateAr, content.SchoolAr),
            OfficialPaper.Offices("fr", content.AcademyFr, content.DirectorateFr, content.SchoolFr));
        sheet.Rule(content.Kind == CashKind.Cancellation ? Ink.Warning : Ink.Accent, 0.9);
        sheet.Row(row => row
            .Column(1, c => c.Paragraph(new RichText().Add($"{Ar("documents.number")} ").Strong(content.NumberShown), new TextStyle(13)))
            .Column(1, c => c.Paragraph(new RichText().Add($"{Ar("ui.school-year")} ").Strong(Formats.SchoolYear(content.SchoolYear)), new TextStyle(12, Align: Align.End))));
        var ink = content.Kind == CashKind.Cancellation ? Ink.Warning : Ink.Accent;
        sheet.Heading(Ar(content.TitleKey), style: new TextStyle(22 * scale, Bold: true, Align: Align.Center, Ink: ink, Spacing: 0.8));
        sheet.Heading(Fr(content.TitleKey), 2, new TextStyle(12 * scale, Bold: true, Align: Align.Center, Language: Language.French));
        sheet.Facts(Who());
        sheet.Table(table =>
        {
            table.Size = 10.5 * scale;
            table.Column(6, Ar("contributions.heading")).Column(6, Fr("contributions.heading"), Align.End).Column(3, $"{Ar("contributions.amount")} – {Fr("contributions.unit")}", Align.Center);
            foreach (var line in content.Lines)
                table.Row(line.NameAr, new Cell(line.NameFr, Language: Language.French, Align: Align.Start), Amount(line.Amount));
            table.Row(new Cell(Ar("contributions.total"), Bold: true), new Cell(Fr("contributions.total"), Bold: true, Language: Language.French, Align: Align.Start), new Cell(Amount(content.Total), Bold: true));
        });
        if (content.Reason is { } reason)
            sheet.Paragraph(new RichText().Add($"{Ar("ui.reason")}: ").Strong(PaperText.Name(reason)), new TextStyle(11 * scale));
        sheet.Row(row => row
            .Column(6, c => c
                .Code(content.Address, 25)
                .Paragraph($"{Ar("contributions.paper.check")} – {Fr("contributions.paper.check")}", new TextStyle(7.6, Align: Align.Center, Ink: Ink.Muted), 1)
                .Paragraph(DocumentCode.Shown(content.Code), new TextStyle(7.6, Bold: true, Align: Align.Center, Language: Language.French), 1)
                .Link(new Uri(content.Address, Documents.Links.Verification).AbsoluteUri, content.Address, new TextStyle(7, Align: Align.Center, Language: Language.French, Ink: Ink.Muted)))
            .Column(7, c => c.Signature(new Signature(Field, [OfficialPaper.Made(content.CommuneAr, content.IssuedOn), Ar("contributions.paper.by")], content.ByAr, new Seal(OfficialPaper.SealLines(content.SchoolAr), 76 * scale)))));
        sheet.Space(4);
        sheet.Rule(Ink.Muted, 0.6);
        Stub(sheet, scale);
    }

    private IEnumerable<Fact> Who()
    {
        if (content.NameAr is not null)
        {
            yield return new Fact(Ar("contributions.pupil"), PaperText.Name(content.NameAr), Fr("contributions.pupil"), PaperText.Name(content.NameLatin!));
            yield return new Fact(Ar("ui.massar-code"), PaperText.LeftToRight(content.ClassName is null ? content.MassarCode! : $"{content.MassarCode} – {content.ClassName}"), Fr("ui.massar-code"));
        }

        if (content.Cancels is not null)
            yield return new Fact(Ar("contributions.cancels"), PaperText.LeftToRight(content.Cancels), Fr("contributions.cancels"));
        if (content.BeneficiaryAr is not null)
            yield return new Fact(Ar("contributions.beneficiary"), PaperText.Name(content.BeneficiaryAr), Fr("contributions.beneficiary"), PaperText.Name(content.BeneficiaryFr!));
        if (content.Reference is not null)
            yield return new Fact(Ar("contributions.reference"), PaperText.LeftToRight(content.Reference), Fr("contributions.reference"));
    }

    // What the school keeps: number, whose money, how much, and the hand of whoever brought or took it.
    private void Stub(Sheet sheet, double scale)
    {
        var line = new RichText().Add($"{Ar("contributions.paper.stub")} ").Strong(content.NumberShown).Add(" – ").Add(Formats.ShortDate(content.IssuedOn)).Add(" – ");
        if (content.NameAr is not null) line.Strong(PaperText.Name(content.NameAr)).Add($" – {PaperText.LeftToRight(content.MassarCode!)}");
        else if (content.BeneficiaryAr is not null) line.Strong(PaperText.Name(content.BeneficiaryAr));
        line.Add($" – {Ar("contributions.total")} ").Strong($"{Amount(content.Total)} {Ar("contributions.unit")}");
        sheet.Paragraph(line, new TextStyle(10 * scale), 3);
        sheet.Row(row => row
            .Column(1, c => c.Paragraph($"{Ar("contributions.paper.stub-sign")} – {Fr("contributions.paper.stub-sign")}", new TextStyle(8.5, Ink: Ink.Muted)))
            .Column(1, c => c.Paragraph($"{Fr("contributions.paper.stub")} {content.NumberShown}", new TextStyle(8.5, Align: Align.End, Language: Language.French, Ink: Ink.Muted))));
    }

    private string Amount(decimal amount) => PaperText.LeftToRight(Formats.Number(content.Shown(amount), 2));
}
