using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Licences;

/// <summary>A licence took a step; told inside the same transaction.</summary>
/// <param name="What">granted, suspended, lifted, withdrawn, expires, expired.</param>
/// <param name="SchoolId">None while its school is not open.</param>
/// <param name="PlaceId">The directorate.</param>
public sealed record LicenceStepped(long LicenceId, int Step, string What, int? SchoolId, int PlaceId, int AcademyId) : IFact;

/// <summary>The day of a licence has come: its cycles are those of the school.</summary>
public sealed record LicenceInForce(long LicenceId, int SchoolId, string Cycles) : IFact;

/// <summary>A file took a step.</summary>
/// <param name="ByAccountId">Who took it in at the office; told of what becomes of it.</param>
public sealed record LicenceCaseStepped(long CaseId, int Step, CaseState State, int? SchoolId, int PlaceId, int AcademyId, long ByAccountId) : IFact;

/// <summary>A private school was visited and has remarks to mend.</summary>
public sealed record SchoolVisited(long VisitId, int SchoolId, int PlaceId, DateOnly MendBy) : IFact;

/// <summary>A remark of a visit was mended by the school, or looked at by the directorate.</summary>
/// <param name="SchoolId">None while the school is not open.</param>
public sealed record RemarkStepped(long RemarkId, int Step, RemarkState State, int? SchoolId, int PlaceId) : IFact;

/// <summary>An authorisation of extra hours took a step.</summary>
/// <param name="OfficeId">The directorate of the person's workplace.</param>
public sealed record ExtraHoursStepped(long Id, int Step, ExtraState State, long EmployeeId, int SchoolId, int OfficeId) : IFact;
