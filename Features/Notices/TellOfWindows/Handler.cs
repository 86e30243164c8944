using System.Globalization;
using Massar.Features.Notices.Domain;
using Massar.Features.Reference;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfWindows;

/// <summary>The heads of a directorate's schools learn in their space that a window has other days with them, or the ministry's again.</summary>
public sealed class Handler(MassarDb db, AccountDesk accounts) : IFactHandler<WindowMoved>
{
    /// <summary>More schools than any directorate has.</summary>
    private const int Most = 2_000;

    public async Task Handle(WindowMoved fact, CancellationToken ct)
    {
        var (entry, place) = (fact.Entry, fact.Place);
        var window = await db.CalendarEntries.AsNoTracking().Where(c => c.Id == entry).Select(c => new { c.NameAr, c.NameFr, c.SchoolYearId }).SingleAsync(ct);
        var path = await db.Places.Where(p => p.Id == place).Select(p => p.Path).SingleAsync(ct);
        var template = fact.IsBack ? "notices.window-back" : "notices.window-moved";
        await accounts.Tell(accounts.Wearing(accounts.Hats.Where(h => h.Role == Roles.Head && db.Places.Any(p => p.Id == h.PlaceId && p.Path.StartsWith(path)))), Most, account => account.Draft(
            string.Create(CultureInfo.InvariantCulture, $"window/{fact.Window}/{fact.Times}/{(fact.IsBack ? "back" : "moved")}/h{account.Id}"), place, template, Deadlines.Links.Board,
            account.IsArabic ? window.NameAr : window.NameFr, Formats.SchoolYear(window.SchoolYearId), Formats.ShortDate(fact.StartsOn), Formats.ShortDate(fact.EndsOn)), ct);
    }
}
