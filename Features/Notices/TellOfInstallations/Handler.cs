using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Installations;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfInstallations;

/// <summary>Who is to come is told where and until when; the places of arrival and departure, who comes and who goes; the office, who did not come in spite of two notices.</summary>
public sealed class Handler(MassarDb db, AccountDesk accounts) : IFactHandler<InstallationStepped>
{
    public async Task Handle(InstallationStepped notification, CancellationToken cancellationToken)
    {
        var (id, employee) = (notification.InstallationId, notification.EmployeeId);
        var about = await (
            from i in db.Installations
            where i.Id == id
            join e in db.Employees on i.EmployeeId equals e.Id
            join to in db.Places on i.PlaceId equals to.Id
            select new { NameAr = e.LastNameAr + " " + e.FirstNameAr, NameLatin = e.LastNameLatin + " " + e.FirstNameLatin, PlaceAr = to.NameAr, PlaceFr = to.NameFr, i.Until }).AsNoTracking().SingleAsync(cancellationToken);
        var own = db.Accounts.Where(a => a.EmployeeId == employee);
        var (here, left) = (accounts.Holding(notification.PlaceId, Roles.Head), notification.FromPlaceId is { } from ? accounts.Holding(from, Roles.Head) : null);
        (string Template, IQueryable<Account>? To)[] told = notification.What switch
        {
            "due" => [("due", own), ("awaited", here), ("leaves", left)],
            "present" => [("present", own)],
            "contested" => [("contested", here)],
            "installed" => [("installed", own), ("arrived", left)],
            "notice-1" or "notice-2" => [(notification.What, own)],
            "flagged" => [("flagged", await Office(notification.FilePath, cancellationToken)), ("flagged", here)],
            "cancelled" => [("cancelled", own), ("cancelled-of", here)],
            _ => [],
        };
        foreach (var (template, to) in told)
            if (to is not null)
                await accounts.Tell(template is "due" or "present" or "installed" or "cancelled" or "notice-1" or "notice-2" ? to : to.Where(a => a.EmployeeId != employee), AccountDesk.MostOfOffice, account => account.Draft(
                    string.Create(CultureInfo.InvariantCulture, $"installation/{id}/{notification.Step}/{template}/a{account.Id}"), notification.PlaceId, $"notices.installation-{template}", Installations.Links.Case(id),
                    account.IsArabic ? about.NameAr : about.NameLatin, account.IsArabic ? about.PlaceAr : about.PlaceFr, Formats.ShortDate(notification.On), Formats.ShortDate(about.Until)) with
                { Phone = account.Phone, Email = account.Email }, cancellationToken);
    }

    // Those of the nearest office above the workplace in the file.
    private async Task<IQueryable<Account>> Office(string path, CancellationToken ct)
    {
        List<int> above = [.. Decisions.Domain.DecisionReader.Path(path)];
        var hats = accounts.Hats.Where(h => h.Role == Roles.HrManager && above.Contains(h.PlaceId));
        var nearest = await hats.OrderByDescending(h => h.PlacePath.Length).Select(h => (int?)h.PlaceId).FirstOrDefaultAsync(ct);
        return accounts.Wearing(hats.Where(h => h.PlaceId == nearest));
    }
}
