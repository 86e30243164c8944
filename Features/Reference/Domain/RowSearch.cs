using System.Globalization;
using Massar.Infrastructure.Text;

namespace Massar.Features.Reference.Domain;

/// <summary>Finds rows of a reference list by any of their texts, in either script, however it is spelled.</summary>
public static class RowSearch
{
    public static IReadOnlyList<ReferenceRow> Filter(IReadOnlyList<ReferenceRow> rows, string? search)
    {
        var words = ArabicFolding.Fold(search).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0
            ? rows
            : [.. rows.Where(r => ArabicFolding.Fold(string.Join(' ', r.Values.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)))) is var all
                && words.All(w => all.Contains(w, StringComparison.Ordinal)))];
    }
}
