using Massar.Infrastructure.Messaging;

namespace Massar.Features.Decisions;

/// <summary>An employee appealed against a decision or a list of promotion, the office answered, or what it answered came to nothing. Told inside the same transaction.</summary>
/// <param name="PlaceId">The office.</param>
/// <param name="Round">The appeal's version: an answer may be given anew when the second decision it named came to nothing.</param>
/// <param name="Address">Where the employee reads it.</param>
public sealed record DecisionAppealed(long AppealId, long EmployeeId, int PlaceId, string Address, DateOnly DueOn, bool IsAnswered, int Round) : IFact
{
    /// <summary>The second decision that the answer named was refused or given up: the appeal waits again.</summary>
    public bool IsReopened { get; init; }
}
