using Massar.Features.Leaves.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Leave> Leaves => Set<Leave>();

    public DbSet<LeaveEvent> LeaveEvents => Set<LeaveEvent>();

    public DbSet<LeaveFlag> LeaveFlags => Set<LeaveFlag>();
}
