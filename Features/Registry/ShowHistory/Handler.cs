using Massar.Features.Registry.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registry.ShowHistory;

public sealed record Query(int School) : IQuery<Life>;

/// <param name="Entries">The newest first; empty for a school that was never changed.</param>
/// <param name="Live">The change that waits, or whose day has not come.</param>
/// <param name="Acts">What may be proposed: rename, move, split, merge, close.</param>
public sealed record Life(
    int Id, string GresaCode, string NameAr, string NameFr, string ParentAr, string ParentFr, string Cycles, bool IsPublic, DateOnly? ClosedOn, IReadOnlyList<Entry> Entries, IReadOnlyList<Relative> Relatives,
    LiveChange? Live, IReadOnlyList<string> Acts);

/// <param name="IsFirst">How the school was before its first change.</param>
public sealed record Entry(
    DateOnly StartsOn, bool IsFirst, string NameAr, string NameFr, string? ParentAr, string? ParentFr, bool IsOpen, long? ChangeId, ChangeKind? Kind, string? Reference, DateOnly? DocumentOn,
    string? ProposedAr, string? ProposedLatin, DateTime? ProposedAt, string? DecidedAr, string? DecidedLatin, DateTime? DecidedAt);

/// <summary>A school whose pupils this one took, or that took its pupils.</summary>
public sealed record Relative(bool IsSuccessor, int Id, string GresaCode, string NameAr, string NameFr, DateOnly On);

public sealed record LiveChange(long Id, ChangeKind Kind, ChangeState State, DateOnly EffectiveOn);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Life>
{
    public async Task<Outcome<Life>> Handle(Query query, CancellationToken ct)
    {
        var id = query.School;
        var school = await (
            from s in db.Schools.Below(user)
            where s.Id == id
            join parent in db.Places on s.Place.ParentId equals (int?)parent.Id
            select new { School = s, s.Place, ParentAr = parent.NameAr, ParentFr = parent.NameFr, Grandparent = parent.ParentId }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (school is null)
            return Refusal.NotFound;

        // The last decision stands behind a line: by whom, and when. Its day may have come later by itself.
        var entries = await (
            from e in db.SchoolEntries
            where e.SchoolId == id
            join parent in db.Places on e.ParentId equals parent.Id
            join c in db.SchoolChanges on e.ChangeId equals (long?)c.Id into changes
            from c in changes.DefaultIfEmpty()
            join p in db.Accounts on c.ProposedByAccountId equals p.Id into proposers
            from p in proposers.DefaultIfEmpty()
            join d in db.SchoolChangeEvents.Where(d => d.AccountId != null && (d.State == ChangeState.Approved || d.State == ChangeState.Applied)
                && !db.SchoolChangeEvents.Any(n => n.ChangeId == d.ChangeId && n.AccountId != null && (n.State == ChangeState.Approved || n.State == ChangeState.Applied) && n.Id > d.Id)) on e.ChangeId equals (long?)d.ChangeId into decisions
            from d in decisions.DefaultIfEmpty()
            join a in db.Accounts on d.AccountId equals (long?)a.Id into deciders
            from a in deciders.DefaultIfEmpty()
            orderby e.StartsOn descending, e.Id descending
            select new Entry(
                e.StartsOn, e.ChangeId == null, e.NameAr, e.NameFr, parent.NameAr, parent.NameFr, e.IsOpen, e.ChangeId, (ChangeKind?)c.Kind, c.Reference, (DateOnly?)c.DocumentOn,
                p.NameAr, p.NameLatin, (DateTime?)c.ProposedAt, a.NameAr, a.NameLatin, (DateTime?)d.At)).AsNoTracking().ToListAsync(ct);
        var relatives = await (
            from r in db.SchoolSuccessions
            where r.FromId == id || r.ToId == id
            join other in db.Schools on r.FromId == id ? r.ToId : r.FromId equals other.Id
            orderby r.On, r.Id
            select new Relative(r.FromId == id, other.Id, other.GresaCode, other.Place.NameAr, other.Place.NameFr, r.On)).AsNoTracking().ToListAsync(ct);
        var live = await db.SchoolChanges.AsNoTracking().Where(c => c.LiveKey == id).Select(c => new LiveChange(c.Id, c.Kind, c.State, c.EffectiveOn)).SingleOrDefaultAsync(ct);

        var isOurs = user.Has(Permissions.Propose) && school.Place.Path.StartsWith(user.PlacePath, StringComparison.Ordinal) && (school.Place.Kind == PlaceKind.Annex || school.Grandparent == user.PlaceId);
        IReadOnlyList<string> acts = !isOurs || live is not null || school.School.ClosedOn is not null ? []
            : school.Place.Kind == PlaceKind.Annex ? ["rename", "close"] : ["rename", "move", "split", "merge", "close"];
        return new Life(
            id, school.School.GresaCode, school.Place.NameAr, school.Place.NameFr, school.ParentAr, school.ParentFr, school.School.Cycles, school.School.IsPublic, school.School.ClosedOn, entries, relatives, live, acts);
    }
}
