using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Notices.Domain;
using Massar.Features.StaffFiles;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfStaffFiles;

/// <summary>The office whose turn it is with a file is told, and reminded once; the person, when his file leaves and when it is signed for.</summary>
public sealed class Handler(MassarDb db, AccountDesk accounts) : IFactHandler<StaffFileStepped>
{
    private static readonly string[] Handling = [Roles.HrManager, Roles.AcademyMobility];

    public async Task Handle(StaffFileStepped notification, CancellationToken cancellationToken)
    {
        var (id, employee) = (notification.TransferId, notification.EmployeeId);
        var about = await (
            from t in db.FileTransfers
            where t.Id == id
            join e in db.Employees on t.EmployeeId equals e.Id
            join f in db.Places on t.FromOfficeId equals f.Id
            join to in db.Places on t.ToOfficeId equals to.Id
            select new { NameAr = e.LastNameAr + " " + e.FirstNameAr, NameLatin = e.LastNameLatin + " " + e.FirstNameLatin, FromAr = f.NameAr, FromFr = f.NameFr, ToAr = to.NameAr, ToFr = to.NameFr, t.Until }).AsNoTracking().SingleAsync(cancellationToken);
        var own = db.Accounts.Where(a => a.EmployeeId == employee);
        (string Template, IQueryable<Account> To)[] told = notification.What switch
        {
            "opened" => [("opened", Office(notification.FromOfficeId))],
            "sent" => [("sent", Office(notification.ToOfficeId)), ("own-sent", own)],
            "lacking" => [("lacking", Office(notification.FromOfficeId))],
            "answered" => [("answered", Office(notification.ToOfficeId))],
            "complete" => [("complete", Office(notification.FromOfficeId)), ("own-complete", own)],
            "late" when notification.Turn is { } turn => [("late", Office(turn))],
            "cancelled" => [("cancelled", Office(notification.FromOfficeId)), ("cancelled", Office(notification.ToOfficeId))],
            _ => [],
        };
        foreach (var (template, to) in told)
            await accounts.Tell(to, AccountDesk.MostOfOffice, account => account.Draft(
                string.Create(CultureInfo.InvariantCulture, $"staff-file/{id}/{notification.Step}/{notification.What}/{template}/a{account.Id}"), notification.FromOfficeId, $"notices.staff-file-{template}", StaffFiles.Links.Transfer(id),
                account.IsArabic ? about.NameAr : about.NameLatin, account.IsArabic ? about.FromAr : about.FromFr, account.IsArabic ? about.ToAr : about.ToFr, Formats.ShortDate(about.Until)) with
            { Phone = account.Phone, Email = account.Email }, cancellationToken);

        // Nobody is told as an officer of what is his own file.
        IQueryable<Account> Office(int place) => accounts.Wearing(accounts.Hats.Where(h => h.PlaceId == place && Handling.Contains(h.Role))).Where(a => a.EmployeeId == null || a.EmployeeId != employee);
    }
}
