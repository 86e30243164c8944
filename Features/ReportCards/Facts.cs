using Massar.Infrastructure.Messaging;

namespace Massar.Features.ReportCards;

/// <summary>The council of a class has decided: nothing of its semester's marks changes any more.</summary>
public sealed record CouncilDecided(int ClassId, int SchoolId, int SchoolYearId, int Semester) : IFact;

/// <summary>A family's appeal against a council took a step: asked, seized, answered or taken back.</summary>
public sealed record CouncilAppealStepped(long AppealId, int SchoolId, long PupilId, int SchoolYearId, Domain.AppealState State) : IFact;
