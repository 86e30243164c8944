using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

Console.WriteLine("This program only hosts `dotnet ef`: see `./massar migrate add NAME`.");

/// <summary>The context as the design tools see it; they need the model, not a server.</summary>
public sealed class MassarDbFactory : IDesignTimeDbContextFactory<MassarDb>
{
    public MassarDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<MassarDb>()
            .UseMySql(Environment.GetEnvironmentVariable("MASSAR__DATABASE") ?? "Server=localhost;Database=massar", new MariaDbServerVersion(new Version(10, 11)))
            .Options);
}
