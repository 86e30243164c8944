using Massar.Infrastructure.Messaging;

namespace Massar.Features.Decisions;

/// <summary>Somebody is left out of a year's advancements in échelon, or is back on its list before the year is over. Told inside the same transaction.</summary>
/// <param name="Year">The year whose lists leave the person out.</param>
/// <param name="IsLifted">Back again.</param>
public sealed record AdvancementPostponed(long PostponementId, long EmployeeId, int PlaceId, int Year, bool IsLifted) : IFact;
