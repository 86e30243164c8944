using Massar.Infrastructure.Messaging;

namespace Massar.Features.StaffFiles;

/// <summary>A file took a step on its way; told inside the same transaction.</summary>
/// <param name="What">opened, redirected, sent, lacking, answered, complete, late, cancelled.</param>
/// <param name="Step">The transfer's version: what happens twice is told twice.</param>
/// <param name="Turn">The office that acts next; null when nobody does.</param>
public sealed record StaffFileStepped(long TransferId, int Step, string What, long EmployeeId, int FromOfficeId, int ToOfficeId, int? Turn) : IFact;
