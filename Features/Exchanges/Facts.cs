using Massar.Infrastructure.Messaging;

namespace Massar.Features.Exchanges;

/// <summary>An exchange of posts took a step; told inside the same transaction.</summary>
/// <param name="Step">Its number in the history of the exchange.</param>
/// <param name="What">proposed, accepted, complete, agreed, passed-on, decided, signed, installed, or why it ended: refused, withdrawn, expired, rejected, fell, broken, taken-back.</param>
/// <param name="OfficeId">The office whose turn it is, or that has just answered.</param>
/// <param name="ByEmployeeId">The participant who did it; null for an office.</param>
public sealed record ExchangeStepped(long ExchangeId, int Step, string What, int? OfficeId = null, long? ByEmployeeId = null) : IFact;
