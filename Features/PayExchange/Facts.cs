using Massar.Infrastructure.Messaging;

namespace Massar.Features.PayExchange;

/// <summary>Finance gave its word about an account, or the pay office settled it otherwise; told inside the same transaction.</summary>
/// <param name="Code">Of a refusal; null where it pays there.</param>
/// <param name="Month">First day of the first month paid there, as Finance said; null where it named none.</param>
public sealed record AccountAnswered(long DomiciliationId, string? Code, DateOnly? Month) : IFact;
