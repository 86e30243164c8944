using Massar.Features.Transfers.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Transfer> Transfers => Set<Transfer>();

    public DbSet<TransferEvent> TransferEvents => Set<TransferEvent>();
}
