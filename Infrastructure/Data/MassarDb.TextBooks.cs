using Massar.Features.TextBooks.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<BookEntry> BookEntries => Set<BookEntry>();

    public DbSet<EntryChange> EntryChanges => Set<EntryChange>();

    public DbSet<YearPlan> YearPlans => Set<YearPlan>();

    public DbSet<PlanItem> PlanItems => Set<PlanItem>();
}
