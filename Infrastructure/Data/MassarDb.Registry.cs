using Massar.Features.Registry.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<SchoolChange> SchoolChanges => Set<SchoolChange>();

    public DbSet<PlannedSchool> PlannedSchools => Set<PlannedSchool>();

    public DbSet<SchoolChangeEvent> SchoolChangeEvents => Set<SchoolChangeEvent>();
}
