using System.Globalization;
using Massar.Features.Accounts;
using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Features.Notices.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfRoles;

/// <summary>
/// A role that one person gave is no secret: its holder is told, and, of what a head does not give by himself, whoever leads the office above,
/// unless that is who gave it.
/// </summary>
public sealed class Handler(MassarDb db, AccountDesk accounts) : IFactHandler<RoleGiven>
{
    public async Task Handle(RoleGiven notification, CancellationToken cancellationToken)
    {
        var (holder, giver, ct) = (notification.AccountId, notification.ByAccountId, cancellationToken);
        var place = await db.Places.AsNoTracking().SingleAsync(p => p.Id == notification.PlaceId, ct);
        var name = await db.Accounts.Where(a => a.Id == holder).Select(a => new { a.NameAr, a.NameLatin }).SingleAsync(ct);
        var key = string.Create(CultureInfo.InvariantCulture, $"role-given/{notification.HatId}");
        var day = Formats.ShortDate(notification.StartsOn);

        await accounts.Tell(db.Accounts.Where(a => a.Id == holder), 1, told => Mine(told) with { Email = told.Email }, ct);
        if (StaffRoles.GivenBy(Roles.Head).Contains(notification.Role) || await Above(place, ct) is not { } above)
            return;
        await accounts.Tell(accounts.Holding(above.Place, above.Role).Where(a => a.Id != giver && a.Id != holder), AccountDesk.MostOfOffice, told => Below(told) with { Email = told.Email }, ct);

        NoticeDraft Mine(ToldAccount told) => told.Draft($"{key}/own", place.Id, "notices.role-given", Accounts.Links.Me,
            Role(told), told.IsArabic ? place.NameAr : place.NameFr, day);

        NoticeDraft Below(ToldAccount told) => told.Draft(string.Create(CultureInfo.InvariantCulture, $"{key}/a{told.Id}"), above.Place, "notices.role-given-below", Accounts.Links.Me,
            told.IsArabic ? name.NameAr : name.NameLatin, Role(told), told.IsArabic ? place.NameAr : place.NameFr, day);

        string Role(ToldAccount told) => Words.All.Say(told.Language, $"role.{notification.Role}");
    }

    // A school's are known to the director of the province, a province's to who signs for the academy, an academy's to the ministry.
    private async Task<(int Place, string Role)?> Above(Place place, CancellationToken ct)
    {
        var (kind, role) = place.Kind switch
        {
            PlaceKind.Directorate => (PlaceKind.Academy, Roles.Signatory),
            PlaceKind.Academy => (PlaceKind.Ministry, Roles.Ministry),
            PlaceKind.Ministry => (PlaceKind.Ministry, Roles.Ministry),
            _ => (PlaceKind.Directorate, Roles.ProvincialDirector),
        };
        var chain = DecisionReader.Path(place.Path);
        return await db.Places.Where(p => chain.Contains(p.Id) && p.Kind == kind).Select(p => (int?)p.Id).FirstOrDefaultAsync(ct) is { } id ? (id, role) : null;
    }
}
