using Massar.Infrastructure.Messaging;

namespace Massar.Features.StaffMerges;

/// <summary>Two files of one employee took a step towards being one or two; told inside the same transaction.</summary>
/// <param name="What">proposed, done, refused, withdrawn or undone.</param>
/// <param name="PlaceId">The office that proposes and confirms.</param>
public sealed record StaffMergeStepped(long MergeId, string What, long KeptId, long OtherId, int PlaceId, long ProposedByAccountId) : IFact;
