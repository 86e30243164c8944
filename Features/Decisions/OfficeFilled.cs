using Massar.Infrastructure.Messaging;

namespace Massar.Features.Decisions;

/// <summary>A decision, or one that is taken back, gives an office of the visa chain a holder again. Told inside the same transaction.</summary>
/// <param name="StartsOn">The holder's first day.</param>
public sealed record OfficeFilled(string Role, int PlaceId, DateOnly StartsOn) : IFact;
