using Massar.Features.Decisions;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Notices.TellEmployeeOfWithdrawal;

/// <summary>An employee whose signed decision was taken back is told by which second decision; that one waits in his space to be opened.</summary>
public sealed class Handler(EmployeeDesk employees) : IFactHandler<DecisionWithdrawn>
{
    public Task Handle(DecisionWithdrawn notification, CancellationToken cancellationToken) => employees.Tell(notification.EmployeeId, employee => employee.Draft(
        $"decision-withdrawn/{notification.DecisionId}", notification.PlaceId, "notices.decision-withdrawn", Decisions.Links.ShowMine(notification.ById), notification.Number, notification.ByNumber), cancellationToken);
}
