using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Families;
using Massar.Features.Notices.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfFamily;

/// <summary>Whose turn it is with a declaration is told so; of a missing paper the employee and the head. What happened in the family is in no notice.</summary>
public sealed class Handler(MassarDb db, AccountDesk accounts) : IFactHandler<FamilyStepped>
{
    public async Task Handle(FamilyStepped notification, CancellationToken cancellationToken)
    {
        var (id, employee, place) = (notification.EventId, notification.EmployeeId, notification.PlaceId);
        if (notification.What is not ("declared" or "paper" or "missing" or "reminded" or "entered" or "refused"))
            return;
        var told = await (
            from f in db.FamilyEvents
            where f.Id == id
            join e in db.Employees on f.EmployeeId equals e.Id
            select new { NameAr = e.LastNameAr + " " + e.FirstNameAr, NameLatin = e.LastNameLatin + " " + e.FirstNameLatin, f.PaperDueOn }).AsNoTracking().SingleAsync(cancellationToken);
        string[] Args(bool arabic) => [arabic ? told.NameAr : told.NameLatin, told.PaperDueOn is { } due ? Formats.ShortDate(due) : ""];
        var (key, template) = (string.Create(CultureInfo.InvariantCulture, $"family/{id}/{notification.What}/{notification.Round}/{told.PaperDueOn:yyyyMMdd}"), $"notices.family-{notification.What}");
        if (notification.What is "declared" or "paper")
        {
            // A paper comes more than once.
            if (notification.What == "paper")
            {
                var papers = await db.FamilyPapers.CountAsync(p => p.EventId == id, cancellationToken);
                key = string.Create(CultureInfo.InvariantCulture, $"{key}/{papers}");
            }

            await Tell((await Office(place, notification.PlacePath, cancellationToken)).Where(a => a.EmployeeId != employee), AccountDesk.MostOfOffice, template);
            return;
        }

        await Tell(db.Accounts.Where(a => a.EmployeeId == employee), 1, template);
        if (notification.What is "missing" or "reminded")
            await Tell(accounts.Holding(place, Roles.Head).Where(a => a.EmployeeId != employee), AccountDesk.MostOfOffice, "notices.family-chase");

        Task Tell(IQueryable<Account> readers, int most, string texts) => accounts.Tell(readers, most, account => account.Draft(
            string.Create(CultureInfo.InvariantCulture, $"{key}/a{account.Id}"), place, texts, Families.Links.Case(id), Args(account.IsArabic)) with
        { Phone = account.Phone, Email = account.Email }, cancellationToken);
    }

    // Those of the nearest office above the workplace.
    private async Task<IQueryable<Account>> Office(int place, string path, CancellationToken ct)
    {
        List<int> above = [.. Tree.Above(path), place];
        var hats = accounts.Hats.Where(h => h.Role == Roles.HrManager && above.Contains(h.PlaceId));
        var nearest = await hats.OrderByDescending(h => h.PlacePath.Length).Select(h => (int?)h.PlaceId).FirstOrDefaultAsync(ct);
        return accounts.Wearing(hats.Where(h => h.PlaceId == nearest));
    }
}
