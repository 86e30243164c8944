using Massar.Infrastructure.Messaging;

namespace Massar.Features.Decisions;

/// <summary>A signed decision lay unopened too long: the office that prepared it is asked to hand it over on paper.</summary>
public sealed record HandDeliveryDue(long DecisionId, long EmployeeId, int PlaceId, string Number) : IFact;
