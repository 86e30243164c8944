using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;

namespace Massar.Features.Marks.Parts;

/// <summary>An instant as the wall clock of Morocco shows it.</summary>
public static class Moment
{
    public static string Of(DateTime utc, string language)
    {
        var local = MoroccanDay.Local(utc);
        return $"{Formats.Date(DateOnly.FromDateTime(local), language)} {Formats.Time(TimeOnly.FromDateTime(local))}";
    }
}
