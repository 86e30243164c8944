using Massar.Features.Attendance;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Notices.TellOfAbsence;

/// <summary>Each guardian is told once that the child was absent for half a day and that a reason is awaited.</summary>
public sealed class Handler(GuardianDesk guardians) : IFactHandler<AbsenceUnexplained>
{
    public const string Template = "notices.absence";

    public Task Handle(AbsenceUnexplained notification, CancellationToken cancellationToken) => guardians.Tell([notification.PupilId], guardian => guardian.Draft(
        $"absence/{notification.AbsenceId}", notification.SchoolId, Template, Attendance.Links.Justify(notification.PupilId), guardian.Child, Formats.ShortDate(notification.Day)), cancellationToken);
}
