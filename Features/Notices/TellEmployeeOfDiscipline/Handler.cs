using Massar.Features.Discipline;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Notices.TellEmployeeOfDiscipline;

/// <summary>An employee is told that a file about him waits in his space, and by when; neither message says what it is about.</summary>
public sealed class Handler(EmployeeDesk employees) : IFactHandler<DisciplineStepped>
{
    public Task Handle(DisciplineStepped notification, CancellationToken cancellationToken) => employees.Tell(notification.EmployeeId, employee => employee.Draft(
        $"discipline/{notification.Id}/{notification.Version}", notification.PlaceId, notification.Until is null ? "notices.office-file" : "notices.office-file-due",
        notification.What == "erased" ? Discipline.Links.Mine : Discipline.Links.MyCase(notification.Id), notification.Until is { } until ? [Formats.ShortDate(until)] : []), cancellationToken);
}
