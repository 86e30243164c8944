using System.Globalization;
using Massar.Features.Decisions;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Notices.TellEmployeeOfPostponement;

/// <summary>An employee left out of the year's advancements, or put back on its list, is told by SMS, by e-mail and in his space; the reason is read there alone.</summary>
public sealed class Handler(EmployeeDesk employees) : IFactHandler<AdvancementPostponed>
{
    public Task Handle(AdvancementPostponed notification, CancellationToken cancellationToken)
    {
        var (what, year) = (notification.IsLifted ? "advancement-back" : "advancement-postponed", notification.Year);
        return employees.Tell(notification.EmployeeId, employee => employee.Draft(
            $"{what}/{notification.PostponementId}", notification.PlaceId, $"notices.{what}", Decisions.Links.Mine(),
            year.ToString(CultureInfo.InvariantCulture), (year + 1).ToString(CultureInfo.InvariantCulture)), cancellationToken);
    }
}
