using Massar.Infrastructure.Messaging;

namespace Massar.Features.Accounts;

/// <summary>Somebody got back into an account, or activated it, with a printed code and chose a new password.</summary>
public sealed record AccountRecovered(long AccountId, DateTime At) : IFact;

/// <summary>A desk printed a code for an account.</summary>
public sealed record RecoveryCodePrinted(long AccountId, int PlaceId, DateTime At) : IFact;

/// <summary>A person changed the password while signed in.</summary>
public sealed record PasswordChanged(long AccountId, DateTime At) : IFact;

/// <summary>Somebody signed in as a guardian asks to be reached at another telephone: the new one gets a code, the old one a way to stop it.</summary>
/// <param name="Code">For the new number.</param>
/// <param name="StopCode">For the old number; null where there is none.</param>
public sealed record PhoneChangeAsked(long ChangeId, long AccountId, int PlaceId, string NewPhone, string? OldPhone, string Code, string? StopCode, DateTime CodeUntil, DateTime StopUntil) : IFact;

/// <summary>A change of telephone counts now, or was stopped from the old number.</summary>
/// <param name="Stopped">Else confirmed.</param>
public sealed record PhoneChangeSettled(long ChangeId, long AccountId, int PlaceId, bool Stopped) : IFact;

/// <summary>A new authenticator was set up for an account.</summary>
public sealed record SecondFactorChanged(long AccountId, DateTime At) : IFact;

/// <summary>A person gave somebody a role; what a signed decision gives is told by the decision.</summary>
/// <param name="ByAccountId">Who gave it; null for the program.</param>
public sealed record RoleGiven(long HatId, long AccountId, string Role, int PlaceId, DateOnly StartsOn, long? ByAccountId) : IFact;
