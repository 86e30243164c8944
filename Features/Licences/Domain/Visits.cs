using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.Domain;

/// <summary>A visit as those concerned read it.</summary>
public sealed record VisitView(long Id, DateOnly VisitedOn, string Visitors, string Report, bool HasFile, IReadOnlyList<RemarkView> Remarks);

public sealed record RemarkView(long Id, string Text, DateOnly MendBy, RemarkState State);

/// <summary>A line of history as those concerned read it.</summary>
public sealed record EventView(string What, string? ByAr, string? ByLatin, DateTime At, string? Remark);

public static class LicenceReads
{
    private const int Most = 20;

    /// <summary>The newest visits with their remarks.</summary>
    public static async Task<IReadOnlyList<VisitView>> Shown(this IQueryable<LicenceVisit> visits, MassarDb db, CancellationToken ct)
    {
        var found = await visits.AsNoTracking().OrderByDescending(v => v.VisitedOn).ThenByDescending(v => v.Id).Take(Most)
            .Select(v => new { v.Id, v.VisitedOn, v.Visitors, v.Report, HasFile = v.FileId != null }).ToListAsync(ct);
        if (found.Count == 0)
            return [];
        var ids = found.ConvertAll(v => v.Id);
        var remarks = (await db.LicenceRemarks.AsNoTracking().Where(r => ids.Contains(r.VisitId)).OrderBy(r => r.Id).Select(r => new { r.VisitId, r.Id, r.Text, r.MendBy, r.State }).ToListAsync(ct)).ToLookup(r => r.VisitId);
        return [.. found.Select(v => new VisitView(v.Id, v.VisitedOn, v.Visitors, v.Report, v.HasFile, [.. remarks[v.Id].Select(r => new RemarkView(r.Id, r.Text, r.MendBy, r.State))]))];
    }

    /// <summary>History, the oldest first.</summary>
    public static async Task<IReadOnlyList<EventView>> Shown(this IQueryable<LicenceEvent> events, MassarDb db, CancellationToken ct) => await (
        from e in events
        join a in db.Accounts on e.AccountId equals (long?)a.Id into accounts
        from a in accounts.DefaultIfEmpty()
        orderby e.Id
        select new EventView(e.What, a.NameAr, a.NameLatin, e.At, e.Remark)).AsNoTracking().ToListAsync(ct);
}
