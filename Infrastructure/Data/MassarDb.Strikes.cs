using Massar.Features.Strikes.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<StrikeDay> StrikeDays => Set<StrikeDay>();

    public DbSet<StrikeAbsence> StrikeAbsences => Set<StrikeAbsence>();
}
