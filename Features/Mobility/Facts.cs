using Massar.Infrastructure.Messaging;

namespace Massar.Features.Mobility;

/// <summary>What all facts about a request carry.</summary>
/// <param name="Event">Number of the history line: one event, one notice.</param>
public abstract record RequestFact(long RequestId, long EmployeeId, int PlaceId, string Number, string CampaignAr, string CampaignFr, string Event);

public sealed record MovementRequestSubmitted(long RequestId, long EmployeeId, int PlaceId, string Number, string CampaignAr, string CampaignFr, string Event)
    : RequestFact(RequestId, EmployeeId, PlaceId, Number, CampaignAr, CampaignFr, Event), IFact;

public sealed record MovementRequestValidated(long RequestId, long EmployeeId, int PlaceId, string Number, string CampaignAr, string CampaignFr, string Event, Domain.Office By)
    : RequestFact(RequestId, EmployeeId, PlaceId, Number, CampaignAr, CampaignFr, Event), IFact;

public sealed record MovementRequestRefused(long RequestId, long EmployeeId, int PlaceId, string Number, string CampaignAr, string CampaignFr, string Event, string Code)
    : RequestFact(RequestId, EmployeeId, PlaceId, Number, CampaignAr, CampaignFr, Event), IFact;

/// <summary>Somebody in surplus was called in, and may send wishes until a day.</summary>
public sealed record SurplusCalled(long RequestId, long EmployeeId, int PlaceId, string Number, string CampaignAr, string CampaignFr, string Event, DateOnly Until)
    : RequestFact(RequestId, EmployeeId, PlaceId, Number, CampaignAr, CampaignFr, Event), IFact;

/// <summary>Somebody who was called in has to move no more.</summary>
public sealed record SurplusReleased(long RequestId, long EmployeeId, int PlaceId, string Number, string CampaignAr, string CampaignFr, string Event)
    : RequestFact(RequestId, EmployeeId, PlaceId, Number, CampaignAr, CampaignFr, Event), IFact;

/// <summary>Something is open again for the participant until a day.</summary>
public sealed record MovementRequestReturned(long RequestId, long EmployeeId, int PlaceId, string Number, string CampaignAr, string CampaignFr, string Event, DateOnly Until)
    : RequestFact(RequestId, EmployeeId, PlaceId, Number, CampaignAr, CampaignFr, Event), IFact;

/// <param name="PointsBefore">Null when no request was sent yet.</param>
public sealed record ContestDecided(
    long ContestId, int CampaignId, long EmployeeId, int PlaceId, string CampaignAr, string CampaignFr, bool Accepted, decimal? PointsBefore, decimal? PointsAfter) : IFact;

/// <param name="Version">A claim made again is decided again: one decision, one notice.</param>
public sealed record PriorityDecided(long ClaimId, int Version, int CampaignId, long EmployeeId, int PlaceId, string CampaignAr, string CampaignFr, bool Accepted) : IFact;

/// <summary>The office answered an appeal against a result.</summary>
public sealed record AppealAnswered(long AppealId, int CampaignId, long EmployeeId, int PlaceId, string CampaignAr, string CampaignFr, bool Accepted) : IFact;

/// <summary>The hour of a result has come for these participants; told in portions.</summary>
/// <param name="Run">One run, one notice for each.</param>
public sealed record MovementResultPublished(long Run, int CampaignId, int PlaceId, string CampaignAr, string CampaignFr, IReadOnlyList<long> Employees) : IFact;
