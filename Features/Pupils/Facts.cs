using Massar.Infrastructure.Messaging;

namespace Massar.Features.Pupils;

/// <summary>Somebody reported a wrong datum of a pupil's file, or the school settled such a report; told inside the same transaction.</summary>
public sealed record DatumReported(long ReportId, bool IsSettled) : IFact;

/// <summary>A guardian may not act for a child any more, or only read; told inside the same transaction.</summary>
public sealed record RightEnded(long PupilId, long GuardianId) : IFact;

/// <summary>Two files of one child took a step towards being one or two, told inside the same transaction.</summary>
/// <param name="What">proposed, done, refused, withdrawn or undone.</param>
/// <param name="OtherPlaceId">The second file's school, where it is another one.</param>
public sealed record MergeStepped(long MergeId, string What, long KeptId, long OtherId, int PlaceId, int? OtherPlaceId, int? OfficeId) : IFact;
