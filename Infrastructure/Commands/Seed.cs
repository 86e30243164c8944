using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Seeding;

namespace Massar.Infrastructure.Commands;

/// <summary>
/// <c>seed [--size school|province|academy] [--schools N] [--pupils M] [--seed S] [--today yyyy-MM-dd] [--accounts-out FILE] [--if-empty]</c>:
/// fills an empty database with invented schools and people, the same for the same seed and day, and prints the accounts to sign in with.
/// </summary>
public sealed class Seed(MassarDb db, TimeProvider clock, IServiceProvider services) : IProgramCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Name => "seed";

    public async Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct)
    {
        var plan = Plan(arguments, MoroccanDay.Today(clock));
        if (!await Planter.IsEmpty(db, ct))
        {
            if (!arguments.Has("if-empty"))
                throw new CommandException("The database is not empty; demo data goes only into an empty one (--if-empty leaves it as it is).");
            await Console.Error.WriteLineAsync("The database is not empty: nothing planted.");
            return 0;
        }

        var watch = Stopwatch.StartNew();
        var planted = await Planter.Plant(plan, db, services, ct,
            (area, time) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{area,-14} {time.TotalSeconds,6:0.0} s")));

        foreach (var account in planted.Accounts)
            Console.WriteLine($"{account.Role,-20} {account.Login,-26} {account.Password,-40} {account.TotpSecret ?? "-",-33} {account.Place}");
        foreach (var remark in planted.Remarks)
            Console.WriteLine(remark);
        if (arguments["accounts-out"] is { Length: > 0 } file)
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(planted.Accounts, Json), ct);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Planted {plan.Schools} schools and {plan.Pupils} pupils as of {plan.Today:yyyy-MM-dd} in {watch.Elapsed.TotalSeconds:0.0} s."));
        return 0;
    }

    private static SeedPlan Plan(Arguments arguments, DateOnly today)
    {
        if (arguments["today"] is { } text && !DateOnly.TryParseExact(text, "yyyy-MM-dd", out today))
            throw new CommandException($"--today wants a day like 2026-11-21, not \"{text}\".");
        var seed = arguments.Number("seed", 1);
        var size = SeedPlan.Of(arguments["size"] ?? "academy", seed, today)
            ?? throw new CommandException($"--size is school, province or academy, not \"{arguments["size"]}\".");

        var pupils = arguments.Number("pupils", size.Pupils);
        var schools = arguments.Number("schools", pupils == size.Pupils ? size.Schools : Math.Max(1, pupils * size.Schools / size.Pupils));
        if (schools is < 1 or > 5_000)
            throw new CommandException("--schools is 1 to 5000.");
        return size with { Pupils = pupils, Schools = schools, Directorates = Math.Min(size.Directorates, schools) };
    }
}
