using Massar.Features.Notices.Domain;
using Massar.Features.Strikes;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Notices.TellEmployeeOfStrike;

/// <summary>An employee is told that an absence was entered, and by when he may reply, or that his reply was looked at; what he replied is in no message.</summary>
public sealed class Handler(EmployeeDesk employees) : IFactHandler<StrikeStepped>
{
    public Task Handle(StrikeStepped notification, CancellationToken cancellationToken) => employees.Tell(notification.EmployeeId, employee => employee.Draft(
        $"strike/{notification.Id}/{notification.Version}", notification.PlaceId, notification.Until is null ? "notices.absence-judged" : "notices.absence-entered",
        Strikes.Links.MyAbsence(notification.Id), notification.Until is { } until ? [Formats.ShortDate(notification.Day), Formats.ShortDate(until)] : [Formats.ShortDate(notification.Day)]), cancellationToken);
}
