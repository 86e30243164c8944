using System.Data.Common;
using System.Globalization;
using Massar.Infrastructure.MySql;
using Massar.Infrastructure.MySql.Storage;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Massar.Tests.Infrastructure.MySql;

/// <summary>What SaveChanges writes, in the dialects of MariaDB and of MySQL (which MariaDB understands too).</summary>
public sealed class SaveChangesTests(SaveChangesTests.Database database) : IClassFixture<SaveChangesTests.Database>
{
    public static readonly TheoryData<string> Dialects = ["10.11.0-mariadb", "8.0.40-mysql"];

    public static readonly TheoryData<string, int> DialectsAndCounts = new()
    {
        { "10.11.0-mariadb", 1 }, { "10.11.0-mariadb", 2 }, { "10.11.0-mariadb", 1000 }, { "10.11.0-mariadb", 5000 },
        { "8.0.40-mysql", 1 }, { "8.0.40-mysql", 2 }, { "8.0.40-mysql", 1200 },
    };

    [Theory, MemberData(nameof(DialectsAndCounts))]
    public async Task Generated_keys_and_defaults_reach_the_row_they_belong_to(string dialect, int count)
    {
        var batch = Guid.NewGuid();
        await using var context = database.Context(dialect);
        var pupils = Enumerable.Range(0, count).Select(i => new Pupil { Batch = batch, Number = i, Name = $"تلميذ {i}" }).ToList();
        context.AddRange(pupils);
        Assert.Equal(count, await context.SaveChangesAsync());

        var stored = await context.Set<Pupil>().AsNoTracking().Where(p => p.Batch == batch).ToDictionaryAsync(p => p.Id, p => p.Number);
        Assert.Equal(count, stored.Count);
        Assert.All(pupils, pupil => Assert.Equal(pupil.Number, stored[pupil.Id]));
        Assert.All(pupils, pupil => Assert.Equal(("new", pupil.Number * 2), (pupil.State, pupil.Twice)));
    }

