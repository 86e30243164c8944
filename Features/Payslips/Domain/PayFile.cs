using System.Globalization;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;

namespace Massar.Features.Payslips.Domain;

/// <summary>A pay file as it was understood.</summary>
/// <param name="Month">First day of the month its head names.</param>
/// <param name="Employer">Code of the academy its head names.</param>
/// <param name="Lines">Number of lines by its head, and the two sums, dirhams; null where it says nothing readable.</param>
/// <param name="People">Those with lines, in the order of the file.</param>
public sealed record PayFileReading(string Hash, string ReadAs, DateOnly Month, string Employer, int? Lines, decimal? Credits, decimal? Debits, IReadOnlyList<FilePerson> People)
{
    public int LineCount => People.Sum(p => p.Lines.Count);

    public decimal SumOf(bool credit) => People.Sum(p => p.SumOf(credit));
}

/// <summary>One person's lines.</summary>
/// <param name="Number">The first row.</param>
public sealed record FilePerson(int Number, string Ppr, IReadOnlyList<FileLine> Lines)
{
    public decimal SumOf(bool credit) => Lines.Where(l => l.IsCredit == credit).Sum(l => l.Amount ?? 0);
}

/// <summary>
/// Reads a pay file: above, lines of a name and a value (month, employer, number of lines, sum of credits, sum of debits); then the headings
/// PPR, code, amount, kind; then one row for each line. Names and headings in Arabic, French or English, in any order.
/// </summary>
public static class PayFile
{
    /// <summary>The two kinds as the file writes them.</summary>
    public const string Credit = "C";

    public const string Debit = "D";

    private const int LastHeadRow = 15;
    private const decimal MostAmount = 1_000_000;
    private const decimal MostSum = 9_999_999_999.99m;

    /// <summary>More lines than any academy's staff needs in one file; a larger employer sends several.</summary>
    private static readonly SpreadsheetLimits Limits = new() { FileBytes = 8 * 1024 * 1024, Rows = 60_000, Columns = 12, Cells = 300_000 };

    private static readonly Dictionary<string, string> Heads = Names(
        ("month", "mois;month;الشهر;شهر;mois de paie"),
        ("employer", "employeur;code employeur;employer;employer code;المشغل;رمز المشغل;academie;رمز الأكاديمية"),
        ("lines", "lignes;nombre de lignes;lines;number of lines;عدد السطور;السطور"),
        ("credits", "total credits;credits;total des credits;total of credits;مجموع الأداءات;الأداءات"),
        ("debits", "total debits;debits;total des debits;total of debits;مجموع الاقتطاعات;الاقتطاعات"));

    private static readonly Dictionary<string, string> Columns = Names(
        ("ppr", "ppr;drpp;som;رقم التأجير;payroll number"),
        ("code", "code;code ligne;code de ligne;line code;رمز السطر;الرمز"),
        ("amount", "montant;amount;المبلغ"),
        ("kind", "sens;nature;kind;credit debit;النوع;أداء اقتطاع;type"));

    private static readonly Dictionary<string, string> Kinds = Names((Credit, "c;credit;+;أداء"), (Debit, "d;debit;-;اقتطاع"));

    /// <summary>Reads the file, or says why not.</summary>
    public static PayFileReading? Read(byte[] file, out Refusal? refusal)
    {
        var reading = SpreadsheetFile.Read(file, Limits);
        if (reading.Workbook is not { } book)
        {
            refusal = Refusal.Invalid("File", $"payslips.import.file.{reading.Refusal!.Code}", [.. reading.Refusal.Details]);
            return null;
        }

        foreach (var sheet in book.Sheets.Where(s => !s.IsHidden))
            if (HeadsOf(sheet) is { } found)
                return Read(sheet, found.Row, found.Columns, Fingerprint.Of(file),
                    ListFile.FormatOf(book), out refusal);
        refusal = Refusal.Invalid("File", "payslips.import.file.no-heads");
        return null;
    }

