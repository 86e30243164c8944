using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Notices.Domain;
using Massar.Features.Training;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfTraining;

/// <summary>Who is called to a training session is told when and where, and the head who will be away; the office is told who cannot come, the person what was answered. Why somebody cannot come is not said here.</summary>
public sealed class Handler(MassarDb db, AccountDesk accounts) : IFactHandler<TrainingStepped>
{
    public async Task Handle(TrainingStepped notification, CancellationToken cancellationToken)
    {
        var (session, seat, employee) = (notification.SessionId, notification.SeatId, notification.EmployeeId);
        var about = await (
            from s in db.TrainingSessions
            where s.Id == session
            from e in db.Employees
            where e.Id == employee
            select new { NameAr = e.LastNameAr + " " + e.FirstNameAr, NameLatin = e.LastNameLatin + " " + e.FirstNameLatin, s.ThemeAr, s.ThemeFr, s.StartsOn, s.Venue }).AsNoTracking().SingleAsync(cancellationToken);
        var own = db.Accounts.Where(a => a.EmployeeId == employee);
        var head = accounts.Holding(notification.PlaceId, Roles.Head).Where(a => a.EmployeeId != employee);
        var office = accounts.Holding(notification.OfficeId, Roles.HrManager).Where(a => a.EmployeeId != employee);
        (string Template, IQueryable<Account> To, string Address)[] told = notification.What switch
        {
            "summoned" or "excused" or "cancelled" => [(notification.What, own, Training.Links.Seat(seat)), ($"{notification.What}-of", head, Training.Links.Session(session))],
            "kept" or "attested" => [(notification.What, own, Training.Links.Seat(seat))],
            "asked" => [("asked", office, Training.Links.Excuse(seat))],
            _ => [],
        };
        foreach (var (template, to, address) in told)
            await accounts.Tell(to, AccountDesk.MostOfOffice, account => account.Draft(
                string.Create(CultureInfo.InvariantCulture, $"training-seat/{seat}/{notification.Step}/{template}/a{account.Id}"), notification.PlaceId, $"notices.training-{template}", address,
                account.IsArabic ? about.NameAr : about.NameLatin, account.IsArabic ? about.ThemeAr : about.ThemeFr, Formats.ShortDate(about.StartsOn), about.Venue) with
            { Phone = account.Phone, Email = account.Email }, cancellationToken);
    }
}
