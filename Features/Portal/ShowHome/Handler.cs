using Massar.Features.Accounts.Domain;
using Massar.Features.Portal.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Portal.ShowHome;

public sealed record Query : IQuery<Home>;

/// <summary>The hat's place, or nothing for a visitor.</summary>
/// <param name="Ask">A guardian's telephone, masked, when it is time to ask whether it is still right; empty where there is none at all.</param>
/// <param name="IsPrivate">It is a private school, which needs a licence.</param>
/// <param name="Children">A guardian's, each with the newest fact.</param>
public sealed record Home(string? PlaceAr, string? PlaceFr, string? Ask = null, bool IsPrivate = false, IReadOnlyList<ChildLine>? Children = null);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Home>
{
    public async Task<Outcome<Home>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (!user.IsSignedIn)
            return new Home(null, null);
        var (now, place) = (clock.GetUtcNow().UtcDateTime, user.PlaceId);
        if (user.GuardianId is not { } guardian || !user.Has(Accounts.Permissions.Contact))
            return await db.Places.Where(p => p.Id == place).Select(p => new Home(p.NameAr, p.NameFr, null, db.Schools.Any(s => s.Id == p.Id && !s.IsPublic), null)).SingleOrDefaultAsync(cancellationToken)
                ?? new Home(null, null);

        // A guardian's first screen is read more often than any other: two statements.
        var own = await db.Places.Where(p => p.Id == place).Select(p => new
        {
            p.NameAr,
            p.NameFr,
            Months = db.Settings.Where(s => s.Code == PhoneRules.ConfirmSetting && db.SchoolYears.Any(y => y.Id == s.SchoolYearId && y.IsCurrent)).Select(s => s.Value).FirstOrDefault(),
            Phone = db.Guardians.Where(g => g.Id == guardian).Select(g => g.Phone).FirstOrDefault(),
            ConfirmedAt = db.Guardians.Where(g => g.Id == guardian).Select(g => g.PhoneConfirmedAt).FirstOrDefault(),
        }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var isDue = own is not null && (own.ConfirmedAt is not { } confirmed || confirmed < now.AddMonths(-PhoneRules.ConfirmMonthsOf(own.Months)));
        return new Home(own?.NameAr, own?.NameFr, isDue ? MoroccanPhone.Read(own!.Phone ?? "")?.Masked ?? "" : null, false, await ChildNews.Of(db, user, MoroccanDay.Of(now), cancellationToken));
    }
}
