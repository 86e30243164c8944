using Massar.Features.Accounts.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Hat> Hats => Set<Hat>();

    public DbSet<Session> Sessions => Set<Session>();
}
