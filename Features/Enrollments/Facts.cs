using Massar.Infrastructure.Messaging;

namespace Massar.Features.Enrollments;

/// <summary>A school wrote down that a pupil died: what is open about the child is closed, and nobody is asked anything any more.</summary>
public sealed record PupilDied(long PupilId) : IFact;
