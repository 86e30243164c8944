using Massar.Infrastructure.Messaging;

namespace Massar.Features.Decisions;

/// <summary>An employee appealed against a decision or a list of promotion, or the office answered. Told inside the same transaction.</summary>
/// <param name="PlaceId">The office.</param>
/// <param name="Round">The appeal's version: an answer may be given anew when the second decision it named came to nothing.</param>
/// <param name="Address">Where the employee reads it.</param>
public sealed record DecisionAppealed(long AppealId, long EmployeeId, int PlaceId, string Address, DateOnly DueOn, bool IsAnswered, int Round) : IFact;
