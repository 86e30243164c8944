using Massar.Features.Accounts.Domain;
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
public sealed record Home(string? PlaceAr, string? PlaceFr, string? Ask = null, bool IsPrivate = false);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Home>
{
    public async Task<Outcome<Home>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (!user.IsSignedIn)
            return new Home(null, null);
        var home = await db.Places.Where(p => p.Id == user.PlaceId).Select(p => new Home(p.NameAr, p.NameFr, null, db.Schools.Any(s => s.Id == p.Id && !s.IsPublic))).SingleOrDefaultAsync(cancellationToken)
            ?? new Home(null, null);
        if (!user.Has(Accounts.Permissions.Contact) || user.GuardianId is not { } guardian)
            return home;
        var now = clock.GetUtcNow().UtcDateTime;
        var rules = await PhoneRules.Current(db, cancellationToken);
        var since = now.AddMonths(-rules.ConfirmMonths);
        var asked = await db.Guardians.Where(g => g.Id == guardian && (g.PhoneConfirmedAt == null || g.PhoneConfirmedAt < since)).Select(g => g.Phone ?? "").SingleOrDefaultAsync(cancellationToken);
        return home with { Ask = asked is null ? null : MoroccanPhone.Read(asked)?.Masked ?? "" };
    }
}
