using System.Globalization;
using System.Security.Cryptography;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;

namespace Massar.Features.Enrollments.Domain;

/// <summary>The columns of a list of pupils, in the order of the model file.</summary>
public enum ImportColumn : byte
{
    Code,
    LastNameAr,
    FirstNameAr,
    LastNameLatin,
    FirstNameLatin,
    Sex,
    BirthDate,
    BirthPlaceAr,
    BirthPlaceLatin,
    BirthActNumber,
    Class,
    Level,
    Stream,
    GuardianQuality,
    GuardianLastNameAr,
    GuardianFirstNameAr,
    GuardianLastNameLatin,
    GuardianFirstNameLatin,
    GuardianCin,
    GuardianPhone,
}

/// <summary>A file as it was understood.</summary>
/// <param name="ReadAs">"xlsx", "ods", or "csv UTF-8 ;".</param>
/// <param name="Ignored">Headings nobody knows.</param>
public sealed record ImportReading(string Hash, string ReadAs, string Ignored, IReadOnlyList<(int Number, IReadOnlyDictionary<ImportColumn, string> Cells)> Rows);

/// <summary>Finds the columns of a list by their headings, in any order and in the words of three languages, and reads its rows.</summary>
public static class ImportColumns
{
    /// <summary>Where the headings may stand: lists have a title above them.</summary>
    private const int LastHeadRow = 12;

    private const int LeastKnown = 3;

    /// <summary>Longest text of a cell; nothing a list needs is longer.</summary>
    private const int LongestCell = 200;

    public static IReadOnlyList<ImportColumn> All { get; } = Enum.GetValues<ImportColumn>();

    /// <summary>Columns without which no row can be read.</summary>
    private static readonly ImportColumn[] Needed = [ImportColumn.LastNameAr, ImportColumn.FirstNameAr, ImportColumn.BirthDate];

    // Besides the sentences of the columns: what other programs' lists call them.
    private static readonly (ImportColumn Column, string Names)[] OtherNames =
    [
        (ImportColumn.Code, "code massar;code;cne;massar;رمز مسار;رقم مسار;الرمز;رقم التلميذ"),
        (ImportColumn.LastNameAr, "nom arabe;nom ar;النسب;النسب بالعربية;الاسم العائلي;family name arabic"),
        (ImportColumn.FirstNameAr, "prenom arabe;prenom ar;الاسم;الاسم بالعربية;الاسم الشخصي;first name arabic"),
        (ImportColumn.LastNameLatin, "nom;nom latin;nom fr;nom francais;النسب بالفرنسية;النسب باللاتينية;family name;last name"),
        (ImportColumn.FirstNameLatin, "prenom;prenom latin;prenom fr;prenom francais;الاسم بالفرنسية;الاسم باللاتينية;first name;given name"),
        (ImportColumn.Sex, "sexe;genre;النوع;الجنس;gender"),
        (ImportColumn.BirthDate, "date de naissance;date naissance;ne le;nee le;تاريخ الازدياد;تاريخ الولادة;date of birth"),
        (ImportColumn.BirthPlaceAr, "lieu de naissance arabe;lieu de naissance ar;مكان الازدياد;مكان الولادة"),
        (ImportColumn.BirthPlaceLatin, "lieu de naissance;lieu de naissance fr;place of birth;مكان الازدياد بالفرنسية"),
        (ImportColumn.BirthActNumber, "acte de naissance;numero d acte;n acte;n d acte;رقم الرسم;رقم رسم الولادة;رقم عقد الازدياد"),
        (ImportColumn.Class, "classe;القسم;section"),
        (ImportColumn.Level, "niveau;المستوى"),
        (ImportColumn.Stream, "filiere;الشعبة;المسلك"),
        (ImportColumn.GuardianQuality, "qualite du tuteur;qualite;lien;صفة الولي;الصفة"),
        (ImportColumn.GuardianLastNameAr, "نسب الولي;nom du tuteur arabe"),
        (ImportColumn.GuardianFirstNameAr, "اسم الولي;prenom du tuteur arabe"),
        (ImportColumn.GuardianLastNameLatin, "nom du tuteur;nom tuteur"),
        (ImportColumn.GuardianFirstNameLatin, "prenom du tuteur;prenom tuteur"),
        (ImportColumn.GuardianCin, "cin;cin du tuteur;cnie;رقم البطاقة الوطنية;بطاقة الولي"),
        (ImportColumn.GuardianPhone, "telephone;telephone du tuteur;gsm;tel;الهاتف;هاتف الولي;phone"),
    ];

