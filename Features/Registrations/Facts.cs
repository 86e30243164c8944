using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Registrations;

/// <summary>A family asked for the code that opens its requests. The code is in here and nowhere else in clear.</summary>
public sealed record RegistrationCodeAsked(Guid Access, string Phone, string Code, string Language) : IFact;

/// <summary>A family at a desk is asked to confirm by a code, sent to its own telephone. The code is in here and nowhere else in clear.</summary>
/// <param name="DeskAr">Where it stands: the name of the school or directorate.</param>
public sealed record RegistrationDeskCodeAsked(Guid Draft, DateTime At, string Phone, string Code, string Language, string DeskAr, string DeskFr) : IFact;

/// <summary>A request was sent for the first time.</summary>
public sealed record RegistrationSubmitted(long RegistrationId) : IFact;

/// <summary>The child's other guardian asks to follow a request; its owner is told and answers.</summary>
/// <param name="Phone">Who asks, E.164.</param>
/// <param name="At">When: somebody whose ask expired may ask again.</param>
public sealed record RegistrationJoined(long RegistrationId, string Phone, DateTime At) : IFact;

/// <summary>The owner of a request answered who asked to follow it; that one is told.</summary>
/// <param name="Phone">Who asked, E.164.</param>
public sealed record RegistrationJoinAnswered(long RegistrationId, string Phone, PartyState State) : IFact;

/// <summary>The head asks for corrections in named parts of the file.</summary>
public sealed record RegistrationReturned(long RegistrationId, int Round) : IFact;

/// <summary>The head refused; the family may appeal or choose another school.</summary>
public sealed record RegistrationRefused(long RegistrationId, RefusalReason Reason, int Round) : IFact;

/// <summary>The head validated: the child is a pupil of the school.</summary>
public sealed record RegistrationAccepted(long RegistrationId, long PupilId) : IFact;

/// <summary>The head validated, and no seat is left: the child stands on the waiting list.</summary>
public sealed record RegistrationWaiting(long RegistrationId, int Round) : IFact;

/// <summary>A seat became free and is kept for this child.</summary>
/// <param name="Offer">Which offer of this request, from 1.</param>
/// <param name="Until">UTC: without an answer it passes to the next.</param>
public sealed record RegistrationOffered(long RegistrationId, int Offer, DateTime Until) : IFact;

/// <summary>Nobody answered an offer in time.</summary>
public sealed record RegistrationOfferLapsed(long RegistrationId, int Offer) : IFact;

/// <summary>The family answered an offer; an accepted child is enrolled already.</summary>
public sealed record RegistrationOfferAnswered(long RegistrationId, int Offer, bool IsAccepted) : IFact;

/// <summary>A head took a child where no seat was left; the directorate reads why.</summary>
public sealed record RegistrationAcceptedAbove(long RegistrationId) : IFact;
