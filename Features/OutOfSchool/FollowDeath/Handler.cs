using Massar.Features.Enrollments;
using Massar.Features.Enrollments.Domain;
using Massar.Features.OutOfSchool.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.OutOfSchool.FollowDeath;

/// <summary>Nobody looks for a child who died from that hour on; what was written down wrongly is looked into again.</summary>
public sealed class Handler(MassarDb db, TimeProvider clock) : IFactHandler<PupilDied>, IFactHandler<StateTakenBack>
{
    public async Task Handle(PupilDied notification, CancellationToken cancellationToken)
    {
        var pupil = notification.PupilId;
        if (await db.OutOfSchoolCases.Where(c => c.LiveKey == pupil).ForUpdate().SingleOrDefaultAsync(cancellationToken) is { } one)
            one.Settle(FollowState.Deceased, null, clock.GetUtcNow().UtcDateTime);
    }

    public async Task Handle(StateTakenBack notification, CancellationToken cancellationToken)
    {
        var (pupil, line) = (notification.PupilId, notification.EnrollmentId);
        if (await db.OutOfSchoolCases.AnyAsync(c => c.LiveKey == pupil, cancellationToken) || await db.Enrollments.AnyAsync(e => e.PupilId == pupil && e.State == EnrollmentState.Deceased, cancellationToken))
            return;
        var ended = await db.OutOfSchoolCases.Where(c => c.PupilId == pupil && c.EndedByAccountId == null && (c.State == FollowState.Deceased || (c.State == FollowState.FoundElsewhere && c.EnrollmentId == line)))
            .OrderByDescending(c => c.Id).ForUpdate().FirstOrDefaultAsync(cancellationToken);
        if (ended is null)
            return;
        var year = ended.SchoolYearId;
        if (!await Finder.Sitting(db).AnyAsync(e => e.PupilId == pupil && e.SchoolYearId >= year, cancellationToken))
            ended.Reopen(await FollowFigures.Current(db, cancellationToken), clock.GetUtcNow().UtcDateTime);
    }
}
