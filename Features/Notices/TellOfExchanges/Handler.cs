using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Exchanges;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfExchanges;

/// <summary>
/// Who is asked to exchange posts is told by whom and until when; once all have accepted, their heads and the office whose turn it is; every step after that, all of them,
/// and how it ended.
/// </summary>
public sealed class Handler(MassarDb db, AccountDesk accounts) : IFactHandler<ExchangeStepped>
{
    public async Task Handle(ExchangeStepped notification, CancellationToken cancellationToken)
    {
        var (id, office) = (notification.ExchangeId, notification.OfficeId);
        var about = await (
            from x in db.Exchanges
            where x.Id == id
            join p in db.ExchangeParties on x.Id equals p.ExchangeId
            where p.Order == 1
            join e in db.Employees on p.EmployeeId equals e.Id
            select new
            {
                NameAr = e.LastNameAr + " " + e.FirstNameAr,
                NameLatin = e.LastNameLatin + " " + e.FirstNameLatin,
                x.AnswerUntil,
                x.EffectiveOn,
                x.PlaceId,
                IsShared = x.AcceptedAt != null,
            }).AsNoTracking().SingleAsync(cancellationToken);
        var named = office is null ? null : await db.Places.AsNoTracking().SingleAsync(p => p.Id == office, cancellationToken);
        var parties = db.ExchangeParties.Where(p => p.ExchangeId == id);
        var all = db.Accounts.Where(a => parties.Any(p => p.EmployeeId == a.EmployeeId));
        var heads = accounts.Wearing(accounts.Hats.Where(h => h.Role == Roles.Head && parties.Any(p => p.FromPlaceId == h.PlaceId)));
        var officers = accounts.Wearing(accounts.Hats.Where(h => h.PlaceId == office && (h.Role == Roles.HrManager || h.Role == Roles.AcademyMobility)));
        var by = notification.ByEmployeeId;
        (string Template, IQueryable<Account> To)[] told = notification.What switch
        {
            "proposed" => [("asked", all.Where(a => a.EmployeeId != by))],
            "complete" => [("complete", all), ("informed", heads), ("turn", officers)],
            "agreed" => [("agreed", all), ("turn", officers)],
            "decided" or "signed" or "installed" => [(notification.What, all)],
            "accepted" => [],
            // Those who stay behind need an answer, and the offices that agreed give it.
            "broken" => [("broken", all), ("broken-office", accounts.Wearing(accounts.Hats.Where(h => (h.Role == Roles.Head && parties.Any(p => p.FromPlaceId == h.PlaceId))
                || ((h.Role == Roles.HrManager || h.Role == Roles.AcademyMobility) && db.ExchangeAgreements.Any(a => a.ExchangeId == id && a.PlaceId == h.PlaceId)))))],
            _ when about.IsShared => [("ended", all), ("ended", heads)],
            _ => [("ended", all)],
        };
        foreach (var (template, to) in told)
            await accounts.Tell(template is "informed" or "turn" or "broken-office" ? to.Where(a => !parties.Any(p => p.EmployeeId == a.EmployeeId)) : to, AccountDesk.MostOfOffice, account => account.Draft(
                string.Create(CultureInfo.InvariantCulture, $"exchange/{id}/{notification.Step}/{template}/a{account.Id}"), office ?? about.PlaceId, $"notices.exchange-{template}", Exchanges.Links.Case(id),
                account.IsArabic ? about.NameAr : about.NameLatin, Formats.ShortDate(about.AnswerUntil), Formats.ShortDate(about.EffectiveOn), (account.IsArabic ? named?.NameAr : named?.NameFr) ?? "") with
            { Phone = account.Phone, Email = account.Email }, cancellationToken);
    }
}
