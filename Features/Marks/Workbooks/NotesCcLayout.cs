using System.Globalization;
using System.Text;
using Massar.Infrastructure.Spreadsheets;

namespace Massar.Features.Marks.Workbooks;

/// <summary>Where things stand in a NotesCC sheet, and the words that name them.</summary>
internal static class NotesCcLayout
{
    public const string SheetName = "NotesCC";
    public const string Signature = "sgs";
    public const string Title = "نقط المراقبة المستمرة";
    public const int TitleRow = 4;
    public const int KeyRow = 5;
    public const int MarkerRow = 15;
    public const int HeaderRow = 16;
    public const int SubHeaderRow = 17;
    public const int FirstRow = 18;
    public const int IdColumn = 2;
    public const int CodeColumn = 3;
    public const int NameColumn = 4;
    public const int BirthColumn = 6;
    public const int FirstMarkColumn = 7;
    public const int RemarkMarker = 100;

    /// <summary>The importer of Massar looks at columns A and Z of the two technical rows.</summary>
    public const int LastTechnicalColumn = 26;

    public const string IdHeader = "ID";
    public const string CodeHeader = "رقم التلميذ";
    public const string NameHeader = "إسم التلميذ";
    public const string BirthHeader = "تاريخ الإزدياد";
    public const string RemarkHeader = "ملاحظات الأستاذ";
    public const string MarkHeader = "النقطة";
    public const string AbsenceHeader = "التغيب";

    public static string SemesterName(int semester) => semester == 2 ? "الدورة الثانية" : "الدورة الأولى";

    /// <summary>
    /// A title as it is compared: without spaces, vowels, punctuation and lengthening, with one form of alef, yeh and teh marbuta,
    /// and Latin digits.
    /// </summary>
    public static string Normalize(string title)
    {
        var plain = new StringBuilder(title.Length);
        foreach (var c in title)
        {
            if (char.IsDigit(c)) plain.Append((char)('0' + (int)char.GetNumericValue(c)));
            else if (char.IsLetter(c) && c != 'ـ')
            {
                plain.Append(c switch
                {
                    'أ' or 'إ' or 'آ' or 'ٱ' => 'ا',
                    'ى' or 'ئ' => 'ي',
                    'ؤ' => 'و',
                    'ة' => 'ه',
                    'ء' => '\0',
                    _ => char.ToLowerInvariant(c),
                });
            }
        }

        return plain.Replace("\0", "").ToString();
    }

    /// <summary>A name as it is compared: the words of <see cref="Normalize"/>, in any order.</summary>
    public static bool SameName(string one, string other)
    {
        if (Normalize(one) == Normalize(other)) return true;
        var left = Words(one);
        var right = Words(other);
        return left.SequenceEqual(right);

        static string[] Words(string name) =>
            [.. name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Normalize).Where(w => w.Length > 0).Order(StringComparer.Ordinal)];
    }

    /// <summary>One blank between words, whatever the file had (tabs, double blanks, no-break spaces).</summary>
    public static string OneBlank(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The code of a pupil as it is compared: capital letter and Latin digits, nothing else.</summary>
    public static string Code(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsDigit(c)) plain.Append((char)('0' + (int)char.GetNumericValue(c)));
            else if (!char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format) plain.Append(char.ToUpperInvariant(c));
        }

        return plain.ToString();
    }

    /// <summary>A Massar code is one letter and nine digits.</summary>
    public static bool IsMassarCode(string code) =>
        code.Length == 10 && char.IsAsciiLetterUpper(code[0]) && code.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    public static string Remark(Cell cell)
    {
        var text = cell.Text;
        return text.Length > 1 && text[0] == '\'' && FormulaSafety.IsDangerous(text.AsSpan(1)) ? text[1..] : text is "-" ? "" : text;
    }
}

/// <summary>Reads the marks and absences people type.</summary>
public static class MarkText
{
    /// <summary>
    /// A decimal number written "12,5", "12.5", "١٢٫٥" or a number cell. No exponent, no thousands: what is not plainly a number
    /// is not guessed.
    /// </summary>
    public static bool TryRead(string text, out decimal points)
    {
        Span<char> plain = stackalloc char[24];
        var length = 0;
        points = 0;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format) continue;
            if (length == plain.Length) return false;
            if (c is ',' or '.' or '٫' or '،') plain[length++] = '.';
            else if (c == '-' && length == 0) plain[length++] = '-';
            else if (c is (>= '0' and <= '9') or (>= '٠' and <= '٩') or (>= '۰' and <= '۹')) plain[length++] = (char)('0' + (int)char.GetNumericValue(c));
            else return false;
        }

        return length > 0 && decimal.TryParse(
            plain[..length], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out points);
    }

    /// <summary>Absent, present, or null for a word that says neither.</summary>
    public static bool? IsAbsent(string text) => NotesCcLayout.Normalize(text) switch
    {
        "" when text.Trim().Length == 0 => false,
        "0" or "لا" or "non" or "no" or "false" or "حاضر" or "حاضره" => false,
        "1" or "x" or "غ" or "نعم" or "oui" or "yes" or "true" or "غايب" or "غايبه" or "abs" => true,
        "" when text.Trim() is "×" or "✓" or "✔" => true,
        "" when text.Trim() is "-" or "–" => false,
        _ => null,
    };

    internal static bool TryRead(Cell cell, out decimal points)
    {
        if (cell.Kind != CellKind.Number) return TryRead(cell.Text, out points);
        points = cell.Number ?? 0;
        return cell.Number is not null;
    }
}
