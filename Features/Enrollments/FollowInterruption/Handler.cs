using Massar.Features.Attendance;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.FollowInterruption;

/// <summary>Who was said to stay away is on no list from that day on, and on it again when the school takes the pupil back.</summary>
public sealed class Handler(MassarDb db) : IFactHandler<PupilInterrupted>, IFactHandler<PupilReturned>
{
    public async Task Handle(PupilInterrupted notification, CancellationToken cancellationToken)
    {
        if (await Line(notification.PupilId, notification.SchoolId, notification.SchoolYearId, EnrollmentState.Active, cancellationToken) is { } line)
            (line.State, line.LeftOn) = (EnrollmentState.Interrupted, notification.On);
    }

    public async Task Handle(PupilReturned notification, CancellationToken cancellationToken)
    {
        if (await Line(notification.PupilId, notification.SchoolId, notification.SchoolYearId, EnrollmentState.Interrupted, cancellationToken) is { } line)
            (line.State, line.LeftOn) = (EnrollmentState.Active, null);
    }

    private Task<Enrollment?> Line(long pupil, int school, int year, EnrollmentState state, CancellationToken ct) =>
        db.Enrollments.Where(e => e.PupilId == pupil && e.SchoolId == school && e.SchoolYearId == year && e.State == state).OrderByDescending(e => e.Id).ForUpdate().FirstOrDefaultAsync(ct);
}
