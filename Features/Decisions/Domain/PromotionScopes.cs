using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.Domain;

/// <summary>Whose lists of promotion an office may open, and which lines concern the reader.</summary>
public static class PromotionScopes
{
    public static IQueryable<PromotionTable> InReachOf(this IQueryable<PromotionTable> tables, CurrentUser user)
    {
        var path = user.PlacePath;
        return tables.Where(t => t.PlacePath.StartsWith(path));
    }

    /// <summary>Those of the lines that are about this employee, or about the spouse or other parent as far as files know; two statements.</summary>
    public static async Task<List<long>> About(this IQueryable<PromotionLine> lines, MassarDb db, long? employee, CancellationToken ct)
    {
        var concerned = await Kinship.WithSelf(db, employee, ct);
        return concerned.Count == 0 ? [] : await lines.Where(l => concerned.Contains(l.EmployeeId)).Select(l => l.Id).ToListAsync(ct);
    }
}
