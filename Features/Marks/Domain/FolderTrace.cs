using System.Text.Json;

namespace Massar.Features.Marks.Domain;

/// <summary>What a file of a folder replaced when it was written: enough to put it back, and to tell what was changed since.</summary>
public sealed record FolderTrace(IReadOnlyList<TracedMark> Marks, IReadOnlyList<TracedRemark> Remarks)
{
    /// <summary>Nothing the file wrote can be put back any more.</summary>
    public static readonly FolderTrace None = new([], []);

    public string Write() => JsonSerializer.Serialize(this);

    public static FolderTrace Read(string? json) => json is null ? None : JsonSerializer.Deserialize<FolderTrace>(json)!;
}

/// <summary>One cell.</summary>
/// <param name="Number">Of the test.</param>
/// <param name="Name">The pupil's, as the sheet has it.</param>
/// <param name="Old">What stood there, as <see cref="CellValue.Plain"/> writes it: a justified absence too, which workbooks do not know.</param>
/// <param name="Change">The sheet's change number it was written at: whatever has another was saved since.</param>
public sealed record TracedMark(int Number, long PupilId, string Name, string Old, string New, int Change);

/// <summary>One remark, as stored.</summary>
public sealed record TracedRemark(long PupilId, string Name, string Old, string New);
