using Massar.Features.Classes.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<SchoolClass> Classes => Set<SchoolClass>();

    public DbSet<TeachingAssignment> TeachingAssignments => Set<TeachingAssignment>();

    public DbSet<ClassMove> ClassMoves => Set<ClassMove>();

    public DbSet<ClassExcess> ClassExcesses => Set<ClassExcess>();

    public DbSet<Structure> Structures => Set<Structure>();

    public DbSet<StructureLine> StructureLines => Set<StructureLine>();

    public DbSet<StructureStep> StructureSteps => Set<StructureStep>();
}
