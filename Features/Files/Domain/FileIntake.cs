using Massar.Infrastructure.Images;

namespace Massar.Features.Files.Domain;

/// <summary>A file fit to keep, or the text key of why not; one of the two is null.</summary>
public sealed record FileReading(StoredFile? File, string? Problem);

/// <summary>
/// Judges uploads by their bytes. Photos are decoded and written anew without metadata; a PDF is kept as it is
/// and only ever handed out as an attachment that no browser runs (guarantee G13).
/// </summary>
public static class FileIntake
{
    /// <summary>Heaviest PDF, 2 MiB: about a minute on a slow line.</summary>
    public const int MaxPdfBytes = 2 * 1024 * 1024;

    public static async Task<FileReading> Read(FileKind kind, ReadOnlyMemory<byte> upload, DateTime now, CancellationToken ct)
    {
        if (kind != FileKind.Photo && upload.Span.StartsWith("%PDF-"u8))
            return (upload.Length > MaxPdfBytes ? "files.pdf-too-heavy" : PdfIntake.Problem(upload.Span)) is { } problem
                ? new(null, problem)
                : new(StoredFile.Of(kind, "application/pdf", upload.ToArray(), now), null);

        var reading = await PhotoIntake.Read(upload, kind == FileKind.Photo ? PhotoSize.Face : PhotoSize.Paper, ct);
        return reading.Photo is { } photo
            ? new(StoredFile.Of(kind, "image/jpeg", photo.Jpeg, now), null)
            : new(null, KeyOf(reading.Problem!.Value, kind));
    }

    private static string KeyOf(PhotoProblem problem, FileKind kind) => problem switch
    {
        PhotoProblem.TooHeavy => "files.photo-too-heavy",
        PhotoProblem.NotAPhoto => kind != FileKind.Photo ? "files.not-a-proof" : "files.not-a-photo",
        PhotoProblem.TooLarge => "files.photo-too-large",
        PhotoProblem.TooSmall => "files.photo-too-small",
        _ => "files.photo-damaged",
    };
}
