using Massar.Features.Attendance;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfJustification;

/// <summary>The guardian who gave a reason is told that the school accepted or rejected it; why stands on the child's page.</summary>
public sealed class Handler(MassarDb db, NoticeDesk desk) : IFactHandler<JustificationDecided>
{
    public const string Template = "notices.justification";

    public async Task Handle(JustificationDecided notification, CancellationToken cancellationToken)
    {
        var (account, pupil) = (notification.GivenByAccountId, notification.PupilId);
        var told = await (
            from a in db.Accounts
            where a.Id == account && a.ClosedAt == null
            join g in db.Guardians on a.GuardianId equals (long?)g.Id into guardians
            from g in guardians.DefaultIfEmpty()
            from child in db.Pupils.Where(p => p.Id == pupil)
            select new { a.NameAr, a.GuardianId, Language = g.Language ?? a.Language, Phone = g.Phone ?? a.Phone, child.FirstNameAr, child.FirstNameLatin }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (told is null)
            return;
        var language = told.Language ?? "ar";
        await desk.Queue(new NoticeDraft($"justification/{notification.JustificationId}", notification.SchoolId, notification.Accepted ? $"{Template}-accepted" : $"{Template}-rejected", told.NameAr, language)
        {
            AccountId = account,
            About = told.GuardianId is { } guardian ? (guardian, pupil) : null,
            Phone = told.Phone,
            Args = [language == "ar" ? told.FirstNameAr : told.FirstNameLatin],
            Address = Attendance.Links.Child(pupil),
        }, cancellationToken);
    }
}
