using Massar.Features.Exports.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<ExportRequest> ExportRequests => Set<ExportRequest>();

    public DbSet<ExportTaken> ExportsTaken => Set<ExportTaken>();

    public DbSet<PersonRead> PersonReads => Set<PersonRead>();
}
