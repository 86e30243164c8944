using Massar.Features.Attendance.Domain;
using Massar.Features.Enrollments;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.FollowDeath;

/// <summary>Of a child who died nobody is asked for a reason, written to or summoned: what was open is closed without a word.</summary>
public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IFactHandler<PupilDied>, IFactHandler<StateTakenBack>
{
    public async Task Handle(PupilDied notification, CancellationToken cancellationToken)
    {
        var (pupil, now) = (notification.PupilId, clock.GetUtcNow().UtcDateTime);
        foreach (var followUp in await db.FollowUps.Where(f => f.PupilId == pupil && f.ClosedAt == null).ToListAsync(cancellationToken))
            followUp.Close("", user.AccountId, now);
        foreach (var interruption in await db.Interruptions.Where(i => i.PupilId == pupil && i.State != InterruptionState.Back).ToListAsync(cancellationToken))
            interruption.EndWithPupil(user.AccountId, now);
    }

    public async Task Handle(StateTakenBack notification, CancellationToken cancellationToken)
    {
        var (pupil, line) = (notification.PupilId, notification.EnrollmentId);
        foreach (var interruption in await db.Interruptions.Where(i => i.PupilId == pupil && i.State == InterruptionState.Back && i.StruckOn != null
            && db.Enrollments.Any(e => e.Id == line && e.State == EnrollmentState.Interrupted && e.SchoolId == i.SchoolId && e.SchoolYearId == i.SchoolYearId && e.LeftOn == i.StruckOn)).ToListAsync(cancellationToken))
            interruption.GoOn();
    }
}
