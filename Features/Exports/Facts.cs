using Massar.Infrastructure.Messaging;

namespace Massar.Features.Exports;

/// <summary>Somebody asked for a file with many people.</summary>
public sealed record ExportAsked(long RequestId, int PlaceId, long AskedBy, int Persons) : IFact;

/// <summary>A colleague allowed or refused it.</summary>
public sealed record ExportDecided(long RequestId, int PlaceId, long AskedBy, bool IsApproved, int Persons) : IFact;

/// <summary>A file that was allowed left for the first time.</summary>
public sealed record ExportCollected(long RequestId, int PlaceId, long AskedBy, long ApprovedBy, int Persons, DateTime At) : IFact;
