using Massar.Features.PayExchange.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<FinanceMessage> FinanceMessages => Set<FinanceMessage>();

    public DbSet<FinanceNonce> FinanceNonces => Set<FinanceNonce>();
}
