using Massar.Features.Staffing.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<FlagCase> FlagCases => Set<FlagCase>();

    public DbSet<FlagStep> FlagSteps => Set<FlagStep>();
}
