using Massar.Features.StaffMerges.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<StaffMerge> StaffMerges => Set<StaffMerge>();
}
