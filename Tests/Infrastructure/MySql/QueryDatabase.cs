using System.Globalization;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Infrastructure.MySql;

/// <summary>A small database for the query tests, filled once. Tests that write roll back.</summary>
public sealed class QueryDatabase : IAsyncLifetime
{
    public string ConnectionString { get; private set; } = "";

    public static IReadOnlyList<Pupil> Pupils => pupils.Value;

    public async Task InitializeAsync()
    {
        ConnectionString = await (await MariaDbServer.Shared).CreateDatabase();
        await using var db = Open();
        await db.Database.EnsureCreatedAsync();
        db.Schools.AddRange(Schools());
        db.AddRange(Enumerable.Range(1, 4).SelectMany(room => Enumerable.Range(1, 3).Select(number => new Seat { Room = room, Number = number })));
        await db.SaveChangesAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public QueryContext Open(ServerVersion? version = null)
        => new(new DbContextOptionsBuilder<QueryContext>()
            .UseMySql(ConnectionString, version ?? ServerVersion.AutoDetect(ConnectionString))
            .Options);

    public static IDisposable Culture(string name) => new CultureScope(name);

    private static readonly Lazy<IReadOnlyList<Pupil>> pupils = new(() => [.. Schools().SelectMany(school => school.Pupils)]);

    private static List<School> Schools()
    {
        string[] names =
        [
            "Amal", "أمينة", "100%", "under_score", "back\\slash", "pipe|d", "l'Atlas", "Zaïd", "  spaced ", "", "😀 smile", "amal",
        ];
        var schools = new List<School>();
        var pupil = 0;
        for (var i = 1; i <= 3; i++)
        {
            var school = new School { Id = i, Name = $"School {i}", City = i == 3 ? null : "Rabat" };
            for (var j = 0; j < 4; j++)
            {
                var name = names[pupil++];
                school.Pupils.Add(new Pupil
                {
                    Id = pupil,
                    SchoolId = i,
                    School = school,
                    Name = name,
                    Nickname = pupil % 3 == 0 ? null : name[..(name.Length / 2)],
                    Born = new DateOnly(2010, 1, 31).AddDays(pupil * 97),
                    EnrolledAt = new DateTime(2023, 9, 4, 8, 30, 15).AddDays(pupil).AddMilliseconds(pupil * 111),
                    Starts = new TimeOnly(8, pupil, 5),
                    Active = pupil % 2 == 0,
                    Level = (Level)(pupil % 3),
                    Fee = (pupil - 6) * 12.345m,
                    Height = 1.1 + (pupil * 0.07),
                    Score = pupil % 4 == 0 ? null : (pupil * 7) - 30,
                    Marks = [.. Enumerable.Range(0, pupil % 4).Select(k => new Mark { Id = (pupil * 10) + k, Subject = k % 2 == 0 ? "Math" : "Arabic", Points = 10 + pupil + (k * 0.25m) })],
                });
            }

            schools.Add(school);
        }

        foreach (var one in schools.SelectMany(school => school.Pupils)) one.Marks.ForEach(mark => mark.Pupil = one);
        return schools;
    }

    private sealed class CultureScope : IDisposable
    {
        private readonly CultureInfo before = CultureInfo.CurrentCulture;

        public CultureScope(string name) => CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);

        public void Dispose() => CultureInfo.CurrentCulture = before;
    }
}

public sealed class QueryContext(DbContextOptions<QueryContext> options) : DbContext(options)
{
    public DbSet<School> Schools => Set<School>();

    public DbSet<Pupil> Pupils => Set<Pupil>();

    public DbSet<Mark> Marks => Set<Mark>();

    public DbSet<Seat> Seats => Set<Seat>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasCharSet("utf8mb4").UseCollation("utf8mb4_unicode_ci");
        modelBuilder.Entity<School>().Property(s => s.Name).HasMaxLength(100);
        modelBuilder.Entity<Pupil>(pupil =>
        {
            pupil.Property(p => p.Name).HasMaxLength(100).UseCollation("utf8mb4_bin");
            pupil.Property(p => p.Nickname).HasMaxLength(100).UseCollation("utf8mb4_bin");
            pupil.Property(p => p.Fee).HasPrecision(12, 3);
        });
        modelBuilder.Entity<Mark>().Property(m => m.Points).HasPrecision(6, 2);
        modelBuilder.Entity<Mark>().Property(m => m.Subject).HasMaxLength(40);
        modelBuilder.Entity<Seat>().HasKey(s => new { s.Room, s.Number });
    }
}

public enum Level
{
    Primary,
    Middle,
    High,
}

public sealed class School
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public string? City { get; set; }

    public List<Pupil> Pupils { get; set; } = [];
}

public sealed class Pupil
{
    public int Id { get; set; }

    public int SchoolId { get; set; }

    public School School { get; set; } = null!;

    public required string Name { get; set; }

    public string? Nickname { get; set; }

    public DateOnly Born { get; set; }

    public DateTime EnrolledAt { get; set; }

    public TimeOnly Starts { get; set; }

    public bool Active { get; set; }

    public Level Level { get; set; }

    public decimal Fee { get; set; }

    public double Height { get; set; }

    public int? Score { get; set; }

    public List<Mark> Marks { get; set; } = [];
}

public sealed class Mark
{
    public int Id { get; set; }

    public int PupilId { get; set; }

    public Pupil Pupil { get; set; } = null!;

    public required string Subject { get; set; }

    public decimal Points { get; set; }
}

public sealed class Seat
{
    public int Room { get; set; }

    public int Number { get; set; }

    public string? Holder { get; set; }
}