    private static PayFileReading? Read(SheetTable sheet, int head, Dictionary<string, int> columns, string hash, string readAs, out Refusal? refusal)
    {
        var said = new Dictionary<string, Cell>();
        for (var row = 1; row < head; row++)
            if (Heads.TryGetValue(Folded(sheet[row, 1].Text), out var name))
                said.TryAdd(name, sheet[row, 2]);
        refusal = null;
        if (!said.TryGetValue("month", out var monthCell) || MonthOf(monthCell) is not { } month)
            refusal = Refusal.Invalid("File", "payslips.import.file.no-month");
        else if (!said.TryGetValue("employer", out var employerCell) || Plain(employerCell, 20) is not { Length: > 0 } employer)
            refusal = Refusal.Invalid("File", "payslips.import.file.no-employer");
        else
        {
            var people = new Dictionary<string, (int Number, string Ppr, List<FileLine> Lines)>(StringComparer.Ordinal);
            for (var row = head + 1; row <= sheet.RowCount; row++)
            {
                var (ppr, code) = (Plain(sheet[row, columns["ppr"]], 20), Plain(sheet[row, columns["code"]], PayLineCode.CodeLength));
                var (amount, kind) = (sheet[row, columns["amount"]], sheet[row, columns["kind"]].Text);
                if (ppr.Length == 0 && code.Length == 0 && amount.IsEmpty) continue;
                if (!people.TryGetValue(ppr, out var person)) people[ppr] = person = (row, ppr, []);
                person.Lines.Add(new FileLine(row, code, AmountOf(amount, 0.01m, MostAmount), Kinds.TryGetValue(Folded(kind), out var side) ? side == Credit : null));
            }

            if (people.Values.Sum(p => p.Lines.Where(l => l.IsCredit != false).Sum(l => l.Amount ?? 0)) > MostSum || people.Values.Sum(p => p.Lines.Where(l => l.IsCredit == false).Sum(l => l.Amount ?? 0)) > MostSum)
            {
                refusal = Refusal.Invalid("File", "payslips.import.file.too-much");
                return null;
            }

            if (people.Count > 0)
                return new PayFileReading(hash, readAs, month, Digits.ToLatin(employer),
                    said.TryGetValue("lines", out var lines) ? (int?)AmountOf(lines, 0, int.MaxValue) : null,
                    said.TryGetValue("credits", out var credits) ? AmountOf(credits, 0, MostSum) : null,
                    said.TryGetValue("debits", out var debits) ? AmountOf(debits, 0, MostSum) : null,
                    [.. people.Values.Select(p => new FilePerson(p.Number, p.Ppr, p.Lines))]);
            refusal = Refusal.Invalid("File", "payslips.import.file.no-rows");
        }

        return null;
    }

    private static (int Row, Dictionary<string, int> Columns)? HeadsOf(SheetTable sheet)
    {
        for (var row = 1; row <= Math.Min(LastHeadRow, sheet.RowCount); row++)
        {
            var found = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var column = 1; column <= sheet.ColumnCount; column++)
                if (Columns.TryGetValue(Folded(sheet[row, column].Text), out var name))
                    found.TryAdd(name, column);
            if (found.Count == 4) return (row, found);
        }

        return null;
    }

    // 2026-11, 11/2026, or a day of the month as programs keep it.
    private static DateOnly? MonthOf(Cell cell)
    {
        if (cell.Date is { } day) return new DateOnly(day.Year, day.Month, 1);
        var typed = Digits.ToLatin(BidiSafe.Clean(cell.Text));
        return DateOnly.TryParseExact(typed, ["yyyy-MM", "MM/yyyy", "M/yyyy", "yyyy/MM", "yyyyMM"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month.Year is >= 2000 and <= 2099 ? month : null;
    }

    private static decimal? AmountOf(Cell cell, decimal least, decimal most) =>
        cell.Number is { } number ? (number >= least && number <= most && decimal.Round(number, 2) == number ? number : null) : NumberReader.Read(cell.Text, 2, least, most).Value;

    private static string Plain(Cell cell, int longest) => Digits.ToLatin(BidiSafe.Clean(cell.Text, longest));

    private static string Folded(string text) => ArabicFolding.Fold(text) is { Length: > 0 } folded ? folded : text.Trim();

    private static Dictionary<string, string> Names(params (string Name, string Words)[] names) =>
        names.SelectMany(n => n.Words.Split(';').Select(w => (n.Name, Word: Folded(w)))).DistinctBy(n => n.Word).ToDictionary(n => n.Word, n => n.Name, StringComparer.Ordinal);
}
