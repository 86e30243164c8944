using Massar.Infrastructure.Messaging;

namespace Massar.Features.Enrollments;

/// <summary>A school wrote down that a pupil died: what is open about the child is closed, and nobody is asked anything any more.</summary>
public sealed record PupilDied(long PupilId) : IFact;

/// <summary>A death, or that a pupil was found elsewhere, was written down wrongly: the line is what it was before.</summary>
public sealed record StateTakenBack(long PupilId, long EnrollmentId) : IFact;
