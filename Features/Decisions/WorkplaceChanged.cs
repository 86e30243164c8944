using Massar.Infrastructure.Messaging;

namespace Massar.Features.Decisions;

/// <summary>A decision signed before the workplaces opened with the minutes of presence took effect: the file's workplace is another one. Told inside the same transaction.</summary>
/// <param name="FromPath">Path of the workplace before.</param>
public sealed record WorkplaceChanged(long EmployeeId, string FromPath) : IFact;
