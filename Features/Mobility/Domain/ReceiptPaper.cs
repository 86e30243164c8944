using System.Globalization;
using Massar.Features.Documents.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.Mobility.Domain;

/// <summary>All that stands on one receipt.</summary>
public sealed record ReceiptContent
{
    private const int MostFacts = 3800;

    /// <summary>In the register of <see cref="Office"/>; taken last.</summary>
    public int RegisterNumber { get; init; }

    public int RegisterYear { get; init; }

    public required string Code { get; init; }

    /// <summary>Where the paper is checked.</summary>
    public required Uri Address { get; init; }

    public required DateTime IssuedAt { get; init; }

    /// <summary>Whose register it is in: the participant's directorate, or what is above without one.</summary>
    public required Place Office { get; init; }

    public required Place? Academy { get; init; }

    public required Place? Directorate { get; init; }

    /// <summary>2026-000123.</summary>
    public required string RequestNumber { get; init; }

    public required Campaign Campaign { get; init; }

    public required string NameAr { get; init; }

    public required string NameLatin { get; init; }

    public required string Ppr { get; init; }

    public required Place Workplace { get; init; }

    public required Submission Submission { get; init; }

    /// <summary>When the participant sent it; a recount after a contest is later.</summary>
    public required DateTime SentOn { get; init; }

    public required IReadOnlyList<NamedPlace> Wishes { get; init; }

    public required IReadOnlyList<(PriorityCase Case, ClaimState State)> Claims { get; init; }

    /// <summary>Marked as having no legal value.</summary>
    public required bool IsDemo { get; init; }

    /// <summary>The office as it calls itself.</summary>
    public string OfficeAr => Office.Kind switch
    {
        PlaceKind.Directorate => OfficialPaper.Directorate("ar", Office.NameAr),
        PlaceKind.Academy => OfficialPaper.Academy("ar", Office.NameAr),
        _ => Office.NameAr,
    };

    public string NumberShown => Formats.RegisterNumber(RegisterNumber, RegisterYear);

    /// <summary>Day and hour of the sending, Moroccan time.</summary>
    public string SentAt
    {
        get
        {
            var at = MoroccanDay.Local(SentOn);
            return $"{Formats.ShortDate(DateOnly.FromDateTime(at))} {Formats.Time(TimeOnly.FromDateTime(at))}";
        }
    }

    /// <summary>What the paper says; whoever checks it has the name before his eyes and needs to be told no more than its initials.</summary>
    public DocumentFacts Facts()
    {
        // Thirty schools with long names do not fit in two languages.
        var facts = With(string.Join(" · ", Wishes.Select((w, i) => $"{Num(i + 1)}. {Both(w.NameAr, w.NameFr)}")));
        return facts.ToJson().Length <= MostFacts ? facts : With(Num(Wishes.Count));

        DocumentFacts With(string wishes) => new("mobility.receipt.title",
        [
            new("ui.name", Both(NameAr, NameLatin), Both(Discretion.Initials(NameAr), Discretion.Initials(NameLatin))),
            new("ui.ppr", Ppr, Discretion.End(Ppr)),
            new("mobility.place", Both(Workplace.NameAr, Workplace.NameFr)),
            new("mobility.campaign", Both(Campaign.NameAr, Campaign.NameFr)),
            new("mobility.number", RequestNumber),
            new("mobility.submission", Num(Submission.Number)),
            new("mobility.sent-on", SentAt),
            new("mobility.kind", Both(Words.All.Say("ar", $"mobility.kind.{Submission.Kind}"), Words.All.Say("fr", $"mobility.kind.{Submission.Kind}"))),
            new("mobility.points.total", Formats.Number(Submission.Points, 2)),
            new("mobility.final-order", wishes),
        ]);
    }

    private static string Both(string arabic, string latin) => $"{arabic} – {latin}";

