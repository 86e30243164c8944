using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Domiciliations;
using Massar.Features.Notices.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfDomiciliations;

/// <summary>
/// Whoever changes where a pay goes may have changed the telephone of the account before: the employee is told of each step in the space, by the
/// contacts of the account and by those of the staff file, at any hour while the request can be stopped. No notice names the bank or a digit.
/// </summary>
public sealed class Handler(MassarDb db, NoticeDesk desk, AccountDesk accounts) : IFactHandler<DomiciliationStepped>
{
    public async Task Handle(DomiciliationStepped notification, CancellationToken cancellationToken)
    {
        var (id, employee) = (notification.Id, notification.EmployeeId);
        var key = string.Create(CultureInfo.InvariantCulture, $"domiciliation/{id}/{notification.What}/{notification.Round}");
        var told = await db.Domiciliations.AsNoTracking().Where(d => d.Id == id).Select(d => new { d.StopUntil, d.EffectiveFrom }).SingleAsync(cancellationToken);
        var until = told.StopUntil is { } stop ? $"{Formats.ShortDate(MoroccanDay.Of(stop))} {Formats.Time(TimeOnly.FromDateTime(MoroccanDay.Local(stop)))}" : "";
        if (notification.What is "sent" or "accepted" or "granted" or "returned" or "refused" or "rejected" or "withdrawn")
            await TellEmployee(notification.What);
        if (notification.What == "sent")
            await TellOffice();

        async Task TellEmployee(string what)
        {
            var person = await db.Employees.AsNoTracking().Where(e => e.Id == employee).Select(e => new { e.FirstNameAr, e.LastNameAr, e.FirstNameLatin, e.LastNameLatin, e.Phone, e.Email }).SingleAsync(cancellationToken);
            var account = await db.Accounts.AsNoTracking().Where(a => a.EmployeeId == employee && a.ClosedAt == null).OrderBy(a => a.Id).Select(a => new { a.Id, a.Language, a.Phone, a.Email }).FirstOrDefaultAsync(cancellationToken);
            var language = account?.Language ?? Languages.Default;
            var name = language == "ar" ? $"{person.LastNameAr} {person.FirstNameAr}" : $"{person.LastNameLatin} {person.FirstNameLatin}";
            var draft = new NoticeDraft(key, notification.PlaceId, $"notices.domiciliation-{what}", name, language)
            {
                AccountId = account?.Id,
                Phone = account?.Phone,
                Email = account?.Email,
                Args = [what == "sent" ? until : told.EffectiveFrom is { } from ? Formats.ShortDate(from) : ""],
                Address = Domiciliations.Links.Request(id),
                Urgent = what == "sent",
            };
            await desk.Queue(draft, cancellationToken);
            // What the file knows and the account does not: the old telephone, the old address.
            var (phone, email) = (person.Phone == account?.Phone ? null : person.Phone, person.Email == account?.Email ? null : person.Email);
            if (phone is { Length: > 0 } || email is { Length: > 0 })
                await desk.Queue(draft with { Key = $"{key}/file", AccountId = null, Phone = phone, Email = email }, cancellationToken);
        }

        // Those of the nearest office above the workplace; without a name, which is behind the address.
        async Task TellOffice()
        {
            List<int> above = [.. Tree.Above(notification.PlacePath), notification.PlaceId];
            var hats = accounts.Hats.Where(h => h.Role == Roles.HrManager && above.Contains(h.PlaceId));
            var nearest = await hats.OrderByDescending(h => h.PlacePath.Length).Select(h => (int?)h.PlaceId).FirstOrDefaultAsync(cancellationToken);
            await accounts.Tell(accounts.Wearing(hats.Where(h => h.PlaceId == nearest)).Where(a => a.EmployeeId != employee), AccountDesk.MostOfOffice, account => account.Draft(
                string.Create(CultureInfo.InvariantCulture, $"{key}/a{account.Id}"), notification.PlaceId, "notices.domiciliation-office", Domiciliations.Links.Request(id)), cancellationToken);
        }
    }
}
