using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Infrastructure.MySql;

/// <summary>Row locks by tag, for queues.</summary>
public sealed class QueryRowLockTests(QueryDatabase database) : IClassFixture<QueryDatabase>
{
    [Fact]
    public async Task Locked_rows_are_left_out()
    {
        await using var one = database.Open();
        await using var other = database.Open();
        await one.Database.BeginTransactionAsync();
        await other.Database.BeginTransactionAsync();

        var mine = await one.Seats.OrderBy(s => s.Room).ThenBy(s => s.Number).Take(2).ForUpdateSkipLocked().ToListAsync();
        var theirs = await other.Seats.OrderBy(s => s.Room).ThenBy(s => s.Number).Take(2).ForUpdateSkipLocked().ToListAsync();

        Assert.Equal([(1, 1), (1, 2)], mine.Select(s => (s.Room, s.Number)));
        Assert.Equal([(1, 3), (2, 1)], theirs.Select(s => (s.Room, s.Number)));
    }

    [Fact]
    public async Task Locked_rows_are_waited_for()
    {
        await using var one = database.Open();
        await using var other = database.Open();
        await one.Database.BeginTransactionAsync();
        await other.Database.BeginTransactionAsync();
        var seat = await one.Seats.Where(s => s.Room == 4 && s.Number == 3).ForUpdate().SingleAsync();

        var waiting = Task.Run(() => other.Seats.Where(s => s.Room == 4 && s.Number == 3).ForUpdate().AsNoTracking().Select(s => s.Holder).Single());
        await Task.Delay(300);
        Assert.False(waiting.IsCompleted);

        seat.Holder = "Rim";
        await one.SaveChangesAsync();
        await one.Database.CommitTransactionAsync();

        Assert.Equal("Rim", await waiting);
    }

    [Fact]
    public async Task Workers_take_each_job_once()
    {
        var connectionString = await (await Massar.Tests.Support.MariaDbServer.Shared).CreateDatabase();
        QueryContext Open() => new(new DbContextOptionsBuilder<QueryContext>().UseMySql(connectionString).Options);
        await using (var db = Open())
        {
            await db.Database.EnsureCreatedAsync();
            db.AddRange(Enumerable.Range(1, 60).Select(number => new Seat { Room = 1, Number = number }));
            await db.SaveChangesAsync();
        }

        var taken = await Task.WhenAll(Enumerable.Range(1, 4).Select(worker => Task.Run(async () =>
        {
            var mine = new List<int>();
            while (true)
            {
                await using var db = Open();
                await using var transaction = await db.Database.BeginTransactionAsync();
                var seats = await db.Seats.Where(s => s.Holder == null).OrderBy(s => s.Number).Take(3).ForUpdateSkipLocked().ToListAsync();
                if (seats.Count == 0 && !await db.Seats.AnyAsync(s => s.Holder == null)) return mine;

                seats.ForEach(seat => seat.Holder = $"worker {worker}");
                await db.SaveChangesAsync();
                await transaction.CommitAsync();
                mine.AddRange(seats.Select(seat => seat.Number));
            }
        })));

        Assert.Equal(Enumerable.Range(1, 60), taken.SelectMany(numbers => numbers).Order());
    }

    [Fact]
    public async Task A_lock_without_a_transaction_is_a_mistake()
    {
        await using var db = database.Open();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => db.Seats.ForUpdate().ToListAsync());

        Assert.Contains("transaction", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_that_only_speaks_of_locks_locks_nothing()
    {
        await using var db = database.Open();

        Assert.Equal(12, (await db.Seats.TagWith("no lock:skip here").ToListAsync()).Count);
    }
}
