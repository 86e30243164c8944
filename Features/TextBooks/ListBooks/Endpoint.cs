using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.TextBooks.ListBooks;

/// <summary>A head sees the books of the school's classes and teachers of the last four weeks with their gaps; an inspector those of a chosen school.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.View).NeverStored();

        area.Pages.MapGet("books", (int? school, string? by, string? q, int? page, Bus bus) => bus.Ask(new Query(school, by, q, page)).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"books.{kind}", (int? school, string? by, Bus bus, Text text, ExportDesk exports) =>
                bus.Ask(new Query(school, by, null, null) { IsWhole = true }).Then(books => exports.Hand(ExportKinds.TextBookGaps, books.ByTeacher ? books.Lines.Count : 0, () => File(kind, books, text))));

        area.Api.MapGet("books", (int? school, string? by, string? q, int? page, Bus bus) => bus.Ask(new Query(school, by, q, page)).AsJson());
    }

    private static IResult File(string kind, Books books, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "text-books", text["text-books.books"], arabic, books.SchoolAr is null ? [] : [arabic ? books.SchoolAr : books.SchoolFr!],
        [
            SheetFile.HeadOf(text, books.ByTeacher ? "text-books.teacher" : "ui.class", "text-books.held", "text-books.written.head", "text-books.gaps", "text-books.late.head"),
            .. books.Lines.Select(l => (IReadOnlyList<object?>)[arabic ? l.NameAr : l.NameLatin, l.Held, l.Held - l.Gaps, l.Gaps, l.Late]),
        ]);
    }
}
