using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;

namespace Massar.Features.Attendance.Parts;

/// <summary>Hours as the wall clock of Morocco shows them.</summary>
public static class RollTimes
{
    public static string Of(DateTime utc) => Formats.Time(TimeOnly.FromDateTime(MoroccanDay.Local(utc)));

    public static string Of(TimeOnly from, TimeOnly to) => $"{Formats.Time(from)}–{Formats.Time(to)}";
}
