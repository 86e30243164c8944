// What the analyzers advise against is what these tests are about: the plain methods, in queries.
#pragma warning disable CA1310

using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Infrastructure.MySql;

/// <summary>Paging, grouping, joining, related data, and the shapes this server cannot run.</summary>
public sealed class QueryShapeTests(QueryDatabase database) : IClassFixture<QueryDatabase>
{
    private static readonly int[] Wanted = [2, 3, 5, 99];

    [Fact]
    public void Pages_with_and_without_an_end()
    {
        using var db = database.Open();
        var all = QueryDatabase.Pupils.OrderByDescending(p => p.Fee).Select(p => p.Id).ToList();
        var sorted = db.Pupils.OrderByDescending(p => p.Fee).Select(p => p.Id);

        Assert.Equal(all.Take(3), sorted.Take(3).ToList());
        Assert.Equal(all.Skip(10), sorted.Skip(10).ToList());
        Assert.Equal(all.Skip(4).Take(4), sorted.Skip(4).Take(4).ToList());
        Assert.Equal(all[^1], sorted.Last());
        Assert.Equal(all[2], sorted.ElementAt(2));
        Assert.Equal(all[0], sorted.Take(1).SingleOrDefault());
        Assert.Equal(all[0], sorted.Take(5).First());
        Assert.Equal(all.Take(2), sorted.Take(5).Take(2).ToList());
        Assert.Equal(all[..5].Where(id => id > 3).FirstOrDefault(), sorted.Take(5).FirstOrDefault(id => id > 3));
    }

