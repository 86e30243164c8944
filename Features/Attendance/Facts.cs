using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Attendance;

/// <summary>A pupil was absent for half a day and no reason came in the minutes given for one.</summary>
public sealed record AbsenceUnexplained(long AbsenceId, int SchoolId, long PupilId, DateOnly Day, HalfDay Half) : IFact;

/// <summary>The school accepted or rejected the reason a guardian gave for absences of a child.</summary>
/// <param name="GivenByAccountId">The guardian's account.</param>
public sealed record JustificationDecided(long JustificationId, int SchoolId, long PupilId, long GivenByAccountId, bool Accepted) : IFact;

/// <summary>The school wrote to the guardians about absences.</summary>
/// <param name="MeetingAt">When they are summoned, by the wall clock; null for a notice.</param>
public sealed record AbsenceLetterIssued(long LetterId, int SchoolId, long PupilId, long DocumentId, DateTime? MeetingAt) : IFact;

/// <summary>The head confirmed that a pupil stays away: from this day on no list has the pupil.</summary>
public sealed record PupilInterrupted(int SchoolId, int SchoolYearId, long PupilId, DateOnly On) : IFact;

/// <summary>A pupil who was said to stay away is at the school again.</summary>
public sealed record PupilReturned(int SchoolId, int SchoolYearId, long PupilId) : IFact;

/// <summary>Somebody was asked to keep a class for half a day.</summary>
public sealed record CoverGiven(long CoverId, int SchoolId, long EmployeeId, string ClassName, DateOnly Day, HalfDay Half) : IFact;
