using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;

namespace Massar.Features.Enrollments.Domain;

/// <summary>
/// The pupil list (لائحة التلاميذ) as the ministry's program prints it to a file: one sheet for each class, cells at fixed places, columns from the
/// right. Which of the two name columns holds the family name is read from their headings, never supposed.
/// </summary>
public static class PupilListFile
{
    private const int HeadRow = 15;
    private const int FirstRow = 16;

    private static readonly string Title = ArabicFolding.Fold("لائحة التلاميذ");
    private static readonly string YearLabel = ArabicFolding.Fold("السنة الدراسية");
    private static readonly string[] FamilyNames = [.. new[] { "النسب", "الاسم العائلي", "اللقب" }.Select(ArabicFolding.Fold)];

    // Sheet, class and level stand once above the rows; the rest is a pupil's own.
    private static readonly (string Class, string Level) Above = ("I11", "T10");
    private static readonly (ImportColumn Column, string Letter)[] Own =
        [(ImportColumn.Code, "X"), (ImportColumn.Sex, "L"), (ImportColumn.BirthDate, "F"), (ImportColumn.BirthPlaceAr, "C")];

    private static readonly string[] Names = ["M", "Q"];

    /// <summary>At least one sheet says of itself that it is such a list.</summary>
    public static bool IsOne(Workbook book) => book.Sheets.Any(IsOne);

    /// <summary>The rows of all sheets in their order, numbered through where there are several; null with a refusal that names the sheet.</summary>
    public static ListReading<ImportColumn>? Read(Workbook book, string hash, out Refusal? refusal)
    {
        var lists = book.Sheets.Where(s => !s.IsHidden && IsOne(s)).ToList();
        var rows = new List<(int, IReadOnlyDictionary<ImportColumn, string>)>();
        foreach (var sheet in lists)
        {
            var families = Names.Where(n => IsFamilyName(At(sheet, n, HeadRow).Text)).ToList();
            if (families.Count != 1)
            {
                refusal = Refusal.Invalid("File", "enrollments.import.ministry.names", BidiSafe.Cut(sheet.Name, 60));
                return null;
            }

            var (family, given) = (families[0], Names.Single(n => n != families[0]));
            for (var row = FirstRow; row <= sheet.RowCount; row++)
            {
                var cells = Own.Append((ImportColumn.LastNameAr, family)).Append((ImportColumn.FirstNameAr, given))
                    .Select(c => (c.Item1, Text: ListFile.TextOf(At(sheet, c.Item2, row)))).Where(c => c.Text.Length > 0).ToDictionary(c => c.Item1, c => c.Text);
                // Below the pupils stand totals and signatures: no code and no name.
                if (!cells.ContainsKey(ImportColumn.Code) && !(cells.ContainsKey(ImportColumn.LastNameAr) && cells.ContainsKey(ImportColumn.FirstNameAr))) continue;
                if (ListFile.TextOf(At(sheet, Above.Class)) is { Length: > 0 } made) cells[ImportColumn.Class] = made;
                else if (ListFile.TextOf(At(sheet, Above.Level)) is { Length: > 0 } level) cells[ImportColumn.Level] = level;
                rows.Add((lists.Count == 1 ? row : rows.Count + 1, cells));
            }
        }

        refusal = rows.Count == 0 ? Refusal.Invalid("File", "ui.list.file.no-rows")
            : rows.Count > SpreadsheetLimits.Default.Rows ? Refusal.Invalid("File", "ui.list.file.too-many-rows", SpreadsheetLimits.Default.Rows.ToString(CultureInfo.InvariantCulture)) : null;
        return refusal is null ? new ListReading<ImportColumn>(hash, ListFile.FormatOf(book), "", rows) : null;
    }

    private static bool IsOne(SheetTable sheet) =>
        ArabicFolding.Fold(At(sheet, "K", 3).Text).Contains(Title, StringComparison.Ordinal) && ArabicFolding.Fold(At(sheet, "E", 6).Text).Contains(YearLabel, StringComparison.Ordinal);

    private static bool IsFamilyName(string heading) => ArabicFolding.Fold(heading) is var folded && FamilyNames.Any(f => folded.Contains(f, StringComparison.Ordinal));

    private static Cell At(SheetTable sheet, string letter, int row) => At(sheet, letter + row.ToString(CultureInfo.InvariantCulture));

    private static Cell At(SheetTable sheet, string address) =>
        CellAddress.TryRead(address, out var row, out var column) ? sheet[row, column] : throw new ArgumentException(address, nameof(address));
}
