using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

Console.WriteLine("This program only hosts `dotnet ef`.");

public sealed class ProbeContextFactory : IDesignTimeDbContextFactory<ProbeContext>
{
    public ProbeContext CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<ProbeContext>()
            .UseMySql(Environment.GetEnvironmentVariable("MASSAR_DB") ?? "Server=localhost", new MariaDbServerVersion(new Version(10, 11)))
            .Options);
}

public sealed class ProbeContext(DbContextOptions<ProbeContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasCharSet("utf8mb4").UseCollation("utf8mb4_unicode_ci");
        modelBuilder.Entity<Thing>(thing =>
        {
            thing.Property(t => t.Name).HasMaxLength(80).HasCharSet("ascii").UseCollation("ascii_bin");
            thing.Property(t => t.Price).HasPrecision(10, 3);
            thing.HasIndex(t => t.Name).HasPrefixLength(10);
            thing.HasIndex(t => t.Text).IsFullText();
            thing.Property(t => t.At).HasDefaultValueSql("CURRENT_TIMESTAMP(6)");
            thing.ToTable(table => table.HasCheckConstraint("CK_Price", "`Price` > 0"));
            thing.HasData(new Thing { Id = 1, Name = "one", Price = 1.5m, Text = "أ" });
        });
        modelBuilder.Entity<Part>().HasKey(p => new { p.ThingId, p.Number });
    }
}

public sealed class Thing
{
    public int Id { get; set; }
    public required string Name { get; set; }
    public decimal Price { get; set; }
    public string? Text { get; set; }
    public DateTime At { get; set; }
    public bool Flag { get; set; }
    public Guid Token { get; set; }
    public DateOnly? Day { get; set; }
    public List<Part> Parts { get; set; } = [];
}

public sealed class Part
{
    public int ThingId { get; set; }
    public Thing Thing { get; set; } = null!;
    public short Number { get; set; }
    public double Weight { get; set; }
    public byte[]? Data { get; set; }
}
