using Massar.Infrastructure.Messaging;

namespace Massar.Features.Training;

/// <summary>Something happened to a person's seat in a session; told inside the same transaction.</summary>
/// <param name="What">summoned, asked, excused, kept, cancelled, attested.</param>
/// <param name="Step">The seat's version: what happens twice is told twice.</param>
/// <param name="PlaceId">Where the person works.</param>
/// <param name="OfficeId">Who holds the session.</param>
public sealed record TrainingStepped(long SessionId, long SeatId, int Step, string What, long EmployeeId, int PlaceId, int OfficeId) : IFact;
