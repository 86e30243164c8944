using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;

namespace Massar.Infrastructure.Seeding;

/// <summary>What a phone would have taken a picture of: a paper somebody hands in, which says itself that it is worth nothing.</summary>
public sealed class DemoPaper : IPaper
{
    private readonly string titleAr;
    private readonly string titleFr;
    private readonly string saysAr;
    private readonly string saysFr;

    private DemoPaper(string titleAr, string titleFr, string saysAr, string saysFr) => (this.titleAr, this.titleFr, this.saysAr, this.saysFr) = (titleAr, titleFr, saysAr, saysFr);

    public PaperFacts Facts => new($"{titleAr} – {titleFr}", "Massar", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public void Compose(PaperBuilder paper) => paper.Sheet(sheet =>
    {
        sheet.Heading(titleAr);
        sheet.Heading(titleFr, 2, new TextStyle(14, Align: Align.Center, Language: Language.French));
        sheet.Paragraph($"{saysAr} وثيقة تجريبية لا قيمة لها.".TrimStart());
        sheet.Paragraph($"{saysFr} Document de démonstration, sans valeur.".TrimStart(), new TextStyle(10, Language: Language.French));
    });

    /// <summary>The paper as a PDF.</summary>
    /// <param name="saysAr">A sentence above the remark that it is worth nothing.</param>
    public static async Task<byte[]> Draw(Seeding seeding, string titleAr, string titleFr, CancellationToken ct, string saysAr = "", string saysFr = "") =>
        (await seeding.Services.GetRequiredService<PdfPrinter>().DrawAsync(new DemoPaper(titleAr, titleFr, saysAr, saysFr), ct)).Bytes;
}
