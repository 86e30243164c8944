using Massar.Features.Payslips.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<PayMonth> PayMonths => Set<PayMonth>();

    public DbSet<PayLine> PayLines => Set<PayLine>();

    public DbSet<PayArrear> PayArrears => Set<PayArrear>();

    public DbSet<PayEvent> PayEvents => Set<PayEvent>();

    public DbSet<PayImport> PayImports => Set<PayImport>();

    public DbSet<PayImportPerson> PayImportPeople => Set<PayImportPerson>();
}
