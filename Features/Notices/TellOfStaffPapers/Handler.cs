using System.Globalization;
using Massar.Features.Documents;
using Massar.Features.Documents.Domain;
using Massar.Features.Notices.Domain;
using Massar.Features.StaffPapers;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Notices.TellOfStaffPapers;

/// <summary>An employee learns that a paper which waited is there, or that one counts no more; the office's managers, that a file keeps one waiting.</summary>
public sealed class Handler(AccountDesk accounts, EmployeeDesk employees) : IFactHandler<StaffPaperIssued>, IFactHandler<StaffPaperBlocked>, IFactHandler<DocumentRevoked>
{
    public async Task Handle(StaffPaperIssued notification, CancellationToken cancellationToken)
    {
        if (notification.SeenAtOnce) return;
        await employees.Tell(notification.EmployeeId, employee => employee.Draft(
            $"staff-paper/{notification.PaperId}", notification.PlaceId, "notices.staff-paper", StaffPapers.Links.Show(notification.PaperId), notification.NumberShown), cancellationToken);
    }

    public Task Handle(StaffPaperBlocked notification, CancellationToken cancellationToken)
    {
        var (place, employee) = (notification.PlaceId, notification.EmployeeId);
        return accounts.Tell(accounts.Holding(place, Roles.HrManager).Where(a => a.EmployeeId != employee), int.MaxValue, manager => manager.Draft(
            string.Create(CultureInfo.InvariantCulture, $"staff-paper-blocked/{notification.PaperId}/{manager.Id}"), place, "notices.staff-paper-blocked", StaffPapers.Links.Show(notification.PaperId)), cancellationToken);
    }

    public async Task Handle(DocumentRevoked notification, CancellationToken cancellationToken)
    {
        if (notification.EmployeeId is not { } employee || notification.Kind is not (IssuedDocument.WorkCertificateKind or IssuedDocument.SituationStatementKind or IssuedDocument.ServiceStatementKind)) return;
        await employees.Tell(employee, told => told.Draft(
            $"staff-paper-revoked/{notification.DocumentId}", notification.PlaceId, "notices.staff-paper-revoked", StaffPapers.Links.Mine, notification.NumberShown), cancellationToken);
    }
}
