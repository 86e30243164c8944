using Massar.Features.Schools.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Place> Places => Set<Place>();

    public DbSet<School> Schools => Set<School>();

    public DbSet<SchoolZone> SchoolZones => Set<SchoolZone>();

    public DbSet<SchoolEntry> SchoolEntries => Set<SchoolEntry>();

    public DbSet<SchoolSuccession> SchoolSuccessions => Set<SchoolSuccession>();
}
