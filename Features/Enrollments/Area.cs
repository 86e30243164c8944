using Massar.Infrastructure.Web;

namespace Massar.Features.Enrollments;

/// <summary>Who is enrolled where, each school year.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "enrollments";
}
