using System.Globalization;

namespace Massar.Features.Decisions;

/// <summary>Addresses of the area.</summary>
public static class Links
{
    public static string Inbox(string? kind = null, bool late = false, string? q = null, int page = 1) =>
        "/decisions/inbox" + Query(("kind", kind), ("late", late ? "true" : null), ("q", q), ("page", page > 1 ? Number(page) : null));

    public static string Prepare(DateOnly? on = null, string? show = null, string? q = null, int page = 1) =>
        "/decisions/echelon" + Query(("on", on?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("show", show), ("q", q), ("page", page > 1 ? Number(page) : null));

    public static string Batch(long batch, int page = 1) => $"/decisions/batches/{Number(batch)}" + Query(("page", page > 1 ? Number(page) : null));

    public static string Send() => "/decisions/send";

    public static string Show(long decision) => $"/decisions/{Number(decision)}";

    public static string Visa(long decision, string? act = null) => $"/decisions/{Number(decision)}/visa" + Query(("act", act));

    public static string VisaBatch() => "/decisions/visa";

    public static string Sign(long decision) => $"/decisions/{Number(decision)}/signature";

    public static string SignBatch() => "/decisions/signatures";

    public static string Signing(long work) => $"/decisions/signatures/{Number(work)}";

    public static string Paper(long decision) => $"/decisions/{Number(decision)}/paper";

    public static string Withdraw(long decision) => $"/decisions/{Number(decision)}/withdrawal";

    public static string Mine(int page = 1) => "/decisions/mine" + Query(("page", page > 1 ? Number(page) : null));

    public static string ShowMine(long decision) => $"/decisions/mine/{Number(decision)}";

    public static string OpenMine(long decision) => $"/decisions/mine/{Number(decision)}/opening";

    public static string MyPaper(long decision) => $"/decisions/mine/{Number(decision)}/paper";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Query(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var query = "";
        foreach (var (name, value) in parts)
            if (!string.IsNullOrEmpty(value))
                query += $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
        return query;
    }
}
