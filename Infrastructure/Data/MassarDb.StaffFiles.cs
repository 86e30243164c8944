using Massar.Features.StaffFiles.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<FileTransfer> FileTransfers => Set<FileTransfer>();

    public DbSet<FilePage> FilePages => Set<FilePage>();

    public DbSet<FileStep> FileSteps => Set<FileStep>();
}
