using Massar.Features.Certificates.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Certificates;

/// <summary>A certificate was sealed and is there to be fetched.</summary>
/// <param name="AskedBy">The account that asked; null for the school's own doing.</param>
/// <param name="SeenAtOnce">The person who asked has it on the screen already.</param>
public sealed record CertificateIssued(long RequestId, long PupilId, int SchoolId, string NumberShown, long? AskedBy, bool SeenAtOnce) : IFact;

/// <summary>A certificate waits until somebody has mended data.</summary>
public sealed record CertificateBlocked(long RequestId, long PupilId, int SchoolId, IReadOnlyList<CertificateProblem> Problems, long? AskedBy) : IFact;

/// <summary>The desk wrote what was missing in a pupil's file; what is null stays as it is.</summary>
/// <param name="Version">Of the file as it was read; a newer one is not overwritten.</param>
public sealed record PupilDataMended(
    long PupilId, int Version, string? FirstNameAr, string? LastNameAr, string? FirstNameLatin, string? LastNameLatin, DateOnly? BirthDate, string? BirthPlaceAr, string? BirthPlaceLatin) : IFact;
