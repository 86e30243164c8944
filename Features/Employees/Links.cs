using System.Globalization;

namespace Massar.Features.Employees;

/// <summary>Addresses of the area.</summary>
public static class Links
{
    public const string Find = "/employees";
    public const string Mine = "/employees/me";

    public static string Show(long employee) => string.Create(CultureInfo.InvariantCulture, $"/employees/{employee}");

    public static string Identity(long employee) => string.Create(CultureInfo.InvariantCulture, $"/employees/{employee}/identity");
}
