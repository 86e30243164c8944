using Massar.Infrastructure.Messaging;

namespace Massar.Features.StaffPapers;

/// <summary>A paper of an employee was sealed.</summary>
/// <param name="SeenAtOnce">Whoever asked has it on the screen or in the hand.</param>
public sealed record StaffPaperIssued(long PaperId, long EmployeeId, int PlaceId, string NumberShown, bool SeenAtOnce) : IFact;

/// <summary>A paper of an employee waits until the named office has put data right.</summary>
public sealed record StaffPaperBlocked(long PaperId, long EmployeeId, int PlaceId) : IFact;
