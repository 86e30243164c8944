using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;

namespace Massar.Features.Decisions;

/// <summary>In the demo a director is away for two weeks and has given the visa of his directorate, by a sealed act, to a head of service.</summary>
public sealed class SeedDelegations : ISeed
{
    private const int Days = 14;

    public int Order => 198;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var before = Acting.Now;
        foreach (var chain in seeding.Of<DecisionChains>().ByDirectorate.OrderBy(c => c.Key).Take(1))
            await Give(seeding, chain.Value[Roles.ProvincialDirector], ct);
        Acting.Now = before;
    }

    private static async Task Give(Seeding seeding, DecisionActor giver, CancellationToken ct)
    {
        await using var scope = seeding.Services.CreateAsyncScope();
        Acting.Now = new Actor(giver.AccountId, giver.HatId, giver.Role, giver.PlaceId, "seed");
        var desk = scope.ServiceProvider.GetRequiredService<DelegationDesk>();
        if ((await desk.People(giver, ct)).OrderBy(p => p.Account).FirstOrDefault() is not { } person)
            return;
        var today = MoroccanDay.Today(scope.ServiceProvider.GetRequiredService<TimeProvider>());
        var order = new DelegationOrder(person.Account, today, today.AddDays(Days - 1), "absence", [DecisionProcedure.EchelonAdvancement]);
        var outcome = await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Run("Decisions.GiveDelegation", token => desk.Give(giver, order, Days, token), ct);
        if (outcome.Refusal is { } refusal)
            throw new InvalidOperationException($"The demo's delegation was not given: {refusal.Reason.Key}");
    }
}
