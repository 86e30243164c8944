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

    /// <summary>Those for which the person is away: granted, or said by a doctor and not yet decided.</summary>
    public static IQueryable<Leave> Away(this IQueryable<Leave> leaves)
    {
        var live = LeaveStates.Live;
        return leaves.Where(l => l.IsAbsence && live.Contains(l.State) && (l.IsMedical || l.State == LeaveState.Granted || l.State == LeaveState.Ended));
    }

    /// <summary>Those for which the person is away on a day.</summary>
    public static IQueryable<Leave> AwayOn(this IQueryable<Leave> leaves, DateOnly day) =>
        leaves.Away().Where(l => l.StartsOn <= day && l.EndsOn >= day && (l.ReturnedOn == null || day < l.ReturnedOn));

    /// <summary>The days that count for an employee, those of one leave aside.</summary>
    public static async Task<IReadOnlyList<LeaveSpan>> SpansOf(this IQueryable<Leave> leaves, long employee, long except, CancellationToken ct)
    {
        var live = LeaveStates.Live;
        var rows = await leaves.AsNoTracking().Where(l => l.EmployeeId == employee && l.Id != except && live.Contains(l.State)).OrderBy(l => l.StartsOn).Select(l => new { l.CountedAs, l.StartsOn, l.EndsOn, l.ReturnedOn }).ToListAsync(ct);
        return [.. rows.Select(r => new LeaveSpan(r.CountedAs, r.StartsOn, Leave.LastDayOf(r.EndsOn, r.ReturnedOn)))];
    }
}
