using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Escalations.Domain;

/// <summary>A case that was passed on and waits still, in columns alone.</summary>
public sealed record PassedWait
{
    /// <summary>The number the desk gave to the kind.</summary>
    public required int Kind { get; init; }

    public required long Id { get; init; }

    public required int Year { get; init; }

    public required int SchoolId { get; init; }

    public required DateTime Since { get; init; }

    public required DateOnly DueOn { get; init; }

    public required DateOnly PassedOn { get; init; }
}

/// <summary>Asks all areas what waits for a head, passes on what waits too long, and tells the directorate once a day. What is answered meanwhile is nowhere any more: a case counts only while its own area says that it waits.</summary>
public sealed class WaitDesk(MassarDb db, CurrentUser user, IEnumerable<IWaits> areas, Facts facts, TimeProvider clock)
{
    /// <summary>So many cases of a school are looked at: more than any has waiting.</summary>
    public const int Most = 2_000;

    /// <summary>So many are passed on in one transaction.</summary>
    public const int AtOnce = 500;

    /// <summary>The delays of this year. Two statements.</summary>
    public Task<WaitRules> Rules(CancellationToken ct) => WaitRules.Of(db, areas.SelectMany(a => a.Settings), clock.GetUtcNow().UtcDateTime, ct);

    public IReadOnlyList<WaitKind> Kinds(WaitRules rules) => [.. areas.SelectMany(a => a.Kinds(rules)).OrderBy(k => k.Office).ThenBy(k => k.Code, StringComparer.Ordinal)];

    /// <summary>What waits at the school of the hat and its annexes for the reader's own word; not what concerns the reader or a child of the reader's own.</summary>
    public IQueryable<Wait> AtSchool(IReadOnlyList<WaitKind> kinds)
    {
        var (place, path, me) = (user.PlaceId, user.PlacePath, user.EmployeeId ?? 0);
        var own = db.Guardianships.OfPerson(user, db);
        return Together(kinds, (kind, number) =>
        {
            var rows = kind.Waiting(number).Where(w => w.EmployeeId == null || w.EmployeeId != me).Where(w => w.PupilId == null || !own.Any(g => g.PupilId == w.PupilId));
            return kind.WithAnnexes ? rows.Where(w => db.Places.Any(p => p.Id == w.SchoolId && p.Path.StartsWith(path))) : rows.Where(w => w.SchoolId == place);
        });
    }

    /// <summary>What was passed on to the directorate of the hat and waits still.</summary>
    public IQueryable<PassedWait> Passed(IReadOnlyList<WaitKind> kinds)
    {
        var place = user.PlaceId;
        return Together(kinds, (kind, number) =>
        {
            var code = kind.Code;
            return
                from e in db.Escalations
                where e.DirectorateId == place && e.Kind == code
                join w in kind.Waiting(number) on new { Case = e.CaseId, e.Round, School = e.SchoolId } equals new { Case = w.Id, w.Round, School = w.SchoolId }
                select new PassedWait { Kind = w.Kind, Id = w.Id, Year = w.Year, SchoolId = w.SchoolId, Since = w.Since, DueOn = e.DueOn, PassedOn = e.PassedOn };
        });
    }

    /// <summary>Open and closed schools below a directorate, in a stable order.</summary>
    public async Task<IReadOnlyList<int>> SchoolsOf(int directorate, CancellationToken ct) =>
        await db.Places.Where(p => p.Id == directorate && p.Kind == PlaceKind.Directorate).Select(p => p.Path).SingleOrDefaultAsync(ct) is { } path
            ? await db.Schools.Where(s => s.Place.Path.StartsWith(path)).OrderBy(s => s.Id).Select(s => s.Id).ToListAsync(ct)
            : [];

    /// <summary>Passes on what is late on a day at some schools, each wait once, in the caller's transaction. Answers how many; <see cref="AtOnce"/> means that there may be more.</summary>
    public async Task<int> PassOn(int directorate, IReadOnlyList<int> schools, DateOnly day, CancellationToken ct)
    {
        var rules = await RulesOn(day, ct);
        var kinds = Kinds(rules);
        var late = await Together(kinds, (kind, number) =>
        {
            var (code, since) = (kind.Code, rules.LateSince(kind));
            var end = MoroccanHour.Utc(since.AddDays(1), TimeOnly.MinValue);
            return kind.Waiting(number).Where(w => schools.Contains(w.SchoolId) && ((w.From == null && w.Since < end) || w.From <= since)
                && !db.Escalations.Any(e => e.Kind == code && e.CaseId == w.Id && e.Round == w.Round && e.SchoolId == w.SchoolId));
        }).Take(AtOnce).AsNoTracking().ToListAsync(ct);
        foreach (var wait in late)
        {
            var kind = kinds[wait.Kind];
            db.Escalations.Add(new Escalation
            {
                Kind = kind.Code,
                CaseId = wait.Id,
                Round = wait.Round,
                SchoolId = wait.SchoolId,
                DirectorateId = directorate,
                Office = kind.Office,
                DueOn = rules.Due(kind, wait.Since, wait.From),
                PassedOn = rules.Today,
            });
        }

        await db.SaveChangesAsync(ct);
        return late.Count;
    }

    /// <summary>One word a day to each office of the directorate: how many were passed on that day. Nothing where there was none.</summary>
    public async Task Tell(int directorate, DateOnly day, CancellationToken ct)
    {
        var rules = await RulesOn(day, ct);
        List<string> apart = [.. Kinds(rules).Where(k => k.IsToldApart).Select(k => k.Code)];
        var passed = await db.Escalations.Where(e => e.DirectorateId == directorate && e.PassedOn == day && !apart.Contains(e.Kind)).Select(e => new { e.Office, e.SchoolId }).ToListAsync(ct);
        foreach (var office in passed.GroupBy(e => e.Office).OrderBy(g => g.Key))
            await facts.Tell(new CasesPassedOn(directorate, office.Key, day, office.Count(), office.Select(e => e.SchoolId).Distinct().Count()), ct);
        await db.SaveChangesAsync(ct);
    }

    // After the day is over: as its last moment saw them.
    private async Task<WaitRules> RulesOn(DateOnly day, CancellationToken ct)
    {
        var rules = await Rules(ct);
        return rules.Today == day ? rules : rules with { Now = MoroccanHour.Utc(day, new TimeOnly(23, 59, 59)) };
    }

    private static IQueryable<T> Together<T>(IReadOnlyList<WaitKind> kinds, Func<WaitKind, int, IQueryable<T>> each) => kinds.Select(each).Aggregate((all, next) => all.Concat(next));
}
