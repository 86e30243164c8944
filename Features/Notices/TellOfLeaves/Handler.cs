using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Leaves;
using Massar.Features.Leaves.Domain;
using Massar.Features.Notices.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfLeaves;

/// <summary>Whose turn it is with a leave is told so, and the employee what became of it; why a leave is taken is in no notice.</summary>
public sealed class Handler(MassarDb db, AccountDesk accounts) : IFactHandler<LeaveStepped>, IFactHandler<LeaveFlagStepped>
{
    public async Task Handle(LeaveStepped notification, CancellationToken cancellationToken)
    {
        var (id, employee) = (notification.LeaveId, notification.EmployeeId);
        var template = notification.What switch
        {
            "asked" or "granted" or "refused" or "annual" or "cancelled" => notification.What,
            "favorable" or "unfavorable" => "forwarded",
            "visit" or "council" => "check",
            "returned" or "return-contested" or "extension-closed" => notification.What,
            _ => null,
        };
        if (template is null)
            return;
        var leave = await (
            from l in db.Leaves
            where l.Id == id
            join e in db.Employees on l.EmployeeId equals e.Id
            select new { NameAr = e.LastNameAr + " " + e.FirstNameAr, NameLatin = e.LastNameLatin + " " + e.FirstNameLatin, l.StartsOn, l.EndsOn, l.ReturnedOn, l.Version }).AsNoTracking().SingleAsync(cancellationToken);
        var readers = template switch
        {
            "asked" when notification.State == LeaveState.Asked => accounts.Holding(notification.PlaceId, Roles.Head),
            "asked" or "forwarded" => await Office(notification.PlaceId, notification.PlacePath, cancellationToken),
            "cancelled" => accounts.Holding(notification.PlaceId, Roles.Head),
            // Whoever records the day again: the head, or the office where the head is the one who was away.
            "return-contested" => await accounts.Holding(notification.PlaceId, Roles.Head).AnyAsync(a => a.EmployeeId != employee, cancellationToken)
                ? accounts.Holding(notification.PlaceId, Roles.Head)
                : await Office(notification.PlaceId, notification.PlacePath, cancellationToken),
            _ => null,
        };
        await Tell(readers?.Where(a => a.EmployeeId != employee), employee, string.Create(CultureInfo.InvariantCulture, $"leave/{id}/{notification.What}{Again(notification.What, leave.Version)}"), notification.PlaceId, $"notices.leave-{template}",
            Leaves.Links.Case(id), arabic => [arabic ? leave.NameAr : leave.NameLatin, Formats.ShortDate(leave.StartsOn), Formats.ShortDate(leave.EndsOn), leave.ReturnedOn is { } back ? Formats.ShortDate(back) : ""], cancellationToken);
    }

    public async Task Handle(LeaveFlagStepped notification, CancellationToken cancellationToken)
    {
        var id = notification.FlagId;
        var flag = await (
            from f in db.LeaveFlags
            where f.Id == id
            join e in db.Employees on f.EmployeeId equals e.Id
            select new { NameAr = e.LastNameAr + " " + e.FirstNameAr, NameLatin = e.LastNameLatin + " " + e.FirstNameLatin, f.ReplyDueOn }).AsNoTracking().SingleAsync(cancellationToken);
        var template = notification.What switch { "raised" => "flag", "answered" => "flag-answered", _ => "flag-concluded" };
        await Tell(template == "flag-answered" ? await Office(notification.PlaceId, notification.PlacePath, cancellationToken) : null, notification.EmployeeId, string.Create(CultureInfo.InvariantCulture, $"leave-flag/{id}/{notification.What}"),
            notification.PlaceId, $"notices.leave-{template}", Leaves.Links.Flag(id), arabic => [arabic ? flag.NameAr : flag.NameLatin, Formats.ShortDate(flag.ReplyDueOn)], cancellationToken);
    }

    // A day back may be recorded and contested more than once: each time is news.
    private static string Again(string what, int version) => what is "returned" or "return-contested" ? string.Create(CultureInfo.InvariantCulture, $"/{version}") : "";

    /// <param name="readers">Null for the employee alone.</param>
    private Task Tell(IQueryable<Account>? readers, long employee, string key, int place, string template, string address, Func<bool, string[]> args, CancellationToken ct) =>
        accounts.Tell(readers ?? db.Accounts.Where(a => a.EmployeeId == employee), readers is null ? 1 : AccountDesk.MostOfOffice, account => account.Draft(
            string.Create(CultureInfo.InvariantCulture, $"{key}/a{account.Id}"), place, template, address, args(account.IsArabic)) with
        { Phone = account.Phone, Email = account.Email }, ct);

    // Those of the nearest office above the school.
    private async Task<IQueryable<Account>> Office(int place, string path, CancellationToken ct)
    {
        List<int> above = [.. Tree.Above(path), place];
        var hats = accounts.Hats.Where(h => h.Role == Roles.HrManager && above.Contains(h.PlaceId));
        var nearest = await hats.OrderByDescending(h => h.PlacePath.Length).Select(h => (int?)h.PlaceId).FirstOrDefaultAsync(ct);
        return accounts.Wearing(hats.Where(h => h.PlaceId == nearest));
    }
}
