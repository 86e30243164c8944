using Massar.Features.Enrollments.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Enrollment> Enrollments => Set<Enrollment>();

    public DbSet<RollOver> RollOvers => Set<RollOver>();

    public DbSet<RollOverLine> RollOverLines => Set<RollOverLine>();

    public DbSet<RollOverFix> RollOverFixes => Set<RollOverFix>();

    public DbSet<NextSchool> NextSchools => Set<NextSchool>();

    public DbSet<GuidedPlace> GuidedPlaces => Set<GuidedPlace>();

    public DbSet<PupilImport> PupilImports => Set<PupilImport>();

    public DbSet<PupilImportRow> PupilImportRows => Set<PupilImportRow>();

    public DbSet<RosterFinding> RosterFindings => Set<RosterFinding>();

    public DbSet<RosterFindingBook> RosterFindingBooks => Set<RosterFindingBook>();
}
