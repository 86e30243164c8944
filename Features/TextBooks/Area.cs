using Massar.Infrastructure.Web;

namespace Massar.Features.TextBooks;

/// <summary>The class's text book (دفتر النصوص, cahier de textes): what each lesson did, the plan it follows, and the homework that families see.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "text-books";

    public static string? Title => "text-books.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("text-books.mine", Links.Mine, Permissions.Write, 26),
        new("text-books.books", Links.Books, Permissions.View, 27),
        new("text-books.homework", Links.Homework, Permissions.Own, 17),
    ];
}
