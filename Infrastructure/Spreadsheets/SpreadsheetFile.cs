using System.Xml;

namespace Massar.Infrastructure.Spreadsheets;

/// <summary>Reads .xlsx, .ods, .csv and, where wanted, .xls by looking at the bytes; the name and the declared type of an upload prove nothing.</summary>
public static class SpreadsheetFile
{
    private static ReadOnlySpan<byte> OleSignature => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>Takes at most the permitted number of bytes from the stream, then reads them.</summary>
    public static async Task<SpreadsheetReading> ReadAsync(
        Stream upload, SpreadsheetLimits? limits = null, CancellationToken ct = default)
    {
        limits ??= SpreadsheetLimits.Default;
        using var taken = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await upload.ReadAsync(buffer, ct)) > 0;)
        {
            if (taken.Length + read > limits.FileBytes) return new SpreadsheetReading(null, TooLarge(limits));
            taken.Write(buffer, 0, read);
        }

        return Read(taken.ToArray(), limits);
    }

    public static SpreadsheetReading Read(byte[] file, SpreadsheetLimits? limits = null)
    {
        limits ??= SpreadsheetLimits.Default;
        return Guard(file, limits, () =>
        {
            if (file.AsSpan().StartsWith(OleSignature)) return XlsReader.ReadUnguarded(file, limits);
            if (!IsZip(file)) return CsvReader.ReadUnguarded(file, limits);
            using var package = new SafePackage(file, limits);
            return package.Has("content.xml") ? OdsReader.ReadUnguarded(package) : XlsxReader.ReadUnguarded(package);
        });
    }

    internal static bool IsZip(ReadOnlySpan<byte> file) => file.StartsWith("PK\u0003\u0004"u8) || file.StartsWith("PK\u0005\u0006"u8);

    internal static SpreadsheetReading Guard(byte[] file, SpreadsheetLimits limits, Func<Workbook> read)
    {
        Workbook? book = null;
        var refusal = Guarded(file, limits, () => book = read());
        return refusal is null ? new SpreadsheetReading(book, null) : new SpreadsheetReading(null, refusal);
    }

    /// <summary>Turns every way a hostile or broken file can fail into a refusal; anything else is our fault and passes.</summary>
    internal static SpreadsheetRefusal? Guarded(byte[] file, SpreadsheetLimits limits, Action read)
    {
        if (file.Length == 0) return new SpreadsheetRefusal(SpreadsheetRefusals.Empty);
        if (file.Length > limits.FileBytes) return TooLarge(limits);
        if (file.AsSpan().StartsWith(OleSignature))
        {
            // an encrypted workbook is an OLE file whose stream is named EncryptedPackage (UTF-16)
            var encrypted = file.AsSpan().IndexOf("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"u8) >= 0;
            if (encrypted) return new SpreadsheetRefusal(SpreadsheetRefusals.Encrypted);
            if (!limits.ReadOldFormat) return new SpreadsheetRefusal(SpreadsheetRefusals.OldFormat);
        }

        try
        {
            read();
            return null;
        }
        catch (SpreadsheetRefusedException refused)
        {
            return refused.Refusal;
        }
        catch (Exception broken) when (broken is InvalidDataException or XmlException or IOException or NotSupportedException
            or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            // ZipArchive and XmlReader answer nonsense with these
            return new SpreadsheetRefusal(SpreadsheetRefusals.Damaged);
        }
    }

    private static SpreadsheetRefusal TooLarge(SpreadsheetLimits limits) =>
        new(SpreadsheetRefusals.TooLarge, $"{limits.FileBytes / (1024 * 1024)} MB");
}
