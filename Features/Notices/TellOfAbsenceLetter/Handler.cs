using Massar.Features.Attendance;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Notices.TellOfAbsenceLetter;

/// <summary>Guardians are told that the school wrote to them about absences, or summons them to a day and an hour.</summary>
public sealed class Handler(GuardianDesk guardians) : IFactHandler<AbsenceLetterIssued>
{
    public const string Letter = "notices.absence-letter";
    public const string Summons = "notices.absence-summons";

    public Task Handle(AbsenceLetterIssued notification, CancellationToken cancellationToken)
    {
        var (key, address) = ($"absence-letter/{notification.LetterId}", Attendance.Links.Child(notification.PupilId));
        return guardians.Tell([notification.PupilId], guardian => notification.MeetingAt is { } at
            ? guardian.Draft(key, notification.SchoolId, Summons, address, guardian.Child, Formats.ShortDate(DateOnly.FromDateTime(at)), Formats.Time(TimeOnly.FromDateTime(at)))
            : guardian.Draft(key, notification.SchoolId, Letter, address, guardian.Child), cancellationToken);
    }
}
