using Massar.Infrastructure.Web;

namespace Massar.Features.Enrollments;

/// <summary>Who is enrolled where, each school year; the passage from one year to the next, and who came at its beginning.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "enrollments";

    public static string? Title => "enrollments.title";
}
