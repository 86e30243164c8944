using Massar.Infrastructure.Messaging;

namespace Massar.Features.Decisions;

/// <summary>Somebody was given a visa or the signature for a time, or the act was ended before its last day. Told inside the same transaction.</summary>
/// <param name="AccountId">Whom it concerns and who did not do it: the person it was given to, or the giver where that person gave it back.</param>
/// <param name="Number">Of the act.</param>
/// <param name="IsEnded">Ended before its day.</param>
public sealed record DelegationChanged(long DelegationId, int PlaceId, long AccountId, string Number, DateOnly StartsOn, DateOnly EndsOn, bool IsEnded) : IFact;

/// <summary>A superior named somebody in place of a holder who is on leave, or that ended before its last day: the holder is told. Told inside the same transaction.</summary>
/// <param name="AccountId">The holder's.</param>
public sealed record InterimNamed(long DelegationId, int PlaceId, long AccountId, string Number, DateOnly StartsOn, DateOnly EndsOn, bool IsEnded) : IFact;