    private static string Num(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The receipt of a movement request (وصل) on A4, in Arabic and French: who sent what and when, the wishes in their order, the points with their sources.</summary>
public sealed class ReceiptPaper(ReceiptContent content) : IPaper
{
    /// <summary>The field the seal is laid in.</summary>
    public const string Field = "seal";

    public PaperFacts Facts => new(
        Ar("mobility.paper.file-title", content.NumberShown), content.OfficeAr, new DateTimeOffset(content.IssuedAt, TimeSpan.Zero),
        Ar("mobility.receipt.title"), OfficialPaper.Mark(content.IsDemo));

    // A few wishes and a usual scale are one page; more flow on, and the seal goes with the last lines.
    public void Compose(PaperBuilder paper) => paper.OnePage(sheet => Compose(sheet, isDense: false), sheet => Compose(sheet, isDense: true));

    private void Compose(Sheet sheet, bool isDense)
    {
        sheet.Note = Ar("mobility.paper.file-title", PaperText.LeftToRight(content.NumberShown));
        sheet.PageNumber = (page, pages) => Ar("mobility.paper.page", page, pages);
        (sheet.Top, sheet.Bottom) = (isDense ? 38 : 42, 34);
        sheet.Letterhead(
            OfficialPaper.Offices("ar", content.Academy?.NameAr, content.Directorate?.NameAr),
            OfficialPaper.Offices("fr", content.Academy?.NameFr, content.Directorate?.NameFr));
        sheet.Rule(Ink.Accent, 0.9);
        sheet.Space(2);
        sheet.Row(row => row
            .Column(1, c => c.Paragraph(new RichText().Add($"{Ar("mobility.paper.number")} ").Strong(PaperText.LeftToRight(content.NumberShown)), new TextStyle(12)))
            .Column(1, c => c.Paragraph(new RichText().Add($"{Ar("mobility.number")}: ").Strong(PaperText.LeftToRight(content.RequestNumber)), new TextStyle(12, Align: Align.Center)))
            .Column(1, c => c.Paragraph(new RichText().Add($"{Ar("mobility.submission")}: ").Strong(Num(content.Submission.Number)), new TextStyle(12, Align: Align.End))));
        sheet.Heading(Ar("mobility.receipt.title"), style: new TextStyle(isDense ? 16 : 22, Bold: true, Align: Align.Center, Ink: Ink.Accent, Spacing: 0.9));
        sheet.Heading(Fr("mobility.receipt.title"), 2, new TextStyle(isDense ? 10 : 12.5, Bold: true, Align: Align.Center, Language: Language.French));
        sheet.Space(isDense ? 0 : 3);
        Identity(sheet);
        Wishes(sheet, isDense);
        Points(sheet, isDense);
        Foot(sheet, isDense);
    }

    private void Identity(Sheet sheet) => sheet.Facts(
        Faced("ui.name", PaperText.Name(content.NameAr), PaperText.Name(content.NameLatin)),
        Faced("ui.ppr", PaperText.LeftToRight(content.Ppr)),
        Faced("mobility.place", PaperText.Name(content.Workplace.NameAr), PaperText.Name(content.Workplace.NameFr)),
        Faced("mobility.campaign", content.Campaign.NameAr, content.Campaign.NameFr),
        Faced("mobility.sent-on", PaperText.LeftToRight(content.SentAt)),
        Faced("mobility.kind", Ar($"mobility.kind.{content.Submission.Kind}"), Fr($"mobility.kind.{content.Submission.Kind}")));

    private void Wishes(Sheet sheet, bool isDense)
    {
        sheet.Table(table =>
        {
            table.Size = isDense ? 8.5 : 10;
            table.Group(Ar("mobility.final-order"), 2).Group(Fr("mobility.final-order"), 1);
            table.Column(1, Ar("mobility.paper.rank"), Align.Center).Column(8, Ar("mobility.wish")).Column(8, Fr("mobility.wish"), Align.End);
            foreach (var (wish, i) in content.Wishes.Select((w, i) => (w, i)))
            {
                table.Row(Num(i + 1), new RichText().Strong(PaperText.Name(wish.NameAr)).Add(wish.WithinAr is null ? "" : $" – {PaperText.Name(wish.WithinAr)}"),
                    French(wish.WithinFr is null ? wish.NameFr : $"{wish.NameFr} – {wish.WithinFr}"));
            }
        });
    }

    private void Points(Sheet sheet, bool isDense)
    {
        var counted = Formats.ShortDate(content.Campaign.CountedOn);
        sheet.Table(table =>
        {
            table.Size = isDense ? 7.5 : 9.5;
            table.Group(Ar("mobility.points.counted-on", counted), 3).Group(Fr("mobility.points.counted-on", counted), 1);
            table.Column(8, Ar("mobility.paper.criterion")).Column(1.1, Ar("mobility.quantity"), Align.Center).Column(1.3, Ar("mobility.points"), Align.Center).Column(8, Fr("mobility.paper.criterion"), Align.End);
            foreach (var line in content.Submission.Lines.Where(l => l.Points != 0).OrderBy(l => l.Order))
            {
                var source = PointLine.SourceOf(line.SourceKey, line.SourceArgs);
                table.Row(new RichText().Strong(Ar($"mobility.criterion.{line.Criterion}")).Add($" – {Ar(source.Key, source.Args)}"), Formats.Number(line.Quantity, 0), Formats.Number(line.Points, 2),
                    French($"{Fr($"mobility.criterion.{line.Criterion}")} – {Fr(source.Key, source.Args)}"));
            }

            table.Row(new Cell(Ar("mobility.points.total"), Bold: true), "", new Cell(Formats.Number(content.Submission.Points, 2), Bold: true), French(Fr("mobility.points.total")) with { Bold = true });
        });
        foreach (var (priority, state) in content.Claims)
        {
            Pair(sheet, $"{Ar("mobility.priority")}: {Ar($"mobility.priority.{priority}")} – {Ar(Shown.Key(state))}", $"{Fr("mobility.priority")}{Fr("ui.colon")}{Fr($"mobility.priority.{priority}")} – {Fr(Shown.Key(state))}");
        }
    }

    private void Foot(Sheet sheet, bool isDense)
    {
        sheet.Space(isDense ? 1 : 4);
        sheet.Row(row => row
            .Column(6, c => c
                .Code(content.Address, isDense ? 25 : 28)
                .Paragraph(Ar("mobility.paper.check"), new TextStyle(9, Align: Align.Center, Ink: Ink.Muted), 0)
                .Paragraph(Fr("mobility.paper.check"), new TextStyle(7, Align: Align.Center, Language: Language.French, Ink: Ink.Muted), 1)
                .Paragraph(DocumentCode.Shown(content.Code), new TextStyle(8, Bold: true, Align: Align.Center, Language: Language.French), 0)
                .Link(new Uri(content.Address, Documents.Links.Verification).AbsoluteUri, content.Address, new TextStyle(7, Align: Align.Center, Language: Language.French, Ink: Ink.Muted)))
            .Column(7, c => c.Signature(new Signature(Field, [OfficialPaper.Made(null, MoroccanDay.Of(content.IssuedAt))], content.OfficeAr, new Seal(OfficialPaper.SealLines(content.Office.NameAr), isDense ? 58 : 78)))));
        sheet.Paragraph(Ar("mobility.paper.sealed"), new TextStyle(8.5, Align: Align.Center, Ink: Ink.Muted), 0);
        sheet.Paragraph(Fr("mobility.paper.sealed"), new TextStyle(6.6, Align: Align.Center, Language: Language.French, Ink: Ink.Muted), 0);
    }

    private static void Pair(Sheet sheet, string arabic, string french) => sheet.Row(row => row
        .Column(1, c => c.Paragraph(arabic, new TextStyle(9.5, Ink: Ink.Muted), 0))
        .Column(1, c => c.Paragraph(french, new TextStyle(7.4, Language: Language.French, Ink: Ink.Muted), 0)));

    // French reads from the left, also in a table that is read from the right.
    private static Cell French(string text) => new(text, Language: Language.French, Align: Align.Start);

    private static Fact Faced(string label, string arabic, string? french = null) => new(Ar(label), arabic, Fr(label), french is null ? null : (RichText)french);

    private static string Num(int number) => number.ToString(CultureInfo.InvariantCulture);
}
