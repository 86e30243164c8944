using Massar.Infrastructure.Security;

namespace Massar.Features.StaffFiles.Domain;

/// <summary>Which transfers somebody sees and acts on; what is out of scope does not exist. A transfer opens nobody's file: it says where the papers are.</summary>
public static class Scopes
{
    public static IQueryable<FileTransfer> OfEmployee(this IQueryable<FileTransfer> transfers, CurrentUser user)
    {
        var me = user.EmployeeId ?? 0;
        return transfers.Where(t => t.EmployeeId == me);
    }

    /// <summary>Those that come to the offices below, or leave them.</summary>
    public static IQueryable<FileTransfer> Below(this IQueryable<FileTransfer> transfers, CurrentUser user)
    {
        var path = user.PlacePath;
        return transfers.Where(t => t.FromPath.StartsWith(path) || t.ToPath.StartsWith(path));
    }

    /// <summary>One's own, and those one follows.</summary>
    public static IQueryable<FileTransfer> VisibleTo(this IQueryable<FileTransfer> transfers, CurrentUser user)
    {
        if (!user.Has(Permissions.Follow))
            return transfers.OfEmployee(user);
        var (me, path) = (user.EmployeeId ?? 0, user.PlacePath);
        return transfers.Where(t => t.EmployeeId == me || t.FromPath.StartsWith(path) || t.ToPath.StartsWith(path));
    }

    /// <summary>Those that the hat's own office sends.</summary>
    public static IQueryable<FileTransfer> SentBy(this IQueryable<FileTransfer> transfers, CurrentUser user)
    {
        var office = user.PlaceId;
        return transfers.Where(t => t.FromOfficeId == office);
    }

    /// <summary>Those that the hat's own office is to receive.</summary>
    public static IQueryable<FileTransfer> AwaitedBy(this IQueryable<FileTransfer> transfers, CurrentUser user)
    {
        var office = user.PlaceId;
        return transfers.Where(t => t.ToOfficeId == office);
    }
}
