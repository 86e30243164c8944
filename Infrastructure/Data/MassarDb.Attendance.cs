using Massar.Features.Attendance.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Absence> Absences => Set<Absence>();
}
