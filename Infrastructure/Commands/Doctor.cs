using System.Globalization;
using System.Runtime.InteropServices;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Web;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Commands;

/// <summary><c>doctor</c>: says what the program stands on, and refuses what is unsafe outside a demo.</summary>
public sealed class Doctor(MassarDb db, IConfiguration configuration, TimeProvider clock) : IProgramCommand
{
    public static string Name => "doctor";

    public async Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct)
    {
        var isDemo = configuration.IsDemo() || arguments.Has("demo");
        var problems = new List<string>();

        Say("runtime", RuntimeInformation.FrameworkDescription);
        Say("oldest runtime accepted", $"{RuntimeFloor.Oldest}");
        if (RuntimeFloor.Lacks(Environment.Version) is { } lack)
            problems.Add(lack);

        var settings = await Settings(ct);
        Say("database", $"{settings["version"]} ({settings["version_comment"]})");
        Check("innodb_flush_log_at_trx_commit", v => v == "1", "acknowledged rows can be lost with the machine");
        Check("sql_mode", v => v.Contains("STRICT_TRANS_TABLES", StringComparison.Ordinal), "wrong values are cut instead of refused");
        Check("character_set_server", v => v == "utf8mb4", "some letters cannot be stored");
        Check("tx_isolation", v => v == "READ-COMMITTED", null);
        Check("time_zone", v => v is "+00:00" or "UTC", null);
        Check("max_allowed_packet", v => long.Parse(v, CultureInfo.InvariantCulture) >= 16 << 20, "large papers cannot be stored");
        Say("connections", settings.GetValueOrDefault("max_connections", "?"));

        await using (var command = db.Database.GetDbConnection().CreateCommand())
        {
            await db.Database.OpenConnectionAsync(ct);
            command.CommandText = "SELECT UTC_TIMESTAMP(6)";
            var there = DateTime.SpecifyKind((DateTime)(await command.ExecuteScalarAsync(ct))!, DateTimeKind.Utc);
            var apart = (clock.GetUtcNow().UtcDateTime - there).Duration();
            Say("clock", $"{apart.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture)} ms from the database's");
            if (apart > TimeSpan.FromSeconds(1))
                problems.Add("this clock and the database's are more than a second apart");
            await db.Database.CloseConnectionAsync();
        }

        var zone = MoroccanDay.Zone;
        Say("time zone", $"{zone.Id}, now {MoroccanDay.Local(clock.GetUtcNow().UtcDateTime).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}");
        var disk = new DriveInfo(AppContext.BaseDirectory);
        Say("free disk", $"{disk.AvailableFreeSpace >> 30} GiB");
        if (disk.AvailableFreeSpace < 1L << 30)
            problems.Add("less than 1 GiB of disk is free");
        Say("migrations", (await db.Database.GetPendingMigrationsAsync(ct)).Count() is var pending && pending == 0 ? "up to date" : $"{pending} pending: run migrate");

        foreach (var problem in problems)
            Console.WriteLine($"  ! {problem}");
        if (problems.Count > 0 && !isDemo)
            throw new CommandException($"Unsafe outside a demo: {string.Join("; ", problems)}.");
        return 0;

        void Check(string name, Func<string, bool> isGood, string? danger)
        {
            var value = settings.GetValueOrDefault(name) ?? settings.GetValueOrDefault(name.Replace("tx_", "transaction_", StringComparison.Ordinal)) ?? "?";
            Say(name, value);
            if (value != "?" && !isGood(value) && danger is not null)
                problems.Add($"{name} is {value}: {danger}");
        }
    }

    private async Task<Dictionary<string, string>> Settings(CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "SHOW GLOBAL VARIABLES";
            await using var reader = await command.ExecuteReaderAsync(ct);
            var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await reader.ReadAsync(ct))
                settings[reader.GetString(0)] = reader.GetString(1);
            return settings;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static void Say(string name, string value) => Console.WriteLine($"{name,-34} {value}");
}
