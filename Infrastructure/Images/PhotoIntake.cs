namespace Massar.Infrastructure.Images;

/// <summary>Why a photo was not taken.</summary>
public enum PhotoProblem
{
    /// <summary>More than <see cref="PhotoIntake.MaxBytes"/>.</summary>
    TooHeavy,

    /// <summary>Neither a JPEG nor a PNG, whatever its name says.</summary>
    NotAPhoto,

    /// <summary>More pixels than we decode.</summary>
    TooLarge,

    /// <summary>Too few pixels to recognise a face on a card.</summary>
    TooSmall,

    /// <summary>It begins as an image and cannot be decoded.</summary>
    Damaged,
}

/// <summary>The largest a photo of one kind is kept.</summary>
/// <param name="Width">In pixels, upright.</param>
/// <param name="Height">In pixels, upright.</param>
/// <param name="Bytes">Of the JPEG.</param>
public sealed record PhotoSize(int Width, int Height, int Bytes)
{
    /// <summary>A face on a card: a page with it must open on a weak line.</summary>
    public static readonly PhotoSize Face = new(600, 800, 120_000);

    /// <summary>A paper whose small print somebody has to read.</summary>
    public static readonly PhotoSize Paper = new(1600, 2200, 600_000);
}

/// <summary>A photo ready to keep: an upright JPEG without metadata.</summary>
public sealed record Photo(byte[] Jpeg, int Width, int Height);

/// <summary>The photo, or why not; one of the two is null.</summary>
public sealed record PhotoReading(Photo? Photo, PhotoProblem? Problem)
{
    /// <summary>The text to show: <c>ui.photo.too-heavy</c> …</summary>
    public string? Key => Problem switch
    {
        PhotoProblem.TooHeavy => "ui.photo.too-heavy",
        PhotoProblem.NotAPhoto => "ui.photo.not-a-photo",
        PhotoProblem.TooLarge => "ui.photo.too-large",
        PhotoProblem.TooSmall => "ui.photo.too-small",
        PhotoProblem.Damaged => "ui.photo.damaged",
        _ => null,
    };
}

/// <summary>
/// Takes a photo from an upload: judges it by its first bytes, decodes it at the size wanted, turns it upright, and writes it anew,
/// so that nothing of the sender's file (place, camera, hidden data) is kept. Two at a time: decoding is memory.
/// </summary>
public static class PhotoIntake
{
    /// <summary>Heaviest upload, 10 MiB.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>Most pixels of a one-pass JPEG, which is decoded small.</summary>
    public const long MaxPixels = 40_000_000;

    /// <summary>Most pixels of a PNG or a JPEG in passes, which is held whole: about 80 MB.</summary>
    public const long MaxPixelsHeldWhole = 20_000_000;

    private const int LeastSide = 80;

    private static readonly SemaphoreSlim Places = new(2, 2);

    /// <summary>Reads an upload already in memory.</summary>
    public static async Task<PhotoReading> Read(ReadOnlyMemory<byte> file, PhotoSize size, CancellationToken ct = default)
    {
        if (file.Length > MaxBytes) return Refused(PhotoProblem.TooHeavy);
        if (ImageHeader.Read(file.Span) is not { } header) return Refused(PhotoProblem.NotAPhoto);
        if (header.Area > (header.HoldsWhole ? MaxPixelsHeldWhole : MaxPixels) || Math.Max(header.Width, header.Height) > 20_000) return Refused(PhotoProblem.TooLarge);
        if (Math.Min(header.Width, header.Height) < LeastSide) return Refused(PhotoProblem.TooSmall);
        if (!header.IsWhole(file.Span)) return Refused(PhotoProblem.Damaged);

        await Places.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return Convert(file.Span, header, size) is { } photo ? new(photo, null) : Refused(PhotoProblem.Damaged);
        }
        finally
        {
            Places.Release();
        }
    }

    private static Photo? Convert(ReadOnlySpan<byte> file, ImageHeader header, PhotoSize size)
    {
        // It may still turn by a quarter, so the first size fits whichever way it stands.
        var (width, height) = Fit(header.Width, header.Height, size.Height, size.Height);
        using var decoded = GdkPixbuf.Decode(file, header.Format, width, height);
        using var upright = decoded?.Upright();
        if (upright is null) return null;

        (width, height) = Fit(upright.Width, upright.Height, size.Width, size.Height);
        for (; width >= 1 && height >= 1; (width, height) = (width * 3 / 4, height * 3 / 4))
        {
            using var final = upright.OnWhite(width, height);
            foreach (var quality in (ReadOnlySpan<int>)[85, 75, 65, 50])
            {
                if (final?.ToJpeg(quality) is not { } jpeg) return null;
                if (jpeg.Length <= size.Bytes) return new(jpeg, width, height);
            }
        }

        return null;
    }

    // The largest size of the same shape within the box; a small image is not blown up.
    private static (int Width, int Height) Fit(int width, int height, int boxWidth, int boxHeight)
    {
        var scale = Math.Min(1.0, Math.Min((double)boxWidth / width, (double)boxHeight / height));
        return (Math.Clamp((int)Math.Round(width * scale), 1, boxWidth), Math.Clamp((int)Math.Round(height * scale), 1, boxHeight));
    }

    private static PhotoReading Refused(PhotoProblem problem) => new(null, problem);
}
