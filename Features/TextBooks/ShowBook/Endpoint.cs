using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.TextBooks.ShowBook;

/// <summary>A head or an inspector reads the book of a class or of a teacher since the first day of lessons, with every lesson that has no entry named.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.View).NeverStored();

        Doors("books/classes", BookOf.Class);
        Doors("books/teachers", BookOf.Teacher);

        void Doors(string route, BookOf of)
        {
            area.Pages.MapGet($"{route}/{{id:long}}", (long id, string? subject, string? show, int? page, Bus bus) => bus.Ask(new Query(of, id, subject, show, page)).As<Table>());

            foreach (var kind in SheetFile.Kinds)
                area.Pages.MapGet($"{route}/{{id:long}}/book.{kind}", (long id, string? subject, string? show, Bus bus, Text text, ExportDesk exports) =>
                    bus.Ask(new Query(of, id, subject, show, null) { IsWhole = true }).Then(book => exports.Hand(ExportKinds.TextBooks, book.Lines.Select(l => l.TeacherId).Distinct().Count(), () => File(kind, book, text))));

            area.Api.MapGet($"{route}/{{id:long}}", (long id, string? subject, string? show, int? page, Bus bus) => bus.Ask(new Query(of, id, subject, show, page)).AsJson());
        }
    }

    private static IResult File(string kind, Book book, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "text-book", text["text-books.title"], arabic, [arabic ? book.NameAr : book.NameLatin],
        [
            SheetFile.HeadOf(text, "ui.date", "text-books.hour", "ui.class", "ui.subject", "text-books.half.head", "text-books.teacher", "ui.status", "text-books.entry.title", "text-books.summary", "text-books.homework.one", "text-books.due", "text-books.minutes", "text-books.written-on"),
            .. book.Lines.Select(l => (IReadOnlyList<object?>)[l.Day, l.Time, l.ClassName, arabic ? l.SubjectAr : l.SubjectFr, l.Half == 0 ? null : l.Half, arabic ? l.TeacherAr : l.TeacherLatin,
                text[l.Entry is null ? "text-books.state.gap" : l.Entry.IsLate ? "text-books.state.late" : $"text-books.work.{l.Entry.Work}"], l.Entry?.Title, l.Entry?.Summary, l.Entry?.Homework, l.Entry?.DueOn, l.Entry?.Minutes, l.Entry?.WrittenOn]),
        ]);
    }
}
