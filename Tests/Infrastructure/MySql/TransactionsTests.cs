using System.Data;
using Massar.Infrastructure.MySql;
using Massar.Infrastructure.MySql.Ado;
using Massar.Infrastructure.MySql.Storage;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Infrastructure.MySql;

/// <summary>Isolation, savepoints, and what is worth repeating.</summary>
public sealed class TransactionsTests(TransactionsTests.Database database) : IClassFixture<TransactionsTests.Database>
{
    [Fact]
    public async Task A_transaction_is_read_committed_unless_it_says_otherwise()
    {
        await using var context = database.Context();
        var account = await database.Account(1);

        await using (await context.Database.BeginTransactionAsync())
        {
            Assert.Equal(1, await Balance(context, account));
            await database.Set(account, 2);
            Assert.Equal(2, await Balance(context, account));
        }

        await using (await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead))
        {
            Assert.Equal(2, await Balance(context, account));
            await database.Set(account, 3);
            Assert.Equal(2, await Balance(context, account));
        }

        await using (var again = await context.Database.BeginTransactionAsync())
        {
            Assert.Equal(IsolationLevel.ReadCommitted, Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(again).IsolationLevel);
            Assert.Equal(3, await Balance(context, account));
            await database.Set(account, 4);
            Assert.Equal(4, await Balance(context, account));
        }
    }

    [Fact]
    public async Task A_repeatable_read_does_not_overwrite_what_it_has_not_seen()
    {
        await using var context = database.Context();
        var account = await database.Account(1);
        await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        Assert.Equal(1, await Balance(context, account));
        await database.Set(account, 50);

        var error = await Assert.ThrowsAnyAsync<Exception>(
            () => context.Database.ExecuteSqlAsync($"UPDATE Account SET Balance = 2 WHERE Id = {account}"));
        Assert.Equal(DbErrorKind.Transient, MySqlErrorClassifier.Instance.Classify(error));
    }

    [Fact]
    public async Task A_savepoint_takes_back_what_followed_it()
    {
        await using var context = database.Context();
        var (kept, undone) = (new Account { Balance = 1 }, new Account { Balance = 2 });
        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            context.Add(kept);
            await context.SaveChangesAsync();
            await transaction.CreateSavepointAsync("before `it`");
            context.Add(undone);
            await context.SaveChangesAsync();
            await transaction.RollbackToSavepointAsync("before `it`");
            await transaction.CommitAsync();
        }

        Assert.Equal([kept.Id], await context.Set<Account>().Where(a => a.Id == kept.Id || a.Id == undone.Id).Select(a => a.Id).ToListAsync());
    }

    [Fact]
    public async Task A_refused_save_inside_a_transaction_leaves_the_rest_of_it()
    {
        await using var context = database.Context();
        await using var transaction = await context.Database.BeginTransactionAsync();
        var good = new Account { Balance = 1 };
        context.Add(good);
        await context.SaveChangesAsync();
        var bad = new[] { new Account { Balance = 5 }, new Account { Balance = -5 } };
        context.AddRange(bad);
        await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());

        context.ChangeTracker.Clear();
        good.Balance = 8;
        context.Update(good);
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
        Assert.Equal(8, await Balance(context, good.Id));
    }

    [Fact]
    public async Task Leaving_a_transaction_takes_it_back()
    {
        await using var context = database.Context();
        var account = new Account { Balance = 3 };
        await using (await context.Database.BeginTransactionAsync())
        {
            context.Add(account);
            await context.SaveChangesAsync();
        }

        Assert.Equal(0, await context.Set<Account>().CountAsync(a => a.Id == account.Id));
    }

    [Fact]
    public async Task The_loser_of_a_deadlock_goes_again()
    {
        var (a, b) = (await database.Account(0), await database.Account(0));
        using var bothHoldOne = new Barrier(2);
        var attempts = 0;

        await Task.WhenAll(Task.Run(() => Transfer(a, b)), Task.Run(() => Transfer(b, a)));

        await using var context = database.Context();
        Assert.Equal((2, 2), (await Balance(context, a), await Balance(context, b)));
        Assert.Equal(3, attempts);

        async Task Transfer(int first, int second)
        {
            var isFirstAttempt = true;
            await using var own = database.Context(retry: true);
            await own.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                Interlocked.Increment(ref attempts);
                own.ChangeTracker.Clear();
                await using var transaction = await own.Database.BeginTransactionAsync();
                await own.Database.ExecuteSqlAsync($"UPDATE Account SET Balance = Balance + 1 WHERE Id = {first}");
                if (isFirstAttempt)
                {
                    isFirstAttempt = false;
                    bothHoldOne.SignalAndWait(TimeSpan.FromSeconds(10));
                }

                await own.Database.ExecuteSqlAsync($"UPDATE Account SET Balance = Balance + 1 WHERE Id = {second}");
                await transaction.CommitAsync();
            });
        }
    }

    [Fact]
    public async Task A_lock_that_is_not_given_up_in_time_is_transient_and_so_are_added_numbers_only_when_added()
    {
        var account = await database.Account(0);
        await using var holder = database.Context();
        await using var transaction = await holder.Database.BeginTransactionAsync();
        await holder.Database.ExecuteSqlAsync($"UPDATE Account SET Balance = 1 WHERE Id = {account}");

        await using var waiter = database.Context();
        await waiter.Database.OpenConnectionAsync();
        var error = await Assert.ThrowsAnyAsync<Exception>(() => waiter.Database.ExecuteSqlAsync(
            $"SET STATEMENT innodb_lock_wait_timeout = 1 FOR UPDATE Account SET Balance = 2 WHERE Id = {account}"));
        Assert.Equal(DbErrorKind.Transient, MySqlErrorClassifier.Instance.Classify(error));

        foreach (var (added, expected) in new[] { (false, 1), (true, 3) })
        {
            var attempts = 0;
            await using var context = database.Context(retry: true, added ? [1146] : null);
            await Assert.ThrowsAnyAsync<Exception>(() => context.Database.CreateExecutionStrategy().ExecuteAsync(() =>
            {
                attempts++;
                return context.Database.ExecuteSqlRawAsync("DELETE FROM no_such_table");
            }));
            Assert.Equal(expected, attempts);
        }
    }

    [Fact]
    public async Task Pooled_contexts_and_the_classifier_come_from_the_container()
    {
        var services = new ServiceCollection();
        services.AddDbContextPool<BankContext>(o => o.UseMySql(database.ConnectionString));
        services.AddDbErrorClassifier();
        await using var provider = services.BuildServiceProvider();

        for (var i = 0; i < 3; i++)
        {
            await using var scope = provider.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<BankContext>();
            context.Add(new Account { Balance = i });
            await context.SaveChangesAsync();
        }

        Assert.IsType<MySqlErrorClassifier>(provider.GetRequiredService<IDbErrorClassifier>());
    }

    [Fact]
    public async Task A_context_works_over_a_connection_of_the_caller()
    {
        await using var connection = new MySqlDbConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var context = new BankContext(new DbContextOptionsBuilder<BankContext>()
            .UseMySql(connection, ServerVersion.AutoDetect(connection)).Options);
        await context.Database.UseTransactionAsync(transaction);
        var account = new Account { Balance = 1 };
        context.Add(account);
        await context.SaveChangesAsync();
        await transaction.RollbackAsync();

        Assert.Equal(ConnectionState.Open, connection.State);
        Assert.Equal(0L, await connection.Scalar("SELECT COUNT(*) FROM Account WHERE Id = @id", ("@id", account.Id)));
    }

    private static Task<int> Balance(BankContext context, int id)
        => context.Set<Account>().AsNoTracking().Where(a => a.Id == id).Select(a => a.Balance).SingleAsync();

    public sealed class Account
    {
        public int Id { get; set; }
        public int Balance { get; set; }
    }

    public sealed class BankContext(DbContextOptions<BankContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
            => modelBuilder.Entity<Account>().ToTable(t => t.HasCheckConstraint("CK_Balance", "Balance >= 0"));
    }

    public sealed class Database : IAsyncLifetime
    {
        public string ConnectionString { get; private set; } = "";

        public BankContext Context(bool retry = false, int[]? numbers = null) => new(new DbContextOptionsBuilder<BankContext>()
            .UseMySql(ConnectionString, o =>
            {
                if (retry) o.EnableRetryOnFailure(2, TimeSpan.FromMilliseconds(50), numbers);
            }).Options);

        public async Task<int> Account(int balance)
        {
            await using var context = Context();
            var account = new Account { Balance = balance };
            context.Add(account);
            await context.SaveChangesAsync();
            return account.Id;
        }

        public async Task Set(int id, int balance)
        {
            await using var context = Context();
            Assert.Equal(1, await context.Database.ExecuteSqlAsync($"UPDATE Account SET Balance = {balance} WHERE Id = {id}"));
        }

        public async Task InitializeAsync()
        {
            ConnectionString = await (await MariaDbServer.Shared).CreateDatabase();
            await using var context = Context();
            await context.Database.EnsureCreatedAsync();
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }
}
