using Massar.Features.Decisions.Domain;
using Massar.Features.Decisions.SignDecisions;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions;

/// <summary>Decisions of the demo that their signatory signs, once they are written.</summary>
internal sealed record DecisionsToSign(IReadOnlyList<(long Decision, DecisionActor Signatory, int DaysAgo, DecisionActor? OpenedBy)> Decisions);

/// <summary>Who prepares, visas and signs in each directorate, by role.</summary>
internal sealed record DecisionChains(IReadOnlyDictionary<int, Dictionary<string, DecisionActor>> ByDirectorate);

/// <summary>Signs some of the demo's decisions by the same code as people do: numbered, drawn, signed, archived, told.</summary>
public sealed class SeedSignatures : ISeed
{
    public int Order => 150;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var before = Acting.Now;
        foreach (var (decision, who, daysAgo, openedBy) in seeding.Of<DecisionsToSign>().Decisions)
            await Sign(seeding, decision, who, daysAgo, openedBy, ct);
        Acting.Now = before;
    }

    internal static async Task Sign(Seeding seeding, long decision, DecisionActor who, int daysAgo, DecisionActor? openedBy, CancellationToken ct)
    {
        await using var scope = seeding.Services.CreateAsyncScope();
        Acting.Now = new Actor(who.AccountId, who.HatId, who.Role, who.PlaceId, "seed");
        // Some were signed long enough ago, and not opened, to be on the office's list of papers to hand over.
        var clock = new Earlier(scope.ServiceProvider.GetRequiredService<TimeProvider>(), TimeSpan.FromDays(daysAgo));
        var desk = ActivatorUtilities.CreateInstance<SigningDesk>(scope.ServiceProvider, clock);
        var outcome = await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Run("Decisions.SignDecisions", token => desk.Sign(decision, null, who, token), ct);
        if (outcome.Refusal is { } refusal)
            throw new InvalidOperationException($"The demo's decision {decision} was not signed: {refusal.Reason.Key}");
        if (openedBy is not null)
            await Open(scope.ServiceProvider, decision, openedBy, clock.GetUtcNow().UtcDateTime.AddDays(3), ct);
    }

    /// <summary>An old decision was opened by its employee in the days after.</summary>
    private static Task Open(IServiceProvider services, long decision, DecisionActor employee, DateTime at, CancellationToken ct)
    {
        var (db, book) = (services.GetRequiredService<MassarDb>(), services.GetRequiredService<ProcedureBook>());
        return services.GetRequiredService<UnitOfWork>().Run("Decisions.ShowMyDecision", async token =>
        {
            var opened = await db.Decisions.Where(d => d.Id == decision).ForUpdate().SingleAsync(token);
            await db.DecisionVisas.Where(v => v.DecisionId == decision).LoadAsync(token);
            if (opened.Record(DecisionAct.Opened, await book.Of(db, opened.ProcedureId, token), employee, at) is { } refusal)
                throw new InvalidOperationException($"The demo's decision {decision} was not opened: {refusal.Reason.Key}");
            await db.SaveChangesAsync(token);
        }, ct);
    }

    private sealed class Earlier(TimeProvider now, TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now.GetUtcNow() - by;
    }
}
