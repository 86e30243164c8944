using System.Globalization;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace Massar.Infrastructure.Spreadsheets;

/// <summary>Reads .xls (BIFF, Excel 97-2003), the form in which the ministry's pupil lists still come. Macros and passwords are refused; formulas come as the value last computed.</summary>
internal static class XlsReader
{
    static XlsReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    // Names in the directory of the compound file, as it writes them.
    private static ReadOnlySpan<byte> MacroStorage => "_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0"u8;

    public static Workbook ReadUnguarded(byte[] file, SpreadsheetLimits limits)
    {
        if (file.AsSpan().IndexOf(MacroStorage) >= 0) throw new SpreadsheetRefusedException(SpreadsheetRefusals.Macros);
        CompoundFile.Check(file);
        try
        {
            return Read(file, limits);
        }
        catch (InvalidPasswordException)
        {
            throw new SpreadsheetRefusedException(SpreadsheetRefusals.Encrypted);
        }
        catch (Exception broken) when (broken is ExcelReaderException or NullReferenceException or InvalidCastException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            // what the library answers nonsense with
            throw new SpreadsheetRefusedException(SpreadsheetRefusals.Damaged);
        }
    }

    private static Workbook Read(byte[] file, SpreadsheetLimits limits)
    {
        using var reader = ExcelReaderFactory.CreateBinaryReader(new MemoryStream(file, writable: false), new ExcelReaderConfiguration { FallbackEncoding = Encoding.GetEncoding(1256) });
        var sheets = new BoundedSheets(limits);
        do
        {
            var sheet = sheets.Add(reader.Name ?? "", reader.VisibleState != "visible");
            for (var row = 1; reader.Read(); row++)
            {
                // Blank rows are counted too: a file may declare 65,536 of them on every sheet.
                if (row > limits.Rows && IsBlank(reader)) continue;
                for (var column = 0; column < reader.FieldCount; column++)
                    if (CellOf(reader, column) is { Kind: not CellKind.Empty } cell)
                        sheets.Put(sheet, row, column + 1, cell);
            }
        }
        while (reader.NextResult());

        return new Workbook(SpreadsheetFormat.Xls, sheets.Sheets);
    }

    private static bool IsBlank(IExcelDataReader reader)
    {
        for (var column = 0; column < reader.FieldCount; column++)
            if (reader.GetValue(column) is not null)
                return false;
        return true;
    }

    // A formula that went wrong has no value here: its cell is empty.
    private static Cell CellOf(IExcelDataReader reader, int column) =>
        reader.GetValue(column) switch
        {
            string text => Cell.Of(text),
            double number => new Cell(CellKind.Number, number.ToString("R", CultureInfo.InvariantCulture)),
            int number => new Cell(CellKind.Number, number.ToString(CultureInfo.InvariantCulture)),
            bool yes => new Cell(CellKind.Boolean, yes ? "1" : "0"),
            DateTime day => new Cell(CellKind.Date, day.ToString("s", CultureInfo.InvariantCulture)),
            TimeSpan time => Cell.Of(time.ToString("c", CultureInfo.InvariantCulture)),
            _ => Cell.Empty,
        };
}

/// <summary>The chains of sectors of a compound file (MS-CFB), checked before a library follows them: one that bites its tail would be followed for ever.</summary>
internal static class CompoundFile
{
    private const uint EndOfChain = 0xFFFF_FFFE;
    private const uint LastSector = 0xFFFF_FFFA;
    private const int Header = 512;
    private const int HeaderFats = 109;

    /// <exception cref="SpreadsheetRefusedException">A chain is broken or never ends.</exception>
    public static void Check(ReadOnlySpan<byte> file)
    {
        if (file.Length < Header) throw Damaged();
        var shift = Int16(file, 0x1E);
        if (shift is not (9 or 12)) throw Damaged();
        var size = 1 << shift;
        var sectors = (file.Length + size - 1) / size;

        var fats = new List<uint>();
        for (var i = 0; i < HeaderFats; i++) Add(fats, Int32(file, 0x4C + (i * 4)));
        var extra = Int32(file, 0x44);
        for (var seen = 0; extra <= LastSector; seen++)
        {
            if (seen > sectors) throw Damaged();
            var at = At(extra, size, file.Length);
            for (var i = 0; i < (size / 4) - 1; i++) Add(fats, Int32(file, at + (i * 4)));
            extra = Int32(file, at + size - 4);
        }

        if (fats.Count > sectors) throw Damaged();
        var table = new uint[fats.Count * (size / 4)];
        for (var i = 0; i < fats.Count; i++)
        {
            var at = At(fats[i], size, file.Length);
            for (var j = 0; j < size / 4; j++) table[(i * (size / 4)) + j] = Int32(file, at + (j * 4));
        }

        Follow(table);
        MiniTable(file, table, size);
    }

    // The small sectors have a table of their own, kept as one stream.
    private static void MiniTable(ReadOnlySpan<byte> file, uint[] table, int size)
    {
        var small = new List<uint>();
        for (var sector = Int32(file, 0x3C); sector <= LastSector; sector = sector < table.Length ? table[sector] : EndOfChain)
        {
            var at = At(sector, size, file.Length);
            for (var j = 0; j < size / 4; j++) small.Add(Int32(file, at + (j * 4)));
            if (small.Count > (file.Length / 64) + size) throw Damaged();
        }

        Follow([.. small]);
    }

    /// <summary>Every chain ends: nothing points to a sector that has led back to it.</summary>
    private static void Follow(ReadOnlySpan<uint> table)
    {
        // 0 not looked at, otherwise the number of the walk that came by; an older walk's sectors are known to end.
        var walks = new int[table.Length];
        for (var start = 0; start < table.Length; start++)
            for (var at = (uint)start; at < table.Length && walks[at] != start + 1; at = table[(int)at])
            {
                if (walks[at] != 0) break;
                walks[at] = start + 1;
                if (table[(int)at] < table.Length && walks[table[(int)at]] == start + 1) throw Damaged();
            }
    }

    private static void Add(List<uint> fats, uint sector)
    {
        if (sector <= LastSector) fats.Add(sector);
    }

    private static int At(uint sector, int size, int length)
    {
        var at = ((long)sector + 1) * size;
        return at + size <= length ? (int)at : throw Damaged();
    }

    private static uint Int32(ReadOnlySpan<byte> file, int at) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(file[at..]);

    private static int Int16(ReadOnlySpan<byte> file, int at) => System.Buffers.Binary.BinaryPrimitives.ReadUInt16LittleEndian(file[at..]);

    private static SpreadsheetRefusedException Damaged() => new(SpreadsheetRefusals.Damaged);
}
