using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Infrastructure.MySql;

/// <summary>ExecuteUpdate and ExecuteDelete. Each test works in a transaction that it never commits.</summary>
public sealed class QueryModificationTests(QueryDatabase database) : IClassFixture<QueryDatabase>
{
    [Fact]
    public async Task Plain_updates()
    {
        await using var db = await Begin();

        var changed = await db.Pupils.Where(p => p.Active).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.Fee, p => p.Fee + 1)
            .SetProperty(p => p.Nickname, (string?)null)
            .SetProperty(p => p.Name, p => p.Name + "!"));

        Assert.Equal(6, changed);
        Assert.Equal(QueryDatabase.Pupils.Sum(p => p.Fee) + 6, await db.Pupils.SumAsync(p => p.Fee));
        Assert.Equal(6, await db.Pupils.CountAsync(p => p.Name.EndsWith('!') && p.Nickname == null));
    }

    [Fact]
    public async Task Assignments_see_the_values_before_the_update()
    {
        await using var db = await Begin();

        await db.Pupils.Where(p => p.Id == 5).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.Fee, p => p.Fee + 100)
            .SetProperty(p => p.Score, p => (int)p.Fee));

        var pupil = await db.Pupils.AsNoTracking().SingleAsync(p => p.Id == 5);
        Assert.Equal(87.655m, pupil.Fee);
        Assert.Equal(-12, pupil.Score);
    }

    [Fact]
    public async Task An_exchange_of_columns_is_refused()
    {
        await using var db = await Begin();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => db.Pupils.Where(p => p.Nickname != null)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Name, p => p.Nickname!).SetProperty(p => p.Nickname, p => p.Name)));

        Assert.Contains("exchanges", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Updates_across_a_join()
    {
        await using var db = await Begin();

        var changed = await db.Pupils.Where(p => p.School.City == "Rabat").ExecuteUpdateAsync(set => set.SetProperty(p => p.Score, 7));
        var copied = await db.Pupils.Select(p => new { Pupil = p, p.School.Name })
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.Pupil.Nickname, x => x.Name));

        Assert.Equal(8, changed);
        Assert.Equal(12, copied);
        Assert.Equal(8, await db.Pupils.CountAsync(p => p.Score == 7));
        Assert.Equal(12, await db.Pupils.CountAsync(p => p.Nickname == p.School.Name));
    }

    [Fact]
    public async Task Updates_that_read_their_own_table()
    {
        await using var db = await Begin();

        var above = await db.Pupils.Where(p => p.Fee > db.Pupils.Average(x => x.Fee)).ExecuteUpdateAsync(set => set.SetProperty(p => p.Score, 1));
        var first = await db.Pupils.OrderBy(p => p.Fee).Take(2).ExecuteUpdateAsync(set => set.SetProperty(p => p.Score, 2));
        var grouped = await db.Pupils.Where(p => db.Pupils.GroupBy(x => x.Level).Select(g => g.Max(x => x.Id)).Contains(p.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Score, 3));

        Assert.Equal(6, above);
        Assert.Equal(2, first);
        Assert.Equal(3, grouped);
        Assert.Equal([2, 2, 1, 1, 1, 3, 3, 3], await db.Pupils.Where(p => p.Id < 3 || p.Id > 6).OrderBy(p => p.Id).Select(p => p.Score!.Value).ToListAsync());
    }

    [Fact]
    public async Task Plain_deletes()
    {
        await using var db = await Begin();
        int[] ids = [10, 11, 50];

        Assert.Equal(2, await db.Marks.Where(m => ids.Contains(m.Id)).ExecuteDeleteAsync());
        Assert.Equal(0, await db.Marks.Where(m => m.Id < 0).ExecuteDeleteAsync());
        Assert.Equal(QueryDatabase.Pupils.Sum(p => p.Marks.Count) - 2, await db.Marks.CountAsync());
    }

    [Fact]
    public async Task Deletes_across_a_join()
    {
        await using var db = await Begin();

        var deleted = await db.Marks.Where(m => m.Pupil.School.City == null).ExecuteDeleteAsync();

        Assert.Equal(QueryDatabase.Pupils.Where(p => p.School.City == null).Sum(p => p.Marks.Count), deleted);
        Assert.True(deleted > 0);
    }

    [Fact]
    public async Task Deletes_that_read_their_own_table()
    {
        await using var db = await Begin();
        var average = QueryDatabase.Pupils.SelectMany(p => p.Marks).Average(m => m.Points);
        var above = QueryDatabase.Pupils.SelectMany(p => p.Marks).Count(m => m.Points > average);

        var deleted = await db.Marks.Where(m => m.Points > db.Marks.Average(x => x.Points)).ExecuteDeleteAsync();
        var lowest = await db.Marks.OrderBy(m => m.Points).Take(2).ExecuteDeleteAsync();
        var doubled = await db.Marks.Where(m => db.Marks.Any(x => x.PupilId == m.PupilId && x.Id < m.Id)).ExecuteDeleteAsync();

        Assert.Equal(above, deleted);
        Assert.Equal(2, lowest);
        Assert.True(doubled > 0);
        Assert.Equal(await db.Marks.CountAsync(), await db.Marks.Select(m => m.PupilId).Distinct().CountAsync());
    }

    [Fact]
    public async Task Deletes_with_a_composite_key()
    {
        await using var db = await Begin();

        var last = await db.Seats.OrderByDescending(s => s.Room).ThenByDescending(s => s.Number).Take(2).ExecuteDeleteAsync();
        var beyond = await db.Seats.Where(s => s.Number > db.Seats.Where(x => x.Room == s.Room).Min(x => x.Number)).ExecuteDeleteAsync();

        Assert.Equal(2, last);
        Assert.Equal(6, beyond);
        Assert.Equal([1, 1, 1, 1], await db.Seats.OrderBy(s => s.Room).Select(s => s.Number).ToListAsync());
    }

    [Fact]
    public async Task Deletes_of_what_raw_sql_finds()
    {
        await using var db = await Begin();

        var deleted = await db.Marks.FromSql($"SELECT * FROM Marks WHERE Subject = {"Math"}").ExecuteDeleteAsync();

        Assert.True(deleted > 0);
        Assert.Equal(0, await db.Marks.CountAsync(m => m.Subject == "Math"));
    }

    private async Task<QueryContext> Begin()
    {
        var db = database.Open();
        await db.Database.BeginTransactionAsync();
        return db;
    }
}
