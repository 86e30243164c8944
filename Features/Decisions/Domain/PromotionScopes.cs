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

    /// <summary>Those of the lines that are about this employee, or about the spouse or other parent as far as files know; three statements.</summary>
    public static async Task<List<long>> About(this IQueryable<PromotionLine> lines, MassarDb db, long? employee, CancellationToken ct)
    {
        if (employee is not { } me)
            return [];
        var mine = await db.Employees.Where(e => e.Id == me).Select(e => e.Cin).SingleAsync(ct);
        var cins = await db.EmployeeChildren.Where(c => c.EmployeeId == me && c.OtherParentCin != null).Select(c => c.OtherParentCin!)
            .Union(db.FamilyEvents.Where(f => f.EmployeeId == me && f.OtherCin != null).Select(f => f.OtherCin!)).ToListAsync(ct);
        return await (
            from l in lines
            join e in db.Employees on l.EmployeeId equals e.Id
            where e.Id == me || cins.Contains(e.Cin) || db.EmployeeChildren.Any(c => c.EmployeeId == e.Id && c.OtherParentCin == mine) || db.FamilyEvents.Any(f => f.EmployeeId == e.Id && f.OtherCin == mine)
            select l.Id).ToListAsync(ct);
    }
}
