using Massar.Infrastructure.Spreadsheets;

namespace Massar.Features.Marks.Domain;

/// <summary>A file of what was sent: a workbook, or a name that is none.</summary>
/// <param name="Content">Empty where the file is no workbook, or too heavy for one.</param>
public sealed record ParcelFile(string Name, byte[] Content, FileProblem? Problem);

/// <summary>Takes apart what a browser sends: workbooks chosen together, or a compressed directory of them.</summary>
public static class FolderParcel
{
    private const string Contents = "[Content_Types].xml";
    private static readonly SpreadsheetLimits Limits = new() { FileBytes = 10 * 1024 * 1024, Entries = 2 * MarkFolder.MostFiles, UnpackedBytes = 60L * 1024 * 1024 };

    /// <summary>The files in the order they came, or why they are not taken.</summary>
    public static (IReadOnlyList<ParcelFile> Files, SpreadsheetRefusal? Refusal) Open(IReadOnlyList<(string Name, byte[] Content)> sent)
    {
        var files = new List<ParcelFile>();
        foreach (var (name, content) in sent)
        {
            if (!SpreadsheetFile.IsZip(content))
            {
                files.Add(Weighed(name, content));
                continue;
            }

            var refusal = SpreadsheetFile.Guarded(content, Limits, () =>
            {
                using var package = new SafePackage(content, Limits);
                if (package.Has(Contents) || package.Has("mimetype")) files.Add(Weighed(name, content)); // a workbook is a package itself
                else files.AddRange(package.Names.Where(IsFile).Order(StringComparer.OrdinalIgnoreCase).Select(n => Weighed(n, package.Bytes(n))));
            });
            if (refusal is not null) return ([], refusal);
        }

        return (files, null);
    }

    // What a computer lays beside the files of a directory is nobody's.
    private static bool IsFile(string name) => !name.EndsWith('/') && !name.StartsWith("__MACOSX/", StringComparison.Ordinal) && !name[(name.LastIndexOf('/') + 1)..].StartsWith('.')
        && !name[(name.LastIndexOf('/') + 1)..].StartsWith("~$", StringComparison.Ordinal);

    private static ParcelFile Weighed(string name, byte[] content) =>
        !name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) && !name.EndsWith(".ods", StringComparison.OrdinalIgnoreCase) ? new ParcelFile(name, [], new FileProblem("marks.folder.not-a-workbook", [], null))
        : content.Length > SpreadsheetLimits.Default.FileBytes ? new ParcelFile(name, [], new FileProblem("marks.workbook.file.too-large", [], null))
        : new ParcelFile(name, content, null);
}
