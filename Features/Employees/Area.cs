using Massar.Infrastructure.Web;

namespace Massar.Features.Employees;

/// <summary>The staff: files, careers, postings.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "employees";
}
