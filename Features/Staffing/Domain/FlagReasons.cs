using System.Text.Json;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Staffing.Domain;

/// <summary>A reason a head may give, of the ministry's list <c>staffing-reasons</c>.</summary>
/// <param name="Rules">Names of the rules it answers; empty for all.</param>
/// <param name="NeedsHours">Explains hours, and says how many.</param>
public sealed record FlagReason(string Code, string NameAr, string NameFr, IReadOnlyList<string> Rules, bool NeedsHours)
{
    public bool IsFor(FlagRule rule) => Rules.Count == 0 || Rules.Contains($"{rule}");
}

public static class FlagReasons
{
    public const string List = "staffing-reasons";

    public static async Task<List<FlagReason>> All(MassarDb db, CancellationToken ct) =>
        [.. (await db.Nomenclatures.AsNoTracking().Where(n => n.List == List).OrderBy(n => n.Order).Select(n => new { n.Code, n.NameAr, n.NameFr, n.Details }).ToListAsync(ct)).Select(n =>
        {
            var details = JsonSerializer.Deserialize<Dictionary<string, string>>(n.Details) ?? [];
            return new FlagReason(n.Code, n.NameAr, n.NameFr, details.GetValueOrDefault("rules", "").Split(' ', StringSplitOptions.RemoveEmptyEntries), details.GetValueOrDefault("hours") == "yes");
        })];
}
