using Massar.Infrastructure.Pdf.Drawing;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.Documents.Domain;

/// <summary>What the one-page papers of an office to somebody have in common: the head, the lines of facts, and the foot by which anybody checks it.</summary>
public static class OfficialSheet
{
    /// <summary>Whose paper it is, its number and its title in both languages.</summary>
    /// <param name="area">Prefix of the area's texts.</param>
    /// <param name="title">Prefix of the paper's own texts.</param>
    public static void Head(this Sheet sheet, string area, string title, string number, IReadOnlyList<string> officesAr, IReadOnlyList<string> officesFr, double scale)
    {
        sheet.Bottom = 34;
        sheet.Letterhead(officesAr, officesFr);
        sheet.Rule(Ink.Accent, 0.9);
        sheet.Space(2);
        sheet.Paragraph(new RichText().Add($"{Ar($"{area}.paper.number")} ").Strong(number), new TextStyle(12 * scale));
        sheet.Heading(Ar($"{title}.title"), style: new TextStyle(28 * scale, Bold: true, Align: Align.Center, Ink: Ink.Accent, Spacing: 0.8));
        sheet.Heading(Fr($"{title}.title"), 2, new TextStyle(15 * scale, Bold: true, Align: Align.Center, Language: Language.French));
    }

    /// <summary>The code with the address it leads to, beside the signature.</summary>
    public static void Foot(this Sheet sheet, string area, Uri address, string code, Signature signature, double scale) => sheet.Row(row => row
        .Column(6, c => c
            .Code(address, 30 * scale)
            .Paragraph(Ar($"{area}.paper.check"), new TextStyle(10 * scale, Align: Align.Center, Ink: Ink.Muted), 0)
            .Paragraph(Fr($"{area}.paper.check"), new TextStyle(7.4, Align: Align.Center, Language: Language.French, Ink: Ink.Muted), 2)
            .Paragraph(DocumentCode.Shown(code), new TextStyle(8.2, Bold: true, Align: Align.Center, Language: Language.French), 1)
            .Link(new Uri(address, Links.Verification).AbsoluteUri, address, new TextStyle(7.6, Align: Align.Center, Language: Language.French, Ink: Ink.Muted)))
        .Column(7, c => c.Signature(signature)));

    /// <summary>What the seal is, for who has never seen one.</summary>
    public static void ExplainSeal(this Sheet sheet, string area, double scale)
    {
        sheet.Paragraph(Ar($"{area}.paper.sealed"), new TextStyle(9 * scale, Align: Align.Center, Ink: Ink.Muted), 0);
        sheet.Paragraph(Fr($"{area}.paper.sealed"), new TextStyle(6.8, Align: Align.Center, Language: Language.French, Ink: Ink.Muted), 0);
    }

    /// <summary>A line of facts, with its French value where it differs.</summary>
    public static Fact Line(string area, string key, string arabic, string? french = null) => french is null
        ? new Fact(Ar($"{area}.fact.{key}"), arabic, Fr($"{area}.fact.{key}"))
        : new Fact(Ar($"{area}.fact.{key}"), arabic, Fr($"{area}.fact.{key}"), french);
}
