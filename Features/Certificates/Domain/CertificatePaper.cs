using Massar.Features.Documents.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.Certificates.Domain;

/// <summary>All that is drawn on one certificate. Kept with the request, so that the same paper can be drawn again for printing.</summary>
/// <param name="Address">Where the paper is checked.</param>
/// <param name="IsDemo">Marked as having no legal value.</param>
public sealed record CertificateContent(
    int Number, int Year, string Code, Uri Address, DateTime IssuedAt, DateOnly IssuedOn, CertificatePurpose Purpose,
    string NameAr, string NameLatin, Sex Sex, string MassarCode, DateOnly BirthDate, string BirthPlaceAr, string BirthPlaceLatin,
    string LevelAr, string LevelFr, string ClassName, int SchoolYear, string GresaCode, string SchoolAr, string SchoolFr,
    string? DirectorateAr, string? DirectorateFr, string? AcademyAr, string? AcademyFr, string? CommuneAr, string? CommuneFr,
    string HeadAr, string HeadLatin, bool IsDemo)
{
    public string NumberShown => Formats.RegisterNumber(Number, Year);

    public static CertificateContent Read(string json) => OfficialPaper.Read<CertificateContent>(json);

    public string ToJson() => OfficialPaper.Write(this);

    /// <summary>What the paper says; whoever checks it has the name before his eyes and needs to be told no more than its initials.</summary>
    public DocumentFacts Facts() => new("certificates.paper.title",
    [
        new("certificates.fact.name", Both(NameAr, NameLatin), Both(Discretion.Initials(NameAr), Discretion.Initials(NameLatin))),
        new("certificates.fact.massar-code", MassarCode, Discretion.End(MassarCode)),
        new("certificates.fact.birth", $"{Formats.ShortDate(BirthDate)} – {Both(BirthPlaceAr, BirthPlaceLatin)}", ""),
        new("certificates.fact.level", Both(LevelAr, LevelFr)),
        new("certificates.fact.class", ClassName),
        new("certificates.fact.school-year", Formats.SchoolYear(SchoolYear)),
        new("certificates.fact.school", Both(SchoolAr, SchoolFr)),
        new("certificates.fact.gresa", GresaCode),
        new("certificates.fact.purpose", Both(Words.All.Say("ar", Key), Words.All.Say("fr", Key))),
        new("certificates.fact.head", Both(HeadAr, HeadLatin)),
    ]);

    private string Key => $"certificates.purpose.{Purpose}";

    private static string Both(string arabic, string latin) => $"{arabic} – {latin}";
}

/// <summary>The schooling certificate (شهادة مدرسية): one A4 page in Arabic and French under a heading in three scripts,
/// as article 5 of the Constitution and organic law 26-16 ask of official papers.</summary>
public sealed class CertificatePaper(CertificateContent content) : IPaper
{
    /// <summary>The field the seal is laid in.</summary>
    public const string Field = "seal";

    public PaperFacts Facts => new(
        Ar("certificates.paper.file-title", content.NumberShown), content.SchoolAr, new DateTimeOffset(content.IssuedAt, TimeSpan.Zero),
        Ar("certificates.paper.title"), OfficialPaper.Mark(content.IsDemo));

    // Long names take more lines, and a certificate is one page: then everything is set a little smaller, and at last less is said of the seal.
    public void Compose(PaperBuilder paper) => paper.OnePage(
        sheet => Compose(sheet, isDense: false), sheet => Compose(sheet, isDense: true), sheet => Compose(sheet, isDense: true, explainsSeal: false));

    private void Compose(Sheet sheet, bool isDense, bool explainsSeal = true)
    {
        sheet.Note = $"{Ar("certificates.paper.file-title", content.NumberShown)} – {PaperText.LeftToRight(content.GresaCode)}";
        sheet.Bottom = 34;
        Head(sheet, isDense);
        Statement(sheet, isDense);
        Identity(sheet, isDense);
        Foot(sheet, isDense, explainsSeal);
    }

