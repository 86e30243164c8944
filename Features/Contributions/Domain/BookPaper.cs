using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.Contributions.Domain;

/// <summary>All that is printed of a day of the cash book.</summary>
public sealed record BookContent(
    SchoolHead School, string? AcademyAr, string? AcademyFr, string? DirectorateAr, string? DirectorateFr, DayBook Book, IReadOnlyList<EntryLine> Entries, DateTime PrintedAt, bool IsDemo);

/// <summary>A day of the cash book (سجل الصندوق) for the binder: every entry, sums by heading, the count, room for two signatures. It is printed from the book and keeps no seal.</summary>
public sealed class BookPaper(BookContent content) : IPaper
{
    private DayHead Head => content.Book.Head;

    public PaperFacts Facts => new(
        $"{Ar("contributions.tab.book")} {Formats.ShortDate(Head.Day)}", content.School.NameAr, new DateTimeOffset(content.PrintedAt, TimeSpan.Zero), Ar("contributions.tab.book"), OfficialPaper.Mark(content.IsDemo));

    public void Compose(PaperBuilder paper) => paper.Sheet(sheet =>
    {
        sheet.Note = $"{Ar("contributions.tab.book")} {Formats.ShortDate(Head.Day)} – {PaperText.LeftToRight(content.School.GresaCode)}";
        sheet.PageNumber = static (page, pages) => PaperText.LeftToRight($"{page} / {pages}");
        sheet.Letterhead(
            OfficialPaper.Offices("ar", content.AcademyAr, content.DirectorateAr, content.School.NameAr),
            OfficialPaper.Offices("fr", content.AcademyFr, content.DirectorateFr, content.School.NameFr));
        sheet.Rule(Ink.Accent, 0.9);
        sheet.Heading(Ar("contributions.tab.book"), style: new TextStyle(20, Bold: true, Align: Align.Center, Ink: Ink.Accent, Spacing: 0.8));
        sheet.Heading($"{Fr("contributions.tab.book")} – {Formats.DateWithDay(Head.Day, "fr")}", 2, new TextStyle(11, Bold: true, Align: Align.Center, Language: Language.French));
        sheet.Facts(Totals());
        sheet.Table(table =>
        {
            (table.Size, table.Pad) = (9.5, 1.2);
            table.Column(2, Ar("documents.number"), Align.Center).Column(4, Ar("contributions.what")).Column(6, Ar("contributions.whose")).Column(2.4, Ar("contributions.in"), Align.Center).Column(2.4, Ar("contributions.out"), Align.Center);
            table.Empty = Ar("contributions.book.none");
            foreach (var line in content.Entries)
                table.Row(
                    PaperText.LeftToRight(line.Number), line.Cancels is null ? Ar($"contributions.kind.{line.Kind}") : $"{Ar($"contributions.kind.{line.Kind}")} {PaperText.LeftToRight(line.Cancels)}",
                    line.Reason is null ? PaperText.Name(line.NameAr) : $"{PaperText.Name(line.NameAr)} ({PaperText.Name(line.Reason)})", line.IsIncome ? Amount(line.Total) : "", line.IsIncome ? "" : Amount(-line.Total));
            table.Row(new Cell(Ar("contributions.total"), Bold: true, Span: 3), new Cell(Amount(content.Entries.Where(l => l.IsIncome).Sum(l => l.Total)), Bold: true), new Cell(Amount(-content.Entries.Where(l => !l.IsIncome).Sum(l => l.Total)), Bold: true));
        });
        if (content.Book.Headings.Count > 0)
            sheet.Table(table =>
            {
                (table.Size, table.Pad) = (9.5, 1.2);
                table.Column(5, Ar("contributions.heading")).Column(5, Fr("contributions.heading"), Align.End).Column(2.4, Ar("contributions.in"), Align.Center).Column(2.4, Ar("contributions.out"), Align.Center);
                foreach (var sum in content.Book.Headings)
                    table.Row(sum.NameAr, new Cell(sum.NameFr, Language: Language.French, Align: Align.Start), Amount(sum.In), Amount(sum.Out));
            });
        sheet.Row(row => row
            .Column(1, c => c.Signature(new Signature(null, [Ar("contributions.paper.counted-by")], Head.ClosedByAr ?? "")))
            .Column(1, c => c.Signature(new Signature(null, [Ar("contributions.paper.signed-by")], Head.SignedByAr ?? ""))));
    });

    private IEnumerable<Fact> Totals()
    {
        yield return Line("contributions.before", content.Book.Before);
        yield return Line("contributions.after", content.Book.After);
        if (Head.Counted is not { } counted)
            yield break;
        yield return Line("contributions.counted", counted);
        if (Head.Difference == 0)
            yield break;
        yield return Line("contributions.difference", Head.Difference);
        yield return new Fact(Ar("ui.reason"), PaperText.Name(Head.Reason!), Fr("ui.reason"));
    }

    private static Fact Line(string key, decimal amount) => new(Ar(key), Amount(amount), Fr(key));

    private static string Amount(decimal amount) => PaperText.LeftToRight(Formats.Number(amount, 2));
}
