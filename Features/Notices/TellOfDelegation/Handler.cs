using Massar.Features.Decisions;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Notices.TellOfDelegation;

/// <summary>Who was given a visa or the signature for a time finds in his space that it begins or was ended; so does who gave it, when it comes back.</summary>
public sealed class Handler(AccountDesk accounts, MassarDb db) : IFactHandler<DelegationChanged>
{
    public Task Handle(DelegationChanged notification, CancellationToken cancellationToken)
    {
        var (what, to) = (notification.IsEnded ? "delegation-ended" : "delegation-given", notification.AccountId);
        return accounts.Tell(db.Accounts.Where(a => a.Id == to), 1, told => told.Draft(
            $"{what}/{notification.DelegationId}", notification.PlaceId, $"notices.{what}", Decisions.Links.Delegations(),
            notification.Number, Formats.ShortDate(notification.StartsOn), Formats.ShortDate(notification.EndsOn)), cancellationToken);
    }
}