    [Fact]
    public async Task MariaDB_takes_rows_of_one_shape_in_one_statement_per_thousand()
    {
        await using var context = database.Context("10.11.0-mariadb");
        context.AddRange(Enumerable.Range(0, 2500).Select(i => new Pupil { Batch = Guid.NewGuid(), Number = i, Name = "x" }));
        database.Commands.Clear();
        await context.SaveChangesAsync();

        var inserts = database.Commands.Texts.Where(text => text.Contains("INSERT", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, inserts.Count);
        Assert.All(inserts, text => Assert.Equal(1, text.Split("INSERT INTO").Length - 1));
        Assert.All(inserts, text => Assert.Contains("RETURNING", text, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Inserts_updates_and_deletes_mix_in_one_save(string dialect)
    {
        var batch = Guid.NewGuid();
        await using var context = database.Context(dialect);
        var kept = Enumerable.Range(0, 6).Select(i => new Pupil { Batch = batch, Number = i, Name = $"p{i}" }).ToList();
        context.AddRange(kept);
        await context.SaveChangesAsync();

        kept[0].Number = 100;
        kept[1].Name = "renamed";
        context.RemoveRange(kept[2], kept[3]);
        context.Add(new Pupil { Batch = batch, Number = 7, Name = "explicit", State = "old" });
        context.Add(new Pupil { Batch = batch, Number = 8, Name = "default" });
        context.Add(new Empty());
        context.Add(new School { Code = "S-" + batch.ToString("N")[..8] });
        Assert.Equal(8, await context.SaveChangesAsync());
        Assert.Equal(200, kept[0].Twice);

        var rows = await context.Set<Pupil>().AsNoTracking().Where(p => p.Batch == batch).OrderBy(p => p.Number)
            .Select(p => $"{p.Number} {p.Name} {p.State} {p.Twice}").ToListAsync();
        Assert.Equal(["1 renamed new 2", "4 p4 new 8", "5 p5 new 10", "7 explicit old 14", "8 default new 16", "100 p0 new 200"], rows);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Rows_without_any_column_to_write_get_their_keys(string dialect)
    {
        await using var context = database.Context(dialect);
        var one = new Empty();
        context.Add(one);
        await context.SaveChangesAsync();
        var more = new[] { new Empty(), new Empty(), new Empty() };
        context.AddRange(more);
        await context.SaveChangesAsync();

        Assert.True(one.Id > 0);
        Assert.Equal(3, more.Select(e => e.Id).Where(id => id > one.Id).Distinct().Count());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_update_that_changes_nothing_is_no_conflict(string dialect)
    {
        await using var context = database.Context(dialect);
        var pupil = new Pupil { Batch = Guid.NewGuid(), Number = 1, Name = "same" };
        context.Add(pupil);
        await context.SaveChangesAsync();

        context.Entry(pupil).Property(p => p.Name).IsModified = true;
        Assert.Equal(1, await context.SaveChangesAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_row_changed_or_deleted_by_somebody_else_is_a_conflict(string dialect)
    {
        await using var mine = database.Context(dialect);
        var pupils = Enumerable.Range(0, 3).Select(i => new Pupil { Batch = Guid.NewGuid(), Number = i, Name = "v1" }).ToList();
        mine.AddRange(pupils);
        await mine.SaveChangesAsync();

        await using (var theirs = database.Context(dialect))
        {
            var changed = await theirs.Set<Pupil>().SingleAsync(p => p.Id == pupils[1].Id);
            (changed.Name, changed.Version) = ("v2", 1);
            theirs.Remove(await theirs.Set<Pupil>().SingleAsync(p => p.Id == pupils[2].Id));
            await theirs.SaveChangesAsync();
        }

        pupils[0].Name = pupils[1].Name = "mine";
        var update = await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => mine.SaveChangesAsync());
        Assert.Same(pupils[1], update.Entries.Single().Entity);

        mine.ChangeTracker.Clear();
        Assert.Equal("v1", (await mine.Set<Pupil>().AsNoTracking().SingleAsync(p => p.Id == pupils[0].Id)).Name);
        mine.Remove(pupils[2]);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => mine.SaveChangesAsync());
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task What_the_server_refuses_is_told_by_kind_and_name(string dialect)
    {
        IDbErrorClassifier classifier = MySqlErrorClassifier.Instance;
        var code = "C-" + Guid.NewGuid().ToString("N")[..8];
        await Save(new School { Code = code });

        var duplicate = await Refused(new School { Code = code });
        Assert.True(classifier.IsUniqueViolation(duplicate));
        Assert.True(classifier.IsUniqueViolation(duplicate, "IX_School_Code"));
        Assert.False(classifier.IsUniqueViolation(duplicate, "IX_Other"));

        var orphan = await Refused(new Pupil { Batch = Guid.NewGuid(), Name = "x", SchoolId = int.MaxValue });
        Assert.True(classifier.IsForeignKeyViolation(orphan));
        Assert.Equal("FK_Pupil_School_SchoolId", classifier.NameIn(orphan));

        var negative = await Refused(new Pupil { Batch = Guid.NewGuid(), Name = "x", Number = -1 });
        Assert.True(classifier.IsCheckViolation(negative));
        Assert.Equal("CK_Pupil_Number", classifier.NameIn(negative));

        var tooLong = await Refused(new School { Code = new string('س', 41) });
        Assert.True(classifier.IsTooLong(tooLong));
        Assert.Equal("Code", classifier.NameIn(tooLong));

        var tooLarge = await Refused(new School { Code = code + "x", Area = 1000m });
        Assert.Equal(DbErrorKind.OutOfRange, classifier.Classify(tooLarge));
        Assert.Equal(DbErrorKind.Other, classifier.Classify(new InvalidOperationException("unrelated")));

        async Task Save(object entity)
        {
            await using var context = database.Context(dialect);
            context.Add(entity);
            await context.SaveChangesAsync();
        }

        async Task<Exception> Refused(object entity) => await Assert.ThrowsAsync<DbUpdateException>(() => Save(entity));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_refused_row_in_the_middle_leaves_nothing_of_the_save(string dialect)
    {
        var batch = Guid.NewGuid();
        await using var context = database.Context(dialect);
        context.AddRange(Enumerable.Range(0, 1500).Select(i => new Pupil { Batch = batch, Number = i == 1400 ? -1 : i, Name = "x" }));

        await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
        Assert.Equal(0, await context.Set<Pupil>().CountAsync(p => p.Batch == batch));
    }

    [Fact]
    public async Task More_than_four_megabytes_are_split_and_one_large_row_is_not()
    {
        await using var context = database.Context("10.11.0-mariadb");
        var texts = Enumerable.Range(0, 12).Select(i => new Essay { Text = new string((char)('ا' + i), 500_000) }).ToList();
        context.AddRange(texts);
        context.Add(new Essay { Text = new string('x', 6_000_000) });
        database.Commands.Clear();
        await context.SaveChangesAsync();

        Assert.InRange(database.Commands.Texts.Count(text => text.Contains("INSERT", StringComparison.Ordinal)), 4, 6);
        var lengths = await context.Set<Essay>().AsNoTracking().OrderBy(e => e.Id).Select(e => e.Text.Length).ToListAsync();
        Assert.Equal([.. Enumerable.Repeat(500_000, 12), 6_000_000], lengths);
        var first = await context.Set<Essay>().AsNoTracking().SingleAsync(e => e.Id == texts[3].Id);
        Assert.Equal(texts[3].Text, first.Text);
    }

    [Theory, InlineData("en-US"), InlineData("ar-SA"), InlineData("fa-IR")]
    public async Task Saving_does_not_depend_on_the_culture(string name)
    {
        using var _ = new Culture(name);
        await using var context = database.Context("10.11.0-mariadb");
        var school = new School { Code = Guid.NewGuid().ToString("N"), Area = -12.25m, Opened = new DateOnly(2024, 5, 6) };
        context.Add(school);
        await context.SaveChangesAsync();
        school.Opened = new DateOnly(2025, 3, 31);
        await context.SaveChangesAsync();

        var read = await context.Database.SqlQuery<string>(
            $"SELECT CONCAT(Opened, ' ', Area) AS Value FROM School WHERE Code = {school.Code}").SingleAsync();
        Assert.Equal("2025-03-31 -12.25", read);
    }

    public sealed class Pupil
    {
        public int Id { get; set; }
        public Guid Batch { get; set; }
        public int Number { get; set; }
        public string Name { get; set; } = "";
        public string? State { get; set; }
        public int Twice { get; private set; }
        public int Version { get; set; }
        public int? SchoolId { get; set; }
    }

    public sealed class School
    {
        public int Id { get; set; }
        public string Code { get; set; } = "";
        public decimal Area { get; set; }
        public DateOnly? Opened { get; set; }
    }

    public sealed class Empty
    {
        public int Id { get; set; }
    }

    public sealed class Essay
    {
        public int Id { get; set; }
        public string Text { get; set; } = "";
    }

    public sealed class SavingContext(DbContextOptions<SavingContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<School>(school =>
            {
                school.Property(s => s.Code).HasMaxLength(40);
                school.Property(s => s.Area).HasPrecision(5, 2);
                school.HasIndex(s => s.Code).IsUnique();
            });
            modelBuilder.Entity<Pupil>(pupil =>
            {
                pupil.Property(p => p.Name).HasMaxLength(40);
                pupil.Property(p => p.State).HasMaxLength(10).HasDefaultValue("new");
                pupil.Property(p => p.Twice).HasComputedColumnSql("Number * 2", stored: true);
                pupil.Property(p => p.Version).IsConcurrencyToken();
                pupil.HasOne<School>().WithMany().HasForeignKey(p => p.SchoolId);
                pupil.HasIndex(p => p.Batch);
                pupil.ToTable(t => t.HasCheckConstraint("CK_Pupil_Number", "Number >= 0"));
            });
            modelBuilder.Entity<Empty>();
            modelBuilder.Entity<Essay>();
        }
    }

    public sealed class CommandTexts : DbCommandInterceptor
    {
        private readonly List<string> texts = [];

        public IReadOnlyList<string> Texts
        {
            get { lock (texts) return [.. texts]; }
        }

        public void Clear()
        {
            lock (texts) texts.Clear();
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            lock (texts) texts.Add(command.CommandText);
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }
    }

    public sealed class Database : IAsyncLifetime
    {
        private string connectionString = "";

        public CommandTexts Commands { get; } = new();

        public SavingContext Context(string dialect) => new(new DbContextOptionsBuilder<SavingContext>()
            .UseMySql(connectionString, ServerVersion.Parse(dialect)).AddInterceptors(Commands).Options);

        public async Task InitializeAsync()
        {
            connectionString = await (await MariaDbServer.Shared).CreateDatabase();
            await using var context = Context("10.11.0-mariadb");
            await context.Database.EnsureCreatedAsync();
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }
}