    private void Head(Sheet sheet, bool isDense)
    {
        sheet.Letterhead(
            OfficialPaper.Offices("ar", content.AcademyAr, content.DirectorateAr, content.SchoolAr),
            OfficialPaper.Offices("fr", content.AcademyFr, content.DirectorateFr, content.SchoolFr));
        sheet.Rule(Ink.Accent, 0.9);
        sheet.Space(2);
        sheet.Row(row => row
            .Column(1, c => c.Paragraph(new RichText().Add($"{Ar("certificates.paper.number")} ").Strong(content.NumberShown), new TextStyle(12)))
            .Column(1, c => c.Paragraph(new RichText().Add($"{Ar("certificates.paper.school-year")} ").Strong(Formats.SchoolYear(content.SchoolYear)), new TextStyle(12, Align: Align.End))));
        sheet.Heading(Ar("certificates.paper.title"), style: new TextStyle(isDense ? 24 : 30, Bold: true, Align: Align.Center, Ink: Ink.Accent, Spacing: 0.8));
        var (french, tamazight) = (Fr("certificates.paper.title"), Words.All.Say("zgh", "certificates.paper.title"));
        if (isDense)
        {
            sheet.Row(row => row
                .Column(1, c => c.Heading(tamazight, 2, new TextStyle(12, Align: Align.Center, Language: Language.Tamazight, Ink: Ink.Muted)))
                .Column(1, c => c.Heading(french, 2, new TextStyle(12, Bold: true, Align: Align.Center, Language: Language.French))));
        }
        else
        {
            sheet.Heading(french, 2, new TextStyle(15, Bold: true, Align: Align.Center, Language: Language.French));
            sheet.Heading(tamazight, 2, new TextStyle(14, Align: Align.Center, Language: Language.Tamazight, Ink: Ink.Muted));
        }
        sheet.Space(4);
    }

    private void Statement(Sheet sheet, bool isDense)
    {
        var form = content.Sex == Sex.Female ? "f" : "m";
        var year = Formats.SchoolYear(content.SchoolYear);
        sheet.Paragraph(RichText.Format(Ar($"certificates.paper.statement.{form}"), Run.Strong(content.SchoolAr), Run.Strong(PaperText.LeftToRight(content.GresaCode)), Run.Strong(year)),
            new TextStyle(isDense ? 11.5 : 13.5, Align: Align.Justify, Spacing: isDense ? 0.85 : 0.95));
        sheet.Paragraph(RichText.Format(Fr($"certificates.paper.statement.{form}"), Run.Strong(content.SchoolFr), Run.Strong(content.GresaCode), Run.Strong(year)),
            new TextStyle(isDense ? 8.4 : 9.8, Align: Align.Justify, Language: Language.French, Spacing: 1.15));
        sheet.Space(4);
    }

    private void Identity(Sheet sheet, bool isDense)
    {
        sheet.Facts(
            new Fact(Ar("certificates.fact.name"), PaperText.Name(content.NameAr), Fr("certificates.fact.name"), PaperText.Name(content.NameLatin)),
            new Fact(Ar("certificates.fact.massar-code"), PaperText.LeftToRight(content.MassarCode), Fr("certificates.fact.massar-code")),
            new Fact(Ar("certificates.fact.birth-date"), Formats.ShortDate(content.BirthDate), Fr("certificates.fact.birth-date")),
            new Fact(Ar("certificates.fact.birth-place"), PaperText.Name(content.BirthPlaceAr), Fr("certificates.fact.birth-place"), PaperText.Name(content.BirthPlaceLatin)),
            new Fact(Ar("certificates.fact.level"), content.LevelAr, Fr("certificates.fact.level"), content.LevelFr),
            new Fact(Ar("certificates.fact.class"), PaperText.LeftToRight(content.ClassName), Fr("certificates.fact.class")));
        var purpose = $"certificates.paper.purpose.{content.Purpose}";
        sheet.Row(row => row
            .Column(1, c => c.Paragraph(Ar(purpose), new TextStyle(isDense ? 11 : 12.5), 0))
            .Column(1, c => c.Paragraph(Fr(purpose), new TextStyle(isDense ? 8 : 9, Language: Language.French), 0)));
        sheet.Space(8);
    }

    private void Foot(Sheet sheet, bool isDense, bool explainsSeal)
    {
        sheet.Row(row => row
            .Column(6, c => c
                .Code(content.Address, isDense ? 26 : 32)
                .Paragraph(Ar("certificates.paper.check"), new TextStyle(10, Align: Align.Center, Ink: Ink.Muted), 0)
                .Paragraph(Fr("certificates.paper.check"), new TextStyle(7.4, Align: Align.Center, Language: Language.French, Ink: Ink.Muted), 2)
                .Paragraph(DocumentCode.Shown(content.Code), new TextStyle(8.2, Bold: true, Align: Align.Center, Language: Language.French), 1)
                .Link(new Uri(content.Address, Documents.Links.Verification).AbsoluteUri, content.Address, new TextStyle(7.6, Align: Align.Center, Language: Language.French, Ink: Ink.Muted)))
            .Column(7, c => c.Signature(new Signature(Field, [OfficialPaper.Made(content.CommuneAr, content.IssuedOn), Ar("certificates.paper.head")], PaperText.Name(content.HeadAr), new Seal(OfficialPaper.SealLines(content.SchoolAr), isDense ? 78 : 92)))));
        if (!explainsSeal) return;
        sheet.Space(2);
        sheet.Paragraph(Ar("certificates.paper.sealed"), new TextStyle(9, Align: Align.Center, Ink: Ink.Muted), 0);
        sheet.Paragraph(Fr("certificates.paper.sealed"), new TextStyle(6.8, Align: Align.Center, Language: Language.French, Ink: Ink.Muted), 0);
    }
}
