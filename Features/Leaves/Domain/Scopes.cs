using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Leaves.Domain;

/// <summary>Which leaves and flags somebody sees and acts on; what is out of scope does not exist.</summary>
public static class Scopes
{
    /// <summary>One's own.</summary>
    public static IQueryable<Leave> OfEmployee(this IQueryable<Leave> leaves, CurrentUser user)
    {
        var employee = user.EmployeeId ?? 0;
        return leaves.Where(l => l.EmployeeId == employee);
    }

    /// <summary>Those of the people at or below the place of the hat, for who answers or decides there.</summary>
    public static IQueryable<Leave> Below(this IQueryable<Leave> leaves, CurrentUser user)
    {
        var path = user.PlacePath;
        return leaves.Where(l => l.PlacePath.StartsWith(path));
    }

    /// <summary>One's own, and those one follows.</summary>
    public static IQueryable<Leave> VisibleTo(this IQueryable<Leave> leaves, CurrentUser user)
    {
        var (employee, path) = (user.EmployeeId ?? 0, user.PlacePath);
        return user.Has(Permissions.Follow) ? leaves.Where(l => l.EmployeeId == employee || l.PlacePath.StartsWith(path)) : leaves.Where(l => l.EmployeeId == employee);
    }

    /// <inheritdoc cref="VisibleTo(IQueryable{Leave}, CurrentUser)"/>
    public static IQueryable<LeaveFlag> VisibleTo(this IQueryable<LeaveFlag> flags, CurrentUser user)
    {
        var (employee, path) = (user.EmployeeId ?? 0, user.PlacePath);
        return user.Has(Permissions.Follow) ? flags.Where(f => f.EmployeeId == employee || f.PlacePath.StartsWith(path)) : flags.Where(f => f.EmployeeId == employee);
    }

    /// <summary>Those that are over with nobody saying that the person is back, and no extension asked for.</summary>
    public static IQueryable<Leave> NotBack(this IQueryable<Leave> leaves, MassarDb db, DateOnly today)
    {
        var live = LeaveStates.Live;
        return leaves.Where(l => l.State == LeaveState.Granted && l.IsAbsence && l.EndsOn < today && !db.Leaves.Any(x => x.ExtendsId == l.Id && live.Contains(x.State)));
    }

    /// <summary>Those for which the person is away: granted, or said by a doctor and not yet decided.</summary>
    public static IQueryable<Leave> Away(this IQueryable<Leave> leaves)
    {
        var live = LeaveStates.Live;
        return leaves.Where(l => l.IsAbsence && live.Contains(l.State) && (l.IsMedical || l.State == LeaveState.Granted || l.State == LeaveState.Ended));
    }

    /// <summary>Those for which the person is away on a day.</summary>
    public static IQueryable<Leave> AwayOn(this IQueryable<Leave> leaves, DateOnly day) =>
        leaves.Away().Where(l => l.StartsOn <= day && l.EndsOn >= day && (l.ReturnedOn == null || day < l.ReturnedOn));

    /// <summary>Granted absences nobody came back from yet; one that goes on with what extends it is over for nobody before the whole is.</summary>
    public static IQueryable<Leave> Standing(this IQueryable<Leave> leaves) =>
        leaves.Where(l => l.IsAbsence && (l.State == LeaveState.Granted || (l.State == LeaveState.Ended && l.ReturnedOn == null)));

    /// <summary>Granted leaves by which somebody is away on a day, each chain by its last: one that is extended runs until the extension is over, and is extended once before it ends.</summary>
    public static IQueryable<Leave> GrantedOn(this IQueryable<Leave> leaves, DateOnly day) =>
        leaves.Where(l => l.IsAbsence && l.State == LeaveState.Granted && l.EndsOn >= day
            && (l.StartsOn <= day || leaves.Any(b => b.Id == l.ExtendsId && b.State == LeaveState.Ended && b.ReturnedOn == null && b.StartsOn <= day && b.EndsOn >= day)));

    /// <summary>The last day of the granted absence an employee is in on a day, with all that extends it; null for who is in none.</summary>
    public static async Task<DateOnly?> AbsentUntil(this IQueryable<Leave> leaves, long employee, DateOnly day, CancellationToken ct)
    {
        var rows = await leaves.AsNoTracking().Standing().Where(l => l.EmployeeId == employee && l.EndsOn >= day).OrderBy(l => l.StartsOn).Select(l => new { l.Id, l.ExtendsId, l.StartsOn, l.EndsOn }).ToListAsync(ct);
        DateOnly? last = null;
        foreach (var row in rows.Where(r => r.StartsOn <= day))
            for (var one = row; one is not null; one = rows.Find(r => r.ExtendsId == one.Id))
                last = last > one.EndsOn ? last : one.EndsOn;
        return last;
    }

    /// <summary>The first day of the absence a leave belongs to: of the leave it extends, where it extends one.</summary>
    public static async Task<DateOnly> AbsentSince(this IQueryable<Leave> leaves, DateOnly startsOn, long? extends, CancellationToken ct)
    {
        while (extends is { } id)
            (startsOn, extends) = await leaves.AsNoTracking().Where(l => l.Id == id).Select(l => ValueTuple.Create(l.StartsOn, l.ExtendsId)).SingleAsync(ct);
        return startsOn;
    }

    /// <summary>The days that count for an employee, those of one leave aside; those of the same chain of extensions are marked.</summary>
    /// <param name="except">The leave that is weighed; 0 for one that is being asked for.</param>
    /// <param name="extends">The leave that one would extend.</param>
    public static async Task<IReadOnlyList<LeaveSpan>> SpansOf(this IQueryable<Leave> leaves, long employee, long except, CancellationToken ct, long? extends = null)
    {
        var live = LeaveStates.Live;
        var rows = await leaves.AsNoTracking().Where(l => l.EmployeeId == employee && (l.Id == except || live.Contains(l.State))).OrderBy(l => l.StartsOn).Select(l => new { l.Id, l.ExtendsId, l.CountedAs, l.StartsOn, l.EndsOn, l.ReturnedOn }).ToListAsync(ct);
        var before = rows.ToDictionary(r => r.Id, r => r.ExtendsId);
        long? chain = except != 0 ? First(except) : extends is { } one ? First(one) : null;
        return [.. rows.Where(r => r.Id != except).Select(r => new LeaveSpan(r.CountedAs, r.StartsOn, Leave.LastDayOf(r.EndsOn, r.ReturnedOn)) { IsSame = First(r.Id) == chain })];

        long First(long id)
        {
            while (before.GetValueOrDefault(id) is { } earlier)
                id = earlier;
            return id;
        }
    }
}
