using Massar.Infrastructure.Messaging;

namespace Massar.Features.Marks;

/// <summary>Marks of a class became visible at their hour.</summary>
/// <param name="SchoolId">The school that published.</param>
/// <param name="At">The hour, UTC: one hour of one school makes one notice per pupil, whatever the number of subjects.</param>
/// <param name="PupilIds">Whose marks.</param>
public sealed record MarksPublished(int SchoolId, DateTime At, IReadOnlyList<long> PupilIds) : IFact;

/// <summary>A published mark was corrected with the head's counter-signature.</summary>
public sealed record MarkCorrected(long CorrectionId, int SchoolId, long PupilId) : IFact;