    private static readonly Dictionary<string, ImportColumn?> Known = Names();

    /// <summary>Text key of a column's heading.</summary>
    public static string Heading(ImportColumn column) => $"enrollments.import.column.{column}";

    /// <summary>The heading of the model file: Arabic and French, whoever takes it.</summary>
    public static string ModelHeading(ImportColumn column) => $"{Words.All.Say("ar", Heading(column))} / {Words.All.Say("fr", Heading(column))}";

    /// <summary>Reads the file, or says why not.</summary>
    public static ImportReading? Read(byte[] file, out Refusal? refusal)
    {
        var reading = SpreadsheetFile.Read(file);
        if (reading.Workbook is not { } book)
        {
            refusal = Refusal.Invalid("File", $"enrollments.import.file.{reading.Refusal!.Code}", [.. reading.Refusal.Details]);
            return null;
        }

        refusal = null;
        SheetTable? best = null;
        var (head, columns, ignored) = (0, new Dictionary<int, ImportColumn>(), new List<string>());
        foreach (var sheet in book.Sheets.Where(s => !s.IsHidden))
            for (var row = 1; row <= Math.Min(LastHeadRow, sheet.RowCount); row++)
            {
                var (found, strange) = Heads(sheet, row);
                if (found.Count > columns.Count) (best, head, columns, ignored) = (sheet, row, found, strange);
            }

        if (best is null || columns.Count < LeastKnown)
        {
            refusal = Refusal.Invalid("File", "enrollments.import.file.no-heads");
            return null;
        }

        var missing = Needed.Except(columns.Values).ToList();
        if (missing.Count > 0)
        {
            refusal = Refusal.Invalid("File", "enrollments.import.file.columns-missing", string.Join(" – ", missing.Select(ModelHeading)));
            return null;
        }

        if (columns.Values.GroupBy(c => c).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            refusal = Refusal.Invalid("File", "enrollments.import.file.column-twice", ModelHeading(twice.Key));
            return null;
        }

        var rows = new List<(int, IReadOnlyDictionary<ImportColumn, string>)>();
        for (var row = head + 1; row <= best.RowCount; row++)
        {
            var cells = columns.Select(c => (Column: c.Value, Text: TextOf(best[row, c.Key]))).Where(c => c.Text.Length > 0).ToDictionary(c => c.Column, c => c.Text);
            if (cells.Count > 0) rows.Add((row, cells));
        }

        if (rows.Count == 0)
        {
            refusal = Refusal.Invalid("File", "enrollments.import.file.no-rows");
            return null;
        }

        var names = string.Join(" – ", ignored);
        return new ImportReading(Convert.ToHexStringLower(SHA256.HashData(file)),
            book.Format == SpreadsheetFormat.Csv ? $"csv {book.Encoding} {(book.Separator == '\t' ? "tab" : book.Separator)}" : book.Format == SpreadsheetFormat.Ods ? "ods" : "xlsx",
            names.Length > PupilImport.TextLength ? names[..PupilImport.TextLength] : names, rows);
    }

    private static (Dictionary<int, ImportColumn> Found, List<string> Strange) Heads(SheetTable sheet, int row)
    {
        var (found, strange) = (new Dictionary<int, ImportColumn>(), new List<string>());
        for (var column = 1; column <= sheet.ColumnCount; column++)
        {
            if (sheet[row, column].IsEmpty) continue;
            var typed = BidiSafe.Clean(sheet[row, column].Text);
            if (typed.Split('/').Append(typed).Select(ArabicFolding.Fold).FirstOrDefault(Known.ContainsKey) is { } name)
            {
                // Columns of our own answer, of a list that comes back mended, say nothing new.
                if (Known[name] is { } known) found[column] = known;
            }
            else
            {
                strange.Add(typed.Length > 40 ? typed[..40] : typed);
            }
        }

        return (found, strange);
    }

    // A day stands as programs keep it; whoever typed it as text is read later, row by row.
    private static string TextOf(Cell cell)
    {
        var text = cell.Date is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : cell.Text;
        return text.Length > LongestCell ? text[..LongestCell] : text;
    }

