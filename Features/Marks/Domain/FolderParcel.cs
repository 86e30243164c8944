using Massar.Infrastructure.Spreadsheets;

namespace Massar.Features.Marks.Domain;

/// <summary>A file of what was sent: a workbook, or a name that is none.</summary>
/// <param name="Content">Empty where the file is no workbook, or too heavy for one.</param>
public sealed record ParcelFile(string Name, byte[] Content, FileProblem? Problem);

/// <summary>Takes apart what a browser sends: workbooks chosen together, or a compressed directory of them.</summary>
public static class FolderParcel
{
    private const string Contents = "[Content_Types].xml";

    /// <summary>Bytes of all workbooks of one sending, taken out of their packages.</summary>
    private const long Heaviest = 20L * 1024 * 1024;

    private static readonly SpreadsheetLimits Limits = new() { FileBytes = 10 * 1024 * 1024, Entries = 2 * MarkFolder.MostFiles, UnpackedBytes = Heaviest };

    /// <summary>The files in the order they came, or why they are not taken.</summary>
    public static (IReadOnlyList<ParcelFile> Files, SpreadsheetRefusal? Refusal) Open(IReadOnlyList<(string Name, byte[] Content)> sent)
    {
        var files = new List<ParcelFile>();
        var left = Heaviest;
        foreach (var (name, content) in sent)
        {
            if (!SpreadsheetFile.IsZip(content))
            {
                Take(Weighed(name, () => content));
                continue;
            }

            var limits = Limits with { UnpackedBytes = Math.Max(0, left) };
            var refusal = SpreadsheetFile.Guarded(content, limits, () =>
            {
                // A workbook is a package itself, with bounds of its own when it is read.
                if (IsBook(name)) Take(Weighed(name, () => content));
                else
                {
                    using var package = new SafePackage(content, limits);
                    if (package.Has(Contents)) Take(Weighed($"{name}.xlsx", () => content));
                    else
                        foreach (var inner in package.Names.Where(IsFile).Order(StringComparer.OrdinalIgnoreCase))
                        {
                            if (files.Count > MarkFolder.MostFiles) continue;
                            Take(Weighed(inner, () => package.Bytes(inner)));
                        }
                }
            });
            if (refusal is not null) return ([], refusal);
            if (left < 0) return ([], new SpreadsheetRefusal(SpreadsheetRefusals.TooLarge));
        }

        return (files, null);

        void Take(ParcelFile file)
        {
            files.Add(file);
            left -= file.Content.Length;
        }
    }

    // What a computer lays beside the files of a directory is nobody's.
    private static bool IsFile(string name) => !name.EndsWith('/') && !name.StartsWith("__MACOSX/", StringComparison.Ordinal) && !name[(name.LastIndexOf('/') + 1)..].StartsWith('.')
        && !name[(name.LastIndexOf('/') + 1)..].StartsWith("~$", StringComparison.Ordinal);

    private static bool IsBook(string name) => name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".ods", StringComparison.OrdinalIgnoreCase);

    private static ParcelFile Weighed(string name, Func<byte[]> content) =>
        !IsBook(name) ? new ParcelFile(name, [], new FileProblem("marks.folder.not-a-workbook", [], null))
        : content() is var bytes && bytes.Length > SpreadsheetLimits.Default.FileBytes ? new ParcelFile(name, [], new FileProblem("marks.workbook.file.too-large", [], null))
        : new ParcelFile(name, bytes, null);
}
