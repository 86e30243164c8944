using Massar.Features.Contributions.Domain;
using Massar.Features.Reference.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<ContributionHeading> ContributionHeadings => Set<ContributionHeading>();

    public DbSet<Exemption> Exemptions => Set<Exemption>();

    public DbSet<CashEntry> CashEntries => Set<CashEntry>();

    public DbSet<CashLine> CashLines => Set<CashLine>();

    public DbSet<CashDay> CashDays => Set<CashDay>();
}
