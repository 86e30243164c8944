using Massar.Infrastructure.Security;

namespace Massar.Features.StaffPapers.Domain;

/// <summary>Who may see which papers.</summary>
public static class Scopes
{
    /// <summary>The reader's own.</summary>
    public static IQueryable<StaffPaper> Of(this IQueryable<StaffPaper> papers, CurrentUser user)
    {
        var own = user.EmployeeId ?? 0;
        return papers.Where(p => p.EmployeeId == own);
    }

    /// <summary>Papers of the registers at or below the place of the hat.</summary>
    public static IQueryable<StaffPaper> InReachOf(this IQueryable<StaffPaper> papers, CurrentUser user)
    {
        var path = user.PlacePath;
        return papers.Where(p => p.PlacePath.StartsWith(path));
    }

    /// <summary>One's own, and those of the offices in reach for whoever issues or revokes there.</summary>
    public static IQueryable<StaffPaper> VisibleTo(this IQueryable<StaffPaper> papers, CurrentUser user)
    {
        var own = user.EmployeeId ?? 0;
        var path = user.Has(Permissions.Issue) || user.Has(Permissions.Revoke) ? user.PlacePath : "-";
        return papers.Where(p => p.EmployeeId == own || p.PlacePath.StartsWith(path));
    }
}
