using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Families.Domain;

/// <summary>Which declarations somebody sees and acts on; what is out of scope does not exist.</summary>
public static class Scopes
{
    /// <summary>One's own.</summary>
    public static IQueryable<FamilyEvent> OfEmployee(this IQueryable<FamilyEvent> events, CurrentUser user)
    {
        var employee = user.EmployeeId ?? 0;
        return events.Where(e => e.EmployeeId == employee);
    }

    /// <summary>Those of the people at or below the place of the hat.</summary>
    public static IQueryable<FamilyEvent> Below(this IQueryable<FamilyEvent> events, CurrentUser user)
    {
        var path = user.PlacePath;
        return events.Where(e => e.PlacePath.StartsWith(path));
    }

    /// <summary>One's own, and those one follows.</summary>
    public static IQueryable<FamilyEvent> VisibleTo(this IQueryable<FamilyEvent> events, CurrentUser user)
    {
        var (employee, path) = (user.EmployeeId ?? 0, user.PlacePath);
        return user.Has(Permissions.Follow) ? events.Where(e => e.EmployeeId == employee || e.PlacePath.StartsWith(path)) : events.Where(e => e.EmployeeId == employee);
    }

    /// <summary>On the file, and in no decision that counts or is on its way.</summary>
    public static IQueryable<FamilyEvent> ToDecide(this IQueryable<FamilyEvent> events, MassarDb db) => events.Where(e => e.State == FamilyState.Entered
        && !db.Decisions.Any(d => d.Id == e.DecisionId && d.State != DecisionState.Refused && d.State != DecisionState.Withdrawn));
}
