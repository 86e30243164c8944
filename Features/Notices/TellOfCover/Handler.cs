using Massar.Features.Attendance;
using Massar.Features.Attendance.Domain;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfCover;

/// <summary>A teacher is told which class to keep, and when.</summary>
public sealed class Handler(MassarDb db, NoticeDesk desk) : IFactHandler<CoverGiven>
{
    public const string Template = "notices.cover";

    public async Task Handle(CoverGiven notification, CancellationToken cancellationToken)
    {
        var employee = notification.EmployeeId;
        var account = await db.Accounts.AsNoTracking().Where(a => a.EmployeeId == employee && a.ClosedAt == null).OrderBy(a => a.Id).Select(a => new { a.Id, a.NameAr, a.Phone, a.Language }).FirstOrDefaultAsync(cancellationToken);
        if (account is null) return;
        var language = account.Language ?? Languages.Default;
        await desk.Queue(new NoticeDraft($"cover/{notification.CoverId}", notification.SchoolId, Template, account.NameAr, language)
        {
            AccountId = account.Id,
            Phone = account.Phone,
            Args = [notification.ClassName, Formats.ShortDate(notification.Day), Words.All.Say(language, notification.Half == HalfDay.Morning ? "attendance.morning" : "attendance.afternoon")],
            Address = Attendance.Links.CallsAt(notification.Day, notification.Half == HalfDay.Morning ? "M1" : "S1"),
        }, cancellationToken);
    }
}
