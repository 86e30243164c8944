using System.Text.Json;
using Massar.Infrastructure.Commands;
using Massar.Infrastructure.Data;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Infrastructure.Seeding;

/// <summary>The command a developer types, without the process around it.</summary>
public sealed class SeedCommandTests
{
    [Fact]
    public async Task One_school_is_planted_and_its_accounts_are_written_to_a_file_once()
    {
        await using var host = await MassarApp.StartOwn();
        var file = Path.Combine(Directory.CreateTempSubdirectory("massar-seed").FullName, "accounts.json");

        Assert.Equal(0, await Run(host, "--size", "school", "--seed", "5", "--accounts-out", file));
        var refused = await Assert.ThrowsAsync<CommandException>(() => Run(host, "--size", "school"));
        Assert.Equal(0, await Run(host, "--size", "school", "--if-empty"));

        var accounts = JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement.EnumerateArray().ToDictionary(a => a.GetProperty("login").GetString()!);
        Assert.False(string.IsNullOrEmpty(accounts["guardian.demo"].GetProperty("password").GetString()));
        Assert.Equal(32, accounts["head.demo"].GetProperty("totpSecret").GetString()!.Length);
        Assert.Equal(2, accounts["guardian.demo"].GetProperty("owns").GetProperty("pupil").GetArrayLength());
        Assert.DoesNotContain('\n', refused.Message);
        Assert.Equal(1, await PlantedAcademy.Read(host, db => db.Schools.CountAsync(s => s.IsPublic)));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Theory]
    [InlineData("--size", "town")]
    [InlineData("--pupils", "many")]
    [InlineData("--today", "21/11/2026")]
    [InlineData("--schools", "0")]
    public async Task What_cannot_be_planted_is_refused_in_one_line(string name, string value)
    {
        await using var host = await MassarApp.StartOwn();

        var refused = await Assert.ThrowsAsync<CommandException>(() => Run(host, name, value));

        Assert.DoesNotContain('\n', refused.Message);
        Assert.Equal(0, await PlantedAcademy.Read(host, db => db.Accounts.CountAsync()));
    }

    [Fact]
    public async Task Too_few_pupils_for_the_schools_are_refused()
    {
        await using var host = await MassarApp.StartOwn();

        var refused = await Assert.ThrowsAsync<CommandException>(() => Run(host, "--schools", "12", "--pupils", "300"));

        Assert.Equal("12 schools need at least 1775 pupils.", refused.Message);
        Assert.Equal(0, await PlantedAcademy.Read(host, db => db.Schools.CountAsync()));
        Assert.Equal(0, await Run(host, "--size", "school"));
    }

    private static async Task<int> Run(MassarApp.Host host, params string[] words)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var command = new Massar.Infrastructure.Commands.Seed(
            scope.ServiceProvider.GetRequiredService<MassarDb>(), scope.ServiceProvider.GetRequiredService<TimeProvider>(), scope.ServiceProvider);
        return await command.Run(null!, new Arguments(words), CancellationToken.None);
    }
}
