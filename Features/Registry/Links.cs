using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Massar.Features.Registry;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string All = "/registry";

    public const string Open = $"{All}/open";

    public const string Tree = $"{All}/tree";

    public static string In(string state, string? kind = null, int page = 1) => QueryHelpers.AddQueryString(All, new Dictionary<string, string?>
    {
        ["state"] = state,
        ["kind"] = string.IsNullOrEmpty(kind) ? null : kind,
        ["p"] = page == 1 ? null : page.ToString(CultureInfo.InvariantCulture),
    });

    public static string Change(long change) => string.Create(CultureInfo.InvariantCulture, $"{All}/{change}");

    public static string Decide(long change) => $"{Change(change)}/decision";

    public static string Withdraw(long change) => $"{Change(change)}/withdrawal";

    /// <summary>A school's sheet in the register: what it is, its life, what can be proposed.</summary>
    public static string School(int school) => string.Create(CultureInfo.InvariantCulture, $"{All}/schools/{school}");

    /// <param name="kind">rename, move, close, merge or split.</param>
    public static string Propose(int school, string kind) => $"{School(school)}/{kind}";

    /// <summary>The tree as it was on a day.</summary>
    public static string TreeOn(string? on, int? within, string? search = null, string? ending = null, int page = 1) => QueryHelpers.AddQueryString(ending is null ? Tree : $"{Tree}.{ending}", new Dictionary<string, string?>
    {
        ["on"] = on,
        ["within"] = within?.ToString(CultureInfo.InvariantCulture),
        ["search"] = string.IsNullOrEmpty(search) ? null : search,
        ["p"] = page == 1 ? null : page.ToString(CultureInfo.InvariantCulture),
    });
}
