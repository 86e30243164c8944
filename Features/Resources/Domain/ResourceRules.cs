using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Resources.Domain;

/// <summary>What the ministry may change about resources from year to year, as the settings <c>resources.*</c> say it. Sizes in millions of bytes, of a text in thousands.</summary>
/// <param name="VideoMb">Heaviest film.</param>
/// <param name="LowVideoMb">Heaviest film for a weak line.</param>
/// <param name="AudioMb">Heaviest recording.</param>
/// <param name="PaperMb">Heaviest PDF.</param>
/// <param name="TextKb">Longest text.</param>
/// <param name="DailyItems">Variants one person may add within 24 hours.</param>
/// <param name="DailyMb">What one person may add within 24 hours.</param>
/// <param name="DailyReadMb">What one person may fetch in a day.</param>
public sealed record ResourceRules(int VideoMb, int LowVideoMb, int AudioMb, int PaperMb, int TextKb, int DailyItems, int DailyMb, int DailyReadMb)
{
    private const int Million = 1_000_000;

    /// <summary>Those of the current year; what is missing or makes no sense falls back to the delivered value.</summary>
    public static async Task<ResourceRules> Current(MassarDb db, CancellationToken ct)
    {
        var figures = await YearFigures.Current(db, "resources.", ct);
        return new(figures.Number("video-mb", 60, 1, 500), figures.Number("low-video-mb", 15, 1, 200), figures.Number("audio-mb", 10, 1, 100), figures.Number("paper-mb", 8, 1, 8),
            figures.Number("text-kb", 200, 1, 500), figures.Number("daily-items", 20, 1, 500), figures.Number("daily-mb", 200, 1, 5_000), figures.Number("daily-read-mb", 500, 1, 50_000));
    }

    /// <summary>The most bytes a variant may have.</summary>
    public int MostOf(VariantKind kind) => kind switch
    {
        VariantKind.Text => TextKb * 1_000,
        VariantKind.Audio => AudioMb * Million,
        VariantKind.LowVideo => LowVideoMb * Million,
        VariantKind.Video => VideoMb * Million,
        _ => PaperMb * Million,
    };

    public long DailyBytes => (long)DailyMb * Million;

    public long DailyReadBytes => (long)DailyReadMb * Million;
}
