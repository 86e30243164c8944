using Massar.Features.Leaves.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Leaves;

/// <summary>A leave took a step; told inside the same transaction.</summary>
/// <param name="What">The step, as the history names it: <see cref="LeaveEvent.What"/>.</param>
public sealed record LeaveStepped(long LeaveId, string What, long EmployeeId, int PlaceId, string PlacePath, LeaveState State) : IFact;

/// <summary>A flag for repeated short leaves was raised, answered or concluded on.</summary>
/// <param name="What">raised, answered, concluded.</param>
public sealed record LeaveFlagStepped(long FlagId, string What, long EmployeeId, int PlaceId, string PlacePath) : IFact;
