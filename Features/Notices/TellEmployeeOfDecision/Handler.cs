using Massar.Features.Decisions;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Notices.TellEmployeeOfDecision;

/// <summary>An employee whose decision was signed finds it in his space and is told by SMS and e-mail; neither says what it decides.</summary>
public sealed class Handler(EmployeeDesk employees) : IFactHandler<DecisionSigned>
{
    public Task Handle(DecisionSigned notification, CancellationToken cancellationToken) => employees.Tell(notification.EmployeeId, employee => employee.Draft(
        $"decision-signed/{notification.DecisionId}", notification.PlaceId, "notices.decision-signed", Decisions.Links.ShowMine(notification.DecisionId), notification.Number), cancellationToken);
}
