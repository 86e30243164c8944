using Massar.Infrastructure.Messaging;

namespace Massar.Features.Accounts;

/// <summary>Somebody got back into an account, or activated it, with a printed code and chose a new password.</summary>
public sealed record AccountRecovered(long AccountId, DateTime At) : IFact;

/// <summary>A desk printed a code for an account.</summary>
public sealed record RecoveryCodePrinted(long AccountId, int PlaceId, DateTime At) : IFact;

/// <summary>A person changed the password while signed in.</summary>
public sealed record PasswordChanged(long AccountId, DateTime At) : IFact;

/// <summary>A new authenticator was set up for an account.</summary>
public sealed record SecondFactorChanged(long AccountId, DateTime At) : IFact;
