namespace Massar.Features.TextBooks;

public static class Permissions
{
    /// <summary>Teachers: the book of the lessons they give, and its plan.</summary>
    public const string Write = "text-books.write";

    /// <summary>Heads and inspectors: the books of the schools at or below their place, with the lessons that have no entry.</summary>
    public const string View = "text-books.view";

    /// <summary>Heads: what an entry said before it was changed, and why.</summary>
    public const string Trace = "text-books.trace";

    /// <summary>Pupils and guardians: homework, and what was done in class.</summary>
    public const string Own = "text-books.own";
}
