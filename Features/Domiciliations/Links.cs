using static System.FormattableString;

namespace Massar.Features.Domiciliations;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string All = "/domiciliations";
    public const string Mine = "/domiciliations/mine";
    public const string New = "/domiciliations/new";

    public static string Request(long id) => Invariant($"/domiciliations/{id}");

    public static string Send(long id) => $"{Request(id)}/send";

    public static string Withdraw(long id) => $"{Request(id)}/withdraw";

    /// <summary>The whole number, for the office.</summary>
    public static string Number(long id) => $"{Request(id)}/number";

    /// <summary>The bank's paper.</summary>
    public static string Paper(long id) => $"{Request(id)}/paper";

    public static string Treat(long id) => $"{Request(id)}/treat";
}
