using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Training.Domain;

/// <summary>Which sessions and seats somebody sees and acts on; what is out of scope does not exist.</summary>
public static class Scopes
{
    /// <summary>Those of the office of the hat, and of the offices below it.</summary>
    public static IQueryable<TrainingSession> HeldBy(this IQueryable<TrainingSession> sessions, CurrentUser user)
    {
        var path = user.PlacePath;
        return sessions.Where(s => s.PlacePath.StartsWith(path));
    }

    /// <summary>Those whose names one calls: the trainer's, and the planning office's.</summary>
    public static IQueryable<TrainingSession> CalledBy(this IQueryable<TrainingSession> sessions, CurrentUser user)
    {
        var (me, path) = (user.EmployeeId ?? 0, user.PlacePath);
        return user.Has(Permissions.Plan) ? sessions.Where(s => s.TrainerId == me || s.PlacePath.StartsWith(path)) : sessions.Where(s => s.TrainerId == me);
    }

    /// <summary>Those of the office, those one gives, and those somebody of the place is called to.</summary>
    public static IQueryable<TrainingSession> VisibleTo(this IQueryable<TrainingSession> sessions, CurrentUser user, MassarDb db)
    {
        var (me, path) = (user.EmployeeId ?? 0, user.PlacePath);
        return user.Has(Permissions.Follow)
            ? sessions.Where(s => s.TrainerId == me || s.PlacePath.StartsWith(path) || db.TrainingSeats.Any(t => t.SessionId == s.Id && t.SummonedAt != null && t.PlacePath.StartsWith(path)))
            : sessions.Where(s => s.TrainerId == me);
    }

    /// <summary>One's own, of which one knows.</summary>
    public static IQueryable<TrainingSeat> OfEmployee(this IQueryable<TrainingSeat> seats, CurrentUser user)
    {
        var me = user.EmployeeId ?? 0;
        return seats.Where(s => s.EmployeeId == me && s.SummonedAt != null);
    }

    /// <summary>One's own, those of the people of the place, and those of the office's sessions.</summary>
    public static IQueryable<TrainingSeat> VisibleTo(this IQueryable<TrainingSeat> seats, CurrentUser user, MassarDb db)
    {
        if (!user.Has(Permissions.Follow))
            return seats.OfEmployee(user);
        var (me, path) = (user.EmployeeId ?? 0, user.PlacePath);
        return seats.Where(s => s.SummonedAt != null && (s.EmployeeId == me || s.PlacePath.StartsWith(path) || db.TrainingSessions.Any(t => t.Id == s.SessionId && t.PlacePath.StartsWith(path))));
    }

    /// <summary>Those for which the person is away from his place on a day.</summary>
    public static IQueryable<TrainingSeat> AwayOn(this IQueryable<TrainingSeat> seats, MassarDb db, DateOnly day) => seats.Where(s =>
        (s.State == SeatState.Summoned || s.State == SeatState.Asked) && db.TrainingDays.Any(d => d.SessionId == s.SessionId && d.Day == day)
        && db.TrainingSessions.Any(t => t.Id == s.SessionId && (t.State == TrainingState.Convened || t.State == TrainingState.Closed)));
}
