using Massar.Features.Decisions;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellEmployeeOfDecision;

/// <summary>An employee whose decision was signed finds it in his space and is told by SMS and e-mail; neither says what it decides.</summary>
public sealed class Handler(MassarDb db, NoticeDesk desk) : IFactHandler<DecisionSigned>
{
    public async Task Handle(DecisionSigned notification, CancellationToken cancellationToken)
    {
        var id = notification.EmployeeId;
        var employee = await db.Employees.Where(e => e.Id == id)
            .Select(e => new { e.FirstNameAr, e.LastNameAr, e.FirstNameLatin, e.LastNameLatin, e.Phone, e.Email }).SingleAsync(cancellationToken);
        var account = await db.Accounts.Where(a => a.EmployeeId == id && a.ClosedAt == null).OrderBy(a => a.Id)
            .Select(a => new { a.Id, a.Language, a.Phone, a.Email }).FirstOrDefaultAsync(cancellationToken);

        var language = account?.Language ?? Languages.Default;
        await desk.Queue(new NoticeDraft($"decision-signed/{notification.DecisionId}", notification.PlaceId, "notices.decision-signed",
            language == "ar" ? $"{employee.LastNameAr} {employee.FirstNameAr}" : $"{employee.LastNameLatin} {employee.FirstNameLatin}", language)
        {
            AccountId = account?.Id,
            Phone = account?.Phone ?? employee.Phone,
            Email = account?.Email ?? employee.Email,
            Args = [notification.Number],
            Address = Decisions.Links.ShowMine(notification.DecisionId),
        }, cancellationToken);
    }
}
