using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.ListRemarks;

/// <param name="State">"judge" (also without it): mended, the school says; "late": its day is over; "open"; "all".</param>
public sealed record Query(string? State, string? Words, int Page, bool IsWhole) : IQuery<Listed>;

public sealed record Listed(Query Query, IReadOnlyList<Line> Lines, int Total, int Page, DateOnly Today)
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;
}

/// <param name="NameAr">The school, or what it will be called.</param>
/// <param name="Answer">What the school did.</param>
public sealed record Line(long Id, string NameAr, string NameFr, string DirectorateAr, string DirectorateFr, DateOnly VisitedOn, string Text, DateOnly MendBy, RemarkState State, string? Answer, DateTime? AnsweredAt)
{
    public bool IsLate(DateOnly today) => State == RemarkState.Open && MendBy < today;
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Listed>
{
    private const int Most = 5_000;

    public async Task<Outcome<Listed>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var remarks = db.LicenceRemarks.FollowedBy(user, db);
        remarks = query.State switch
        {
            "all" => remarks,
            "open" => remarks.Where(r => r.State == RemarkState.Open),
            "late" => remarks.Where(r => r.State == RemarkState.Open && r.MendBy < today),
            _ => remarks.Where(r => r.State == RemarkState.Mended),
        };
        var found =
            from r in remarks
            join v in db.LicenceVisits on r.VisitId equals v.Id
            join directorate in db.Places on r.PlaceId equals directorate.Id
            join p in db.Places on r.SchoolId equals (int?)p.Id into places
            from p in places.DefaultIfEmpty()
            join c in db.LicenceCases on v.CaseId equals (long?)c.Id into cases
            from c in cases.DefaultIfEmpty()
            select new { Remark = r, v.VisitedOn, NameAr = p != null ? p.NameAr : c.NameAr, NameFr = p != null ? p.NameFr : c.NameFr, DirectorateAr = directorate.NameAr, DirectorateFr = directorate.NameFr };
        if (BidiSafe.Clean(query.Words) is { Length: > 0 } words)
            found = found.Where(f => f.NameAr.Contains(words) || f.NameFr.Contains(words));
        var total = query.IsWhole ? 0 : await found.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Listed.PageSize - 1) / Listed.PageSize));
        // Who has waited longest comes first.
        var lines = await found.OrderBy(f => f.Remark.MendBy).ThenBy(f => f.Remark.Id).Skip((page - 1) * Listed.PageSize).Take(query.IsWhole ? Most : Listed.PageSize)
            .Select(f => new Line(f.Remark.Id, f.NameAr, f.NameFr, f.DirectorateAr, f.DirectorateFr, f.VisitedOn, f.Remark.Text, f.Remark.MendBy, f.Remark.State, f.Remark.Answer, f.Remark.AnsweredAt)).AsNoTracking().ToListAsync(ct);
        return new Listed(query, lines, query.IsWhole ? lines.Count : total, page, today);
    }
}
