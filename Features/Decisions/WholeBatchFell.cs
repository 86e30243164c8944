using Massar.Infrastructure.Messaging;

namespace Massar.Features.Decisions;

/// <summary>One of several decisions that count together was refused or given up before the signature, and the others ended with it. Told inside the same transaction.</summary>
/// <param name="DecisionId">The one that ended first.</param>
/// <param name="Reason">Code of its refusal or withdrawal.</param>
public sealed record WholeBatchFell(long BatchId, long DecisionId, long EmployeeId, string Reason) : IFact;
