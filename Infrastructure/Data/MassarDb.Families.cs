using Massar.Features.Families.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<FamilyEvent> FamilyEvents => Set<FamilyEvent>();

    public DbSet<FamilyPaper> FamilyPapers => Set<FamilyPaper>();

    public DbSet<FamilyNote> FamilyNotes => Set<FamilyNote>();
}
