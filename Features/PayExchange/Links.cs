using System.Globalization;

namespace Massar.Features.PayExchange;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string All = "/pay-exchange";

    public static string List(string? state = null, string? q = null, int page = 1)
    {
        var query = new List<string>();
        if (!string.IsNullOrEmpty(state)) query.Add($"state={Uri.EscapeDataString(state)}");
        if (!string.IsNullOrEmpty(q)) query.Add($"q={Uri.EscapeDataString(q)}");
        if (page > 1) query.Add($"page={page.ToString(CultureInfo.InvariantCulture)}");
        return All + (query.Count == 0 ? "" : "?" + string.Join('&', query));
    }

    public static string File(string kind, string? state, string? q) => List(state, q) is var list && list.IndexOf('?', StringComparison.Ordinal) is > 0 and var at ? $"{All}/list.{kind}{list[at..]}" : $"{All}/list.{kind}";

    public static string Message(long message) => string.Create(CultureInfo.InvariantCulture, $"{All}/{message}");

    public const string AgainAll = $"{All}/again";

    public static string Settle(long message) => $"{Message(message)}/settle";

    public static string Again(long message) => $"{Message(message)}/again";
}
