using System.Linq.Expressions;
using Massar.Infrastructure.Text;

namespace Massar.Infrastructure.Data;

/// <summary>Finds people by what was typed of their name, in either script and any spelling, in a column written by <see cref="ArabicFolding.SearchKey"/>.</summary>
public static class NameSearch
{
    private const int MostWords = 5;

    // A longer word of two consonants is no name.
    private const int LongestOfTwo = 5;

    /// <summary>Rows whose name holds every word: folded Arabic or Latin, or by its consonants. Nothing typed narrows nothing.</summary>
    /// <param name="key">The column.</param>
    /// <param name="words">As typed.</param>
    public static IQueryable<T> NamedLike<T>(this IQueryable<T> rows, Expression<Func<T, string>> key, string? words)
    {
        foreach (var word in ArabicFolding.Fold(words).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostWords))
        {
            var holds = Holds(word);
            rows = rows.Where(Expression.Lambda<Func<T, bool>>(new Swap(holds.Parameters[0], key.Body).Visit(holds.Body), key.Parameters));
        }

        return rows;
    }

    private static Expression<Func<string, bool>> Holds(string word)
    {
        var (latin, skeleton) = (ArabicFolding.FoldLatin(word), ArabicFolding.Skeleton(word));
        // Consonants find a name by its beginning; two of them would find half the school, so they must be all there is of it.
        var (start, part) = ("|" + skeleton, " " + skeleton);
        var (startAlone, partAlone) = (start + " ", part + " ");
        return skeleton.Length switch
        {
            > 2 => k => k.Contains(word) || k.Contains(latin) || k.Contains(start) || k.Contains(part),
            2 when word.Length <= LongestOfTwo => k => k.Contains(word) || k.Contains(latin)
                || k.Contains(startAlone) || k.Contains(partAlone) || k.EndsWith(start) || k.EndsWith(part),
            _ => k => k.Contains(word) || k.Contains(latin),
        };
    }

    private sealed class Swap(ParameterExpression from, Expression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
