using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Seeding;

/// <summary>What came of a planting: the accounts to sign in with, and what else to know.</summary>
public sealed record Planted(IReadOnlyList<DemoAccount> Accounts, IReadOnlyList<string> Remarks);

/// <summary>Plants every area's demo data in order, each area in one transaction.</summary>
public static class Planter
{
    /// <summary>Whether the database holds nobody's work: no account, no school, no pupil.</summary>
    public static async Task<bool> IsEmpty(MassarDb db, CancellationToken ct) =>
        await db.Database.SqlQueryRaw<int>("SELECT EXISTS (SELECT 1 FROM `Accounts`) OR EXISTS (SELECT 1 FROM `Schools`) OR EXISTS (SELECT 1 FROM `Pupils`) AS `Value`").SingleAsync(ct) == 0;

    /// <summary>Plants. <paramref name="report"/> hears each area's name and time.</summary>
    public static async Task<Planted> Plant(
        SeedPlan plan, MassarDb db, IServiceProvider services, CancellationToken ct, Action<string, TimeSpan>? report = null)
    {
        var seeding = new Seeding(plan, db, new BulkWriter(db), services);
        var seeds = OwnTypes.Of(typeof(ISeed))
            .Select(t => (ISeed)ActivatorUtilities.CreateInstance(services, t))
            .OrderBy(s => s.Order).ThenBy(s => s.GetType().FullName, StringComparer.Ordinal);

        foreach (var seed in seeds)
        {
            var start = TimeProvider.System.GetTimestamp();
            db.Notes.IsOff = true;
            try
            {
                // A transaction of the connection, outside the retrying strategy: a planting that breaks off is begun anew on an empty database.
                await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
                {
                    await using var transaction = await db.Database.BeginTransactionAsync(ct);
                    await seed.Plant(seeding, ct);
                    await transaction.CommitAsync(ct);
                });
            }
            finally
            {
                db.Notes.IsOff = false;
                db.ChangeTracker.Clear();
            }

            report?.Invoke(NameOf(seed.GetType()), TimeProvider.System.GetElapsedTime(start));
        }

        return new Planted(seeding.Accounts, seeding.Remarks);
    }

    // "Decisions", and "Decisions: signatures" for an area's second planting.
    private static string NameOf(Type seed)
    {
        var area = seed.Namespace!.Split('.')[^1];
        return seed.Name == "Seed" ? area : $"{area}: {seed.Name["Seed".Length..].ToLowerInvariant()}";
    }
}