    private static Dictionary<string, ImportColumn?> Names()
    {
        var names = new Dictionary<string, ImportColumn?>(StringComparer.Ordinal);
        foreach (var column in Enum.GetValues<ImportColumn>())
            foreach (var language in (string[])["ar", "fr", "en"])
                names.TryAdd(ArabicFolding.Fold(Words.All.Say(language, Heading(column))), column);
        foreach (var (column, others) in OtherNames)
            foreach (var name in others.Split(';'))
                names.TryAdd(ArabicFolding.Fold(name), column);
        foreach (var own in (string[])["enrollments.import.row", "enrollments.import.fate", "enrollments.import.why", "enrollments.import.issued"])
            foreach (var language in (string[])["ar", "fr", "en"])
                names.TryAdd(ArabicFolding.Fold(Words.All.Say(language, own)), null);
        return names;
    }
}

/// <summary>A birth date as lists write it, never guessed: what could be two days is told, not read.</summary>
/// <param name="IsEither">Day and month could be exchanged.</param>
/// <param name="IsMonthFirst">The month stands first, as nobody writes it here.</param>
/// <param name="Wrong">Text key of the reason.</param>
public readonly record struct ImportedDay(DateOnly? Day, bool IsEither, bool IsMonthFirst, string? Wrong)
{
    private static readonly Dictionary<string, int> Months = MonthNames();

    /// <summary>Reads 2014-03-05, 05/03/2014, 5.3.2014, 5-3-2014, 5 mars 2014, ٥ مارس ٢٠١٤.</summary>
    public static ImportedDay Read(string typed)
    {
        var text = Digits.ToLatin(BidiSafe.Clean(typed));
        if (text.IndexOf('T', StringComparison.Ordinal) is 10 and var time) text = text[..time];
        var parts = text.Split(['/', '-', '.', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length == 1 && text.Length == 5 && text.All(char.IsAsciiDigit)) return Bad("serial");
        if (parts.Length > 3 && !char.IsAsciiDigit(parts[1][0])) parts = [parts[0], string.Join(' ', parts[1..^1]), parts[^1]];
        if (parts.Length != 3) return Bad("unknown");
        if (parts[0].EndsWith("er", StringComparison.Ordinal)) parts[0] = parts[0][..^2];
        var isNamed = !char.IsAsciiDigit(parts[1][0]);
        if (isNamed)
        {
            if (!Months.TryGetValue(ArabicFolding.Fold(parts[1]), out var month)) return HijriDate.Read(text) is not null ? Bad("hijri") : Bad("unknown");
            parts[1] = month.ToString(CultureInfo.InvariantCulture);
        }

        if (!parts.All(p => p.Length is > 0 and <= 4 && p.All(char.IsAsciiDigit))) return Bad("unknown");
        var (one, two, three) = (Number(parts[0]), Number(parts[1]), Number(parts[2]));
        var (year, isYearFirst) = parts[0].Length == 4 ? (one, true) : (three, false);
        if ((isYearFirst ? parts[0] : parts[2]).Length != 4) return Bad(parts[2].Length <= 2 ? "short-year" : "unknown");
        if (year is >= 1300 and <= 1500) return Bad("hijri");
        if (isYearFirst) return Of(year, two, three, isEither: false);
        if (!isNamed && two > 12 && one is > 0 and <= 12) return new ImportedDay(null, false, true, Key("month-first"));
        return Of(year, two, one, isEither: !isNamed && one <= 12 && two <= 12 && one != two);
    }

    private static ImportedDay Of(int year, int month, int day, bool isEither) =>
        year is >= 1950 and <= 2100 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new ImportedDay(new DateOnly(year, month, day), isEither, false, null) : Bad("no-day");

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static ImportedDay Bad(string reason) => new(null, false, false, Key(reason));

    private static string Key(string reason) => $"enrollments.import.day.{reason}";

    private static Dictionary<string, int> MonthNames()
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var month = 1; month <= 12; month++)
            foreach (var language in (string[])["ar", "fr", "en"])
                names.TryAdd(ArabicFolding.Fold(Formats.Month(month, language)), month);
        foreach (var (name, month) in ((string, int)[])[("ابريل", 4), ("افريل", 4), ("مايو", 5), ("يوليو", 7), ("اغسطس", 8), ("سبتمبر", 9), ("نوفمبر", 11), ("ديسمبر", 12)])
            names.TryAdd(ArabicFolding.Fold(name), month);
        return names;
    }
}
