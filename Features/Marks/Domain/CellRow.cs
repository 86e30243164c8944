using Massar.Infrastructure.Messaging;

namespace Massar.Features.Marks.Domain;

/// <summary>A line of the sheet as drawn: as stored, or as typed with the reason, or with somebody else's value beside.</summary>
/// <param name="Typed">What was sent and not saved.</param>
/// <param name="Wrong">Why it was refused.</param>
/// <param name="Theirs">What somebody else entered since the page was drawn.</param>
public sealed record CellRow(SheetLine Line, string? Typed = null, Said? Wrong = null, CellValue? Theirs = null)
{
    /// <summary>In a clash: this page has a value of its own to keep.</summary>
    public bool IsMine => Typed is not null;

    public string Value(string language) => Typed ?? (Theirs ?? Line.Value).Shown(language);
}

/// <summary>The change number of the sheet and the drawn page that saw it: "1841-90321".</summary>
public readonly record struct SeenMark(int Change, int Page)
{
    public static SeenMark Draw(int change) => new(change, Random.Shared.Next(1, int.MaxValue));

    /// <summary>What cannot be read has seen nothing: every cell of somebody else is then a clash, never a silent overwrite.</summary>
    public static SeenMark Read(string? text)
    {
        var parts = (text ?? "").Split('-');
        return parts.Length == 2
            && int.TryParse(parts[0], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var change)
            && int.TryParse(parts[1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var page)
            ? new SeenMark(change, page) : default;
    }

    /// <summary>Written by another page after this one was drawn.</summary>
    public bool Missed(int change, int page) => change > Change && (page != Page || Page == 0);

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Change}-{Page}");
}
