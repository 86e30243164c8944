using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Registrations;

/// <summary>A family asked for the code that opens its requests. The code is in here and nowhere else in clear.</summary>
public sealed record RegistrationCodeAsked(Guid Access, string Phone, string Code, string Language) : IFact;

/// <summary>A request was sent for the first time.</summary>
public sealed record RegistrationSubmitted(long RegistrationId) : IFact;

/// <summary>The head asks for corrections in named parts of the file.</summary>
public sealed record RegistrationReturned(long RegistrationId, int Round) : IFact;

/// <summary>The head refused; the family may appeal or choose another school.</summary>
public sealed record RegistrationRefused(long RegistrationId, RefusalReason Reason, int Round) : IFact;

/// <summary>The head validated: the child is a pupil of the school.</summary>
public sealed record RegistrationAccepted(long RegistrationId, long PupilId) : IFact;
