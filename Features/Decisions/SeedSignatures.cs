using Massar.Features.Decisions.Domain;
using Massar.Features.Decisions.SignDecisions;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;

namespace Massar.Features.Decisions;

/// <summary>Decisions of the demo that their signatory signs, once they are written.</summary>
internal sealed record DecisionsToSign(IReadOnlyList<(long Decision, DecisionActor Signatory)> Decisions);

/// <summary>Signs some of the demo's decisions by the same code as people do: numbered, drawn, signed, archived, told.</summary>
public sealed class SeedSignatures : ISeed
{
    public int Order => 150;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var before = Acting.Now;
        foreach (var (decision, who) in seeding.Of<DecisionsToSign>().Decisions)
        {
            await using var scope = seeding.Services.CreateAsyncScope();
            Acting.Now = new Actor(who.AccountId, who.HatId, who.Role, who.PlaceId, "seed");
            var desk = scope.ServiceProvider.GetRequiredService<SigningDesk>();
            var outcome = await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Run("Decisions.SignDecisions", token => desk.Sign(decision, null, who, token), ct);
            if (outcome.Refusal is { } refusal)
                throw new InvalidOperationException($"The demo's decision {decision} was not signed: {refusal.Reason.Key}");
        }

        Acting.Now = before;
    }
}
