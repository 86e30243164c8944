using System.Globalization;

namespace Massar.Features.Claims;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string All = "/claims";

    public static string In(string state) => $"{All}?state={state}";

    public static string File(string ending, bool isSettled) => $"{All}/list.{ending}?state={(isSettled ? "settled" : "waiting")}";

    /// <summary>The guardian's own list of children.</summary>
    public const string Mine = $"{All}/mine";

    public const string Slip = $"{All}/slip";

    public const string Ask = $"{All}/ask";

    public static string Case(long claim) => string.Create(CultureInfo.InvariantCulture, $"{All}/{claim}");

    public static string Answer(long claim) => $"{Case(claim)}/answer";

    public static string Withdraw(long claim) => $"{Case(claim)}/withdraw";

    public static string Remove(long pupil) => string.Create(CultureInfo.InvariantCulture, $"{All}/children/{pupil}/remove");

    public static string Slips(int classId) => string.Create(CultureInfo.InvariantCulture, $"{All}/slips/{classId}");
}
