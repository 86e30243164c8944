using System.Globalization;
using System.Text;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;

namespace Massar.Features.Marks.Domain;

/// <summary>
/// How many cells of a sheet hold something, and a code over all of them: kept when the head validates, renewed by a counter-signed
/// correction, compared whenever marks are published. A cell that changed in any other way shows, and who has the database alone
/// cannot make another seal, because the key is not in it.
/// </summary>
/// <param name="Count">Cells that are not empty.</param>
/// <param name="Code">From <see cref="Sealer"/>, over the sheet's key and its cells in the order of pupils' numbers. Sheets sealed before
/// there was a key hold a plain SHA-256 in hexadecimal, which proves nothing until it is sealed anew.</param>
public readonly record struct Seal(int Count, string Code)
{
    private const string Use = "marks";

    /// <summary>Made without a key, as all were at first; anybody can make one.</summary>
    public bool IsPlain => !Sealer.IsKeyed(Code);

    /// <summary>The seal these cells have, or would have had when <paramref name="kept"/> was made: equal to it exactly when nothing changed.</summary>
    public static Seal Of(Sealer sealer, SheetKey sheet, IEnumerable<(long PupilId, CellValue Value)> cells, Seal? kept = null)
    {
        var (text, count) = Written(sheet, cells);
        return new Seal(count, sealer.SealLike(kept?.Code, Use, text) ?? sealer.Seal(Use, text));
    }

    /// <summary>The seal these cells had before there was a key.</summary>
    public static Seal Plain(SheetKey sheet, IEnumerable<(long PupilId, CellValue Value)> cells)
    {
        var (text, count) = Written(sheet, cells);
        return new Seal(count, Fingerprint.Of(text));
    }

    /// <summary>"40 marks 9f86d081": enough for people to compare.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} marks {Code.AsSpan(Code.LastIndexOf('.') + 1)[..Math.Min(12, Code.Length - Code.LastIndexOf('.') - 1)]}");

    private static (string Text, int Count) Written(SheetKey sheet, IEnumerable<(long PupilId, CellValue Value)> cells)
    {
        var (text, count) = (new StringBuilder(), 0);
        text.Append(CultureInfo.InvariantCulture, $"{sheet.ClassId}/{sheet.Subject}/{sheet.Semester}/{sheet.Number}\n");
        foreach (var (pupil, value) in cells.Where(c => !c.Value.IsEmpty).OrderBy(c => c.PupilId))
        {
            text.Append(CultureInfo.InvariantCulture, $"{pupil}={value.Plain}\n");
            count++;
        }

        return (text.ToString(), count);
    }
}
