using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;

namespace Massar.Features.Tabligh.Parts;

/// <summary>An instant as people in Morocco read it: the day in words and the hour.</summary>
public static class Instant
{
    /// <param name="utc">UTC.</param>
    /// <param name="language">The reader's.</param>
    public static string Say(DateTime utc, string language)
    {
        var local = MoroccanDay.Local(utc);
        return $"{Formats.Date(DateOnly.FromDateTime(local), language)} – {Formats.Time(TimeOnly.FromDateTime(local))}";
    }
}