    [Fact]
    public void Groups_with_all_aggregates()
    {
        using var db = database.Open();

        var actual = db.Pupils.GroupBy(p => p.Level).OrderBy(g => g.Key).Select(g => new
        {
            g.Key,
            Count = g.Count(),
            Sum = g.Sum(p => p.Fee),
            Scores = g.Sum(p => p.Score),
            Average = g.Average(p => p.Id),
            First = g.Min(p => p.Born),
            Last = g.Max(p => p.EnrolledAt),
            Active = g.Count(p => p.Active),
            Names = string.Join(";", g.OrderBy(p => p.Id).Select(p => p.Name)),
        }).ToList();

        var expected = QueryDatabase.Pupils.GroupBy(p => p.Level).OrderBy(g => g.Key).Select(g => new
        {
            g.Key,
            Count = g.Count(),
            Sum = g.Sum(p => p.Fee),
            Scores = g.Sum(p => p.Score),
            Average = g.Average(p => p.Id),
            First = g.Min(p => p.Born),
            Last = g.Max(p => p.EnrolledAt),
            Active = g.Count(p => p.Active),
            Names = string.Join(";", g.OrderBy(p => p.Id).Select(p => p.Name)),
        }).ToList();
        Assert.Equal(3, actual.Count);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Groups_by_parts_filtered_afterwards()
    {
        using var db = database.Open();

        var actual = db.Pupils.GroupBy(p => new { p.Born.Year, p.Active })
            .Where(g => g.Count() > 1).Select(g => new { g.Key.Year, g.Key.Active, Count = g.Count() })
            .OrderBy(g => g.Year).ThenBy(g => g.Active).ToList();

        Assert.NotEmpty(actual);
        Assert.Equal(
            QueryDatabase.Pupils.GroupBy(p => new { p.Born.Year, p.Active })
                .Where(g => g.Count() > 1).Select(g => new { g.Key.Year, g.Key.Active, Count = g.Count() })
                .OrderBy(g => g.Year).ThenBy(g => g.Active),
            actual);
    }

    [Fact]
    public void Aggregates_of_nothing()
    {
        using var db = database.Open();
        var nobody = db.Pupils.Where(p => p.Id < 0);

        Assert.Equal(0m, nobody.Sum(p => p.Fee));
        Assert.Equal(0, nobody.Count());
        Assert.Null(nobody.Max(p => (int?)p.Id));
        Assert.Null(nobody.Average(p => p.Score));
        Assert.False(nobody.Any());
        Assert.True(nobody.All(p => p.Active));
        Assert.Throws<InvalidOperationException>(() => nobody.Max(p => p.Id));
    }

    [Fact]
    public void Subqueries_and_outer_joins()
    {
        using var db = database.Open();

        var best = db.Pupils.Where(p => p.Marks.Any(m => m.Points >= db.Marks.Average(x => x.Points))).Select(p => p.Id).OrderBy(id => id).ToList();
        var joined = db.Pupils.LeftJoin(db.Marks.Where(m => m.Subject == "Arabic"), p => p.Id, m => m.PupilId, (p, m) => new { p.Id, Points = (decimal?)m!.Points })
            .OrderBy(x => x.Id).ThenBy(x => x.Points).ToList();
        var crossed = db.Schools.SelectMany(s => db.Seats, (s, seat) => new { s.Id, seat.Room }).Count();

        var average = QueryDatabase.Pupils.SelectMany(p => p.Marks).Average(m => m.Points);
        Assert.Equal(QueryDatabase.Pupils.Where(p => p.Marks.Any(m => m.Points >= average)).Select(p => p.Id), best);
        Assert.Equal(
            QueryDatabase.Pupils.SelectMany(p => p.Marks.Where(m => m.Subject == "Arabic").DefaultIfEmpty(), (p, m) => new { p.Id, Points = m?.Points })
                .OrderBy(x => x.Id).ThenBy(x => x.Points),
            joined);
        Assert.Equal(36, crossed);
    }

    [Fact]
    public void Limited_subqueries_inside_in()
    {
        using var db = database.Open();
        var cheapest = db.Pupils.OrderBy(p => p.Fee).Take(3).Select(p => p.Id);

        var found = db.Pupils.Where(p => cheapest.Contains(p.Id)).Select(p => p.Id).OrderBy(id => id).ToList();

        Assert.Equal([1, 2, 3], found);
    }

    [Fact]
    public void Set_operations_with_limits()
    {
        using var db = database.Open();
        var first = db.Pupils.OrderBy(p => p.Id).Take(2).Select(p => p.Id);
        var last = db.Pupils.OrderByDescending(p => p.Id).Take(2).Select(p => p.Id);
        var even = db.Pupils.Where(p => p.Id % 2 == 0).Select(p => p.Id);

        Assert.Equal([1, 2, 11, 12], first.Union(last).OrderBy(id => id).ToList());
        Assert.Equal([1, 1, 2, 2], first.Concat(first).OrderBy(id => id).ToList());
        Assert.Equal([2, 12], first.Concat(last).Intersect(even).OrderBy(id => id).ToList());
        Assert.Equal([1, 11], first.Concat(last).Except(even).OrderBy(id => id).ToList());
    }

    [Fact]
    public void Lists_as_parameters()
    {
        using var db = database.Open();
        int?[] scores = [null, -23, 5];
        Level[] levels = [Level.Middle, Level.High];
        DateOnly[] days = [QueryDatabase.Pupils[0].Born, new(1999, 1, 1)];
        string[] names = ["Amal", "l'Atlas", "back\\slash"];
        var many = Enumerable.Range(3, 5000).ToList();
        int[] none = [];

        Assert.Equal([2, 3, 5], db.Pupils.Where(p => Wanted.Contains(p.Id)).Select(p => p.Id).OrderBy(id => id).ToList());
        Assert.Empty(db.Pupils.Where(p => none.Contains(p.Id)).ToList());
        Assert.Equal(
            QueryDatabase.Pupils.Where(p => scores.Contains(p.Score)).Select(p => p.Id),
            db.Pupils.Where(p => scores.Contains(p.Score)).Select(p => p.Id).OrderBy(id => id).ToList());
        Assert.Equal(8, db.Pupils.Count(p => levels.Contains(p.Level)));
        Assert.Equal(1, db.Pupils.Count(p => days.Contains(p.Born)));
        Assert.Equal([1, 5, 7], db.Pupils.Where(p => names.Contains(p.Name)).Select(p => p.Id).OrderBy(id => id).ToList());
        Assert.Equal(10, db.Pupils.Count(p => many.Contains(p.Id)));
        Assert.Equal(10, db.Pupils.Count(p => EF.Constant(many).Contains(p.Id)));
    }

    [Fact]
    public void Lists_as_tables()
    {
        using var db = database.Open();
        string[] starts = ["Am", "100"];
        string[] names = ["Amal", "back\\slash", "School 1", "pip"];

        Assert.Equal(3, db.Pupils.Where(p => p.Id == 4).Select(p => Wanted.Count(id => id > p.Id - 2)).Single());
        Assert.Equal([1, 3], db.Pupils.Where(p => starts.Any(start => p.Name.StartsWith(start))).Select(p => p.Id).OrderBy(id => id).ToList());
        Assert.Equal([2, 3, 5], db.Pupils.Join(Wanted, p => p.Id, id => id, (p, id) => p.Id).OrderBy(id => id).ToList());
        Assert.Equal(1, db.Schools.Count(s => Wanted.Where(id => id > 2).Contains(s.Id)));
        Assert.Equal([1, 5], db.Pupils.Where(p => names.Count(name => name == p.Name) == 1).Select(p => p.Id).OrderBy(id => id).ToList());
        Assert.Equal([1], db.Schools.Where(s => names.Count(name => name == s.Name) == 1).Select(s => s.Id).ToList());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Related_data_in_one_query_or_several(bool split)
    {
        await using var db = database.Open();
        var query = db.Schools.Include(s => s.Pupils.OrderByDescending(p => p.Id).Where(p => p.Level != Level.High)).ThenInclude(p => p.Marks);

        var schools = await (split ? query.AsSplitQuery() : query.AsSingleQuery()).OrderBy(s => s.Id).ToListAsync();

        Assert.Equal(
            QueryDatabase.Pupils.Where(p => p.Level != Level.High).OrderBy(p => p.SchoolId).ThenByDescending(p => p.Id).Select(p => (p.Id, p.Marks.Count)),
            schools.SelectMany(s => s.Pupils).Select(p => (p.Id, p.Marks.Count)));
    }

    [Fact]
    public void Some_rows_of_each_group()
    {
        using var db = database.Open();

        var top = db.Schools.OrderBy(s => s.Id).Select(s => s.Pupils.OrderByDescending(p => p.Fee).Take(2).Select(p => p.Id).ToList()).ToList();
        var first = db.Pupils.GroupBy(p => p.Level).Select(g => g.OrderBy(p => p.Id).First()).ToList();
        var limited = db.Schools.AsNoTracking().Include(s => s.Pupils.OrderBy(p => p.Name).Take(2)).OrderBy(s => s.Id).ToList();
        var best = db.Pupils.OrderBy(p => p.Id).Select(p => p.Marks.OrderByDescending(m => m.Points).Select(m => (decimal?)m.Points).FirstOrDefault()).ToList();

        Assert.Equal([[4, 3], [8, 7], [12, 11]], top);
        Assert.Equal([1, 2, 3], first.Select(p => p.Id).Order());
        Assert.All(limited, school => Assert.Equal(2, school.Pupils.Count));
        Assert.Equal(QueryDatabase.Pupils.Select(p => p.Marks.Count == 0 ? null : (decimal?)p.Marks.Max(m => m.Points)), best);
    }

    [Fact]
    public void What_needs_lateral_says_so()
    {
        using var db = database.Open();

        Refuses(db.Schools.Include(s => s.Pupils.OrderBy(p => p.Id).Take(2)).ThenInclude(p => p.Marks).AsSingleQuery());
        Refuses(db.Schools.Select(s => new { s.Id, Levels = s.Pupils.Select(p => p.Level).Distinct().ToList() }));
        Refuses(db.Schools.SelectMany(s => s.Pupils.Where(p => p.Fee > s.Id).DefaultIfEmpty(), (s, p) => new { s.Id, Pupil = p!.Id }).Where(x => x.Id > 0).Concat(
            db.Schools.SelectMany(s => s.Pupils.Take(s.Id), (s, p) => new { s.Id, Pupil = p.Id })));
        Assert.Equal(3, db.Schools.Include(s => s.Pupils.OrderBy(p => p.Id).Take(2)).ThenInclude(p => p.Marks).AsSplitQuery().ToList().Count);
    }

    [Fact]
    public void Lateral_is_written_for_mysql()
    {
        using var db = database.Open(new MySqlServerVersion(new Version(8, 0, 36)));

        var sql = db.Schools.Select(s => new { s.Id, Levels = s.Pupils.Select(p => p.Level).Distinct().ToList() }).ToQueryString();

        Assert.Contains("LATERAL (", sql, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_with_anything_in_them_do_no_harm()
    {
        using var db = database.Open();

        Assert.Equal(12, db.Pupils.TagWith("it's ? @p0 `x` \"y\"\n; DROP").ToList().Count);
    }

    [Fact]
    public async Task Compiled_queries_and_streams()
    {
        var byLevel = EF.CompileAsyncQuery((QueryContext db, Level level) => db.Pupils.Where(p => p.Level == level).OrderBy(p => p.Id).Select(p => p.Id));
        await using var db = database.Open();
        var ids = new List<int>();

        await foreach (var id in byLevel(db, Level.Middle)) ids.Add(id);

        Assert.Equal([1, 4, 7, 10], ids);
    }

    private static void Refuses<T>(IQueryable<T> query)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => query.ToList());

        Assert.Contains("LATERAL", refused.Message, StringComparison.Ordinal);
    }
}
