using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Transfers;

/// <summary>A transfer took a step; told inside the same transaction.</summary>
/// <param name="What">The step, as the history names it: asked, agreed, objected, escalated, allowed, refused, joined, away, returned, out-of-school, cancelled.</param>
/// <param name="DirectorateId">That of the sending school, whose turn it may be.</param>
public sealed record TransferStepped(long TransferId, string What, long PupilId, int FromSchoolId, int ToSchoolId, int DirectorateId, TransferState State, TransferOrigin AskedBy) : IFact;
