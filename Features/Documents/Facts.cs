using Massar.Infrastructure.Messaging;

namespace Massar.Features.Documents;

/// <summary>A paper must not be believed any more.</summary>
public sealed record DocumentRevoked(long DocumentId, string Kind, int PlaceId, string NumberShown, long? PupilId, long? EmployeeId, string Reason) : IFact;
