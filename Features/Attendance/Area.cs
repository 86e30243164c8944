using Massar.Infrastructure.Web;

namespace Massar.Features.Attendance;

/// <summary>Absences of pupils.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "attendance";
}
