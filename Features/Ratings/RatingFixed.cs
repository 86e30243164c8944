using Massar.Infrastructure.Messaging;

namespace Massar.Features.Ratings;

/// <summary>The rating of somebody for a year counts from now on.</summary>
/// <param name="Version">Of the line: one that is fixed anew is told anew.</param>
public sealed record RatingFixed(long EmployeeId, int PlaceId, int Year, int Version) : IFact;
