using Massar.Features.TextBooks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.TextBooks.EditPlan;

/// <param name="From">A plan whose items fill the form; nothing is saved by that.</param>
public sealed record Query(int ClassId, string Subject, long? From) : IQuery<Plan>;

/// <param name="Version">Null where there is no plan yet.</param>
/// <param name="Items">Those of the plan, or of the one that is taken over.</param>
/// <param name="Sources">Plans of parallel classes, and of last year, that may be taken over.</param>
public sealed record Plan(int ClassId, string ClassName, string SubjectCode, string SubjectAr, string SubjectFr, int? Version, IReadOnlyList<Item> Items, bool IsTakenOver, IReadOnlyList<Source> Sources)
{
    public int Done => Items.Count(i => i.DoneOn is not null);
}

/// <param name="DoneOn">The first lesson that did it.</param>
public sealed record Item(long Id, string Title, DateOnly? DoneOn);

/// <param name="Year">2025 is 2025/2026.</param>
public sealed record Source(long Id, string ClassName, int Year, int Items);

/// <param name="Version">Null where there was no plan.</param>
public sealed record Command(int ClassId, string Subject, int? Version, string? Items) : ICommand<Saved>;

public sealed record Saved(int Items);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Plan>, ICommandHandler<Command, Saved>
{
    private const int MostSources = 20;

    public async Task<Outcome<Plan>> Handle(Query query, CancellationToken ct)
    {
        var (id, subject) = (query.ClassId, query.Subject);
        var found = await (
            from c in db.Classes.PlannedBy(user, db, subject, MoroccanDay.Today(clock))
            where c.Id == id
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, SubjectCode = subject } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            select new { Class = c, plan.SubjectCode, plan.NameAr, plan.NameFr, Plan = db.YearPlans.Where(p => p.ClassId == c.Id && p.SubjectCode == subject).Select(p => new { p.Id, p.Version }).FirstOrDefault() }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null) return Refusal.NotFound;

        // The same subject of the same level and stream, here, this year or last.
        var (school, year, level, stream, code) = (found.Class.SchoolId, found.Class.SchoolYearId, found.Class.LevelCode, found.Class.StreamCode, found.SubjectCode);
        var sources = await (
            from p in db.YearPlans
            where p.SchoolId == school && p.SubjectCode == code && (p.SchoolYearId == year || p.SchoolYearId == year - 1) && p.ClassId != id
            join c in db.Classes on p.ClassId equals c.Id
            where c.LevelCode == level && c.StreamCode == stream
            orderby p.SchoolYearId descending, c.Name
            select new Source(p.Id, c.Name, p.SchoolYearId, p.Items.Count)).Take(MostSources).ToListAsync(ct);
        var source = sources.Find(s => s.Id == query.From);
        if (query.From is not null && source is null) return Refusal.NotFound;
        var listed = source?.Id ?? found.Plan?.Id ?? 0;
        var items = await (
            from i in db.PlanItems
            where i.YearPlanId == listed
            orderby i.Order
            select new Item(i.Id, i.Title, db.BookEntries.Where(e => e.PlanItemId == i.Id && e.ClassId == id).Min(e => (DateOnly?)e.Day))).AsNoTracking().Take(YearPlan.MostItems).ToListAsync(ct);
        return new Plan(id, found.Class.Name, code, found.NameAr, found.NameFr, found.Plan?.Version, items, source is not null, sources);
    }

    public async Task<Outcome<Saved>> Handle(Command command, CancellationToken ct)
    {
        var (id, subject, now) = (command.ClassId, command.Subject, clock.GetUtcNow().UtcDateTime);
        // Two teachers of one class, and two forms of one teacher, come one after the other.
        var held = await db.Classes.PlannedBy(user, db, subject, MoroccanDay.Of(now)).Where(c => c.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (held is null || !await db.SubjectPlans.AnyAsync(p => p.SchoolYearId == held.SchoolYearId && p.LevelCode == held.LevelCode && p.StreamCode == held.StreamCode && p.SubjectCode == subject, ct)) return Refusal.NotFound;
        var plan = await db.YearPlans.Include(p => p.Items).SingleOrDefaultAsync(p => p.ClassId == id && p.SubjectCode == subject, ct);
        if (plan?.Version != command.Version) return Refusal.Stale;
        var titles = YearPlan.Read(command.Items, out var refusal);
        if (refusal is not null) return refusal;

        if (plan is null) db.YearPlans.Add(plan = new YearPlan { SchoolId = held.SchoolId, SchoolYearId = held.SchoolYearId, ClassId = id, SubjectCode = subject, ChangedAt = now, ChangedByAccountId = user.AccountId });
        var before = plan.Items.Select(i => i.Id).ToList();
        plan.Arrange(titles, user.AccountId, now);
        List<long> gone = [.. before.Except(plan.Items.Select(i => i.Id))];
        foreach (var entry in gone.Count == 0 ? [] : await db.BookEntries.Where(e => e.PlanItemId != null && gone.Contains(e.PlanItemId.Value)).ToListAsync(ct))
            entry.PlanItemId = null;
        await db.SaveChangesAsync(ct);
        return new Saved(titles.Count);
    }
}
