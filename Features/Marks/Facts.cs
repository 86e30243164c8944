using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Marks;

/// <summary>Marks of a class became visible at their hour.</summary>
/// <param name="SchoolId">The school that published.</param>
/// <param name="At">The hour, UTC: one hour of one school makes one notice per pupil, whatever the number of subjects.</param>
/// <param name="PupilIds">Whose marks.</param>
/// <param name="Audience">Who has them from this hour on: pupils, guardians, or both.</param>
public sealed record MarksPublished(int SchoolId, DateTime At, IReadOnlyList<long> PupilIds, MarkAudience Audience) : IFact;

/// <summary>A published mark was corrected with the head's counter-signature.</summary>
public sealed record MarkCorrected(long CorrectionId, int SchoolId, long PupilId) : IFact;
