using Massar.Infrastructure.Messaging;

namespace Massar.Features.Reference;

/// <summary>A window of the calendar has other days at the schools of a directorate; told inside the same transaction.</summary>
/// <param name="Window">The row of the directorate's days; gone where the ministry's count again.</param>
/// <param name="Times">How often it was set.</param>
/// <param name="StartsOn">First day from now on.</param>
/// <param name="IsBack">The ministry's days count again.</param>
public sealed record WindowMoved(int Entry, int Place, int Window, int Times, DateOnly StartsOn, DateOnly EndsOn, bool IsBack) : IFact;
