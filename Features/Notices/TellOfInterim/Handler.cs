using System.Globalization;
using Massar.Features.Decisions;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Notices.TellOfInterim;

/// <summary>Who is on leave learns that a superior named somebody in his place, and that it has ended.</summary>
public sealed class Handler(AccountDesk accounts, MassarDb db) : IFactHandler<InterimNamed>
{
    public Task Handle(InterimNamed notification, CancellationToken cancellationToken)
    {
        var (what, to) = (notification.IsEnded ? "interim-ended" : "interim-named", notification.AccountId);
        return accounts.Tell(db.Accounts.Where(a => a.Id == to), 1, told => told.Draft(
            string.Create(CultureInfo.InvariantCulture, $"{what}/{notification.DelegationId}/h{told.Id}"), notification.PlaceId, $"notices.{what}", Decisions.Links.Delegations(),
            notification.Number, Formats.ShortDate(notification.StartsOn), Formats.ShortDate(notification.EndsOn)), cancellationToken);
    }
}
