using Massar.Features.StaffLists.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<StaffList> StaffLists => Set<StaffList>();

    public DbSet<StaffListRow> StaffListRows => Set<StaffListRow>();
}
