using System.Globalization;
using Massar.Features.Decisions;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Notices.TellOfficeOfHandDelivery;

/// <summary>The human resources managers of the place find in their space that a decision is to be handed over; not the one it is about.</summary>
public sealed class Handler(AccountDesk accounts) : IFactHandler<HandDeliveryDue>
{
    public Task Handle(HandDeliveryDue notification, CancellationToken cancellationToken)
    {
        var (place, employee) = (notification.PlaceId, notification.EmployeeId);
        return accounts.Tell(accounts.Holding(place, Roles.HrManager).Where(a => a.EmployeeId != employee), int.MaxValue, manager => manager.Draft(
            string.Create(CultureInfo.InvariantCulture, $"hand-delivery/{notification.DecisionId}/{manager.Id}"), place, "notices.hand-delivery", Decisions.Links.Delivery(notification.DecisionId), notification.Number), cancellationToken);
    }
}
