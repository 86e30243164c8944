using Massar.Features.Documents.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.ReportCards.Domain;

/// <summary>The school and the offices above it, as papers name them.</summary>
public sealed record PaperOffices(
    string GresaCode, string SchoolAr, string SchoolFr, string? DirectorateAr, string? DirectorateFr, string? AcademyAr, string? AcademyFr, string? AcademyCode, string? CommuneAr)
{
    public static PaperOffices Of(ClassHead head, Offices above) => new(
        head.GresaCode, head.SchoolAr, head.SchoolFr, above.Directorate?.NameAr, above.Directorate?.NameFr, above.Academy?.NameAr, above.Academy?.NameFr, above.Academy?.Code, above.Commune?.NameAr);

    /// <summary>Draws a paper of the school and has it sealed.</summary>
    public Task<byte[]> Seal(AcademySeal seal, IPaper paper, PaperIdentity identity, CancellationToken ct) => seal.Seal(paper, AcademyCode, AcademyAr, $"{SchoolAr} {identity.NumberShown}", ct);
}

/// <summary>What every paper carries that gives it its identity.</summary>
/// <param name="Address">Where it is checked.</param>
/// <param name="IsDemo">Marked as having no legal value.</param>
public sealed record PaperIdentity(int Number, int Year, string Code, Uri Address, DateTime IssuedAt, DateOnly IssuedOn, bool IsDemo)
{
    /// <summary>In place of an identity when only what is said counts.</summary>
    public static readonly PaperIdentity None = new(0, 0, "", new Uri("https://massar.invalid/"), default, default, false);

    public string NumberShown => Formats.RegisterNumber(Number, Year);
}

/// <summary>Pieces that the school's papers share, in both languages.</summary>
internal static class PaperParts
{
    /// <summary>A table's head: Arabic above French.</summary>
    public static string Both(string key) => $"{Ar(key)}\n{Fr(key)}";

    public static string Mark(decimal? mark) => mark is { } value ? Formats.Mark(value) : "–";

    /// <summary>Of cells in two languages: lines nearer to each other than running text needs.</summary>
    public const double Spacing = 0.78;

    public static void Head(Sheet sheet, PaperOffices offices, PaperIdentity identity, int schoolYear, string titleAr, string titleFr)
    {
        sheet.Letterhead(
            OfficialPaper.Offices("ar", offices.AcademyAr, offices.DirectorateAr, offices.SchoolAr),
            OfficialPaper.Offices("fr", offices.AcademyFr, offices.DirectorateFr, offices.SchoolFr));
        sheet.Rule(Ink.Accent, 0.9);
        sheet.Row(row => row
            .Column(3, c => c.Paragraph(new RichText().Add($"{Ar("report-cards.paper.number")} ").Strong(identity.NumberShown), new TextStyle(10.5), 0))
            .Column(8, c => c
                .Heading(titleAr, style: new TextStyle(17, Bold: true, Align: Align.Center, Ink: Ink.Accent, Spacing: 0.8))
                .Heading(titleFr, 2, new TextStyle(10, Bold: true, Align: Align.Center, Language: Language.French)))
            .Column(3, c => c.Paragraph(new RichText().Add($"{Ar("report-cards.paper.year")}\n").Strong(Formats.SchoolYear(schoolYear)), new TextStyle(10.5, Align: Align.End, Spacing: 0.8), 0)));
    }

    /// <summary>Where the paper is checked, the school's seal, and the head's name. Nothing smaller than 8 points, the words of the seal included.</summary>
    /// <param name="code">Width of the code for telephones, in millimeters.</param>
    /// <param name="isTight">The words stand beside the code instead of under it.</param>
    public static void Foot(Sheet sheet, PaperOffices offices, PaperIdentity identity, string functionKey, string signatory, string field, double code, bool isTight = false)
    {
        if (isTight)
        {
            sheet.Row(row => row
                .Column(3, c => c.Code(identity.Address, code))
                .Column(4, c => Checked(c))
                .Column(3, c => c.Seal(new Seal(OfficialPaper.SealLines(offices.SchoolAr))))
                .Column(5, c => Signed(c, 30)));
            return;
        }

        sheet.Row(row => row
            .Column(6, c => Checked(c.Code(identity.Address, code)))
            .Column(3, c => c.Seal(new Seal(OfficialPaper.SealLines(offices.SchoolAr))))
            .Column(5, c => Signed(c, 34)));

        void Checked(Flow flow) => flow
            .Paragraph(Ar("report-cards.paper.check"), new TextStyle(9, Align: Align.Center, Ink: Ink.Muted), 0)
            .Paragraph(Fr("report-cards.paper.check"), new TextStyle(8, Align: Align.Center, Language: Language.French, Ink: Ink.Muted), 1)
            .Paragraph(DocumentCode.Shown(identity.Code), new TextStyle(8.5, Bold: true, Align: Align.Center, Language: Language.French), 0);

        void Signed(Flow flow, double room) => flow.Signature(new Signature(field,
            [OfficialPaper.Made(offices.CommuneAr, identity.IssuedOn), Ar(functionKey)],
            PaperText.Name(signatory), Room: room));
    }
}
