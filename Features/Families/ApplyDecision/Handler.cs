using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Families.ApplyDecision;

/// <summary>A signed decision makes its declarations count for the pay; taken back, they wait for another one.</summary>
public sealed class Handler(MassarDb db, TimeProvider clock) : IFactHandler<DecisionSigned>, IFactHandler<DecisionWithdrawn>
{
    public Task Handle(DecisionSigned notification, CancellationToken cancellationToken) =>
        notification.Kind != FamilyAllowance.KindCode ? Task.CompletedTask : Apply(notification.DecisionId, true, notification.Number, notification.PlaceId, cancellationToken);

    public Task Handle(DecisionWithdrawn notification, CancellationToken cancellationToken) =>
        notification.Kind != FamilyAllowance.KindCode ? Task.CompletedTask : Apply(notification.DecisionId, false, notification.ByNumber, notification.PlaceId, cancellationToken);

    private async Task Apply(long decision, bool isSigned, string number, int place, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var declaration in await db.FamilyEvents.Where(e => e.DecisionId == decision).OrderBy(e => e.Id).ForUpdate().ToListAsync(ct))
            if (declaration.Decide(isSigned, now) is null)
                db.FamilyNotes.Add(new FamilyNote { EventId = declaration.Id, At = now, What = isSigned ? "decided" : "taken-back", Role = Roles.Signatory, PlaceId = place, Remark = number });
    }
}
