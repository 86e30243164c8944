using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.ShowAccount;

public sealed record Query(long Id) : IQuery<AccountCard>;

/// <param name="Phone">Masked.</param>
/// <param name="IsMine">Nobody gives rights to oneself.</param>
public sealed record AccountCard(
    long Id, string NameAr, string NameLatin, string Login, string? Phone, bool IsActivated, bool HasSecondFactor, bool IsClosed, int Sessions, bool IsMine)
{
    public IReadOnlyList<HatLine> Hats { get; init; } = [];
}

public sealed record HatLine(long Id, string Role, string PlaceCode, string PlaceAr, string PlaceFr, DateOnly StartsOn, DateOnly? EndsOn, bool CanEnd);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, AccountCard>
{
    public async Task<Outcome<AccountCard>> Handle(Query query, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var today = MoroccanDay.Today(clock);
        var (me, path) = (user.AccountId, user.PlacePath);
        var card = await db.Accounts.AsNoTracking().ManagedBy(user, db).Where(a => a.Id == query.Id)
            .Select(a => new AccountCard(a.Id, a.NameAr, a.NameLatin, a.Login, a.Phone, a.PasswordHash != null, a.TotpSecret != null, a.ClosedAt != null,
                db.Sessions.Count(s => s.AccountId == a.Id && s.EndedAt == null && s.ExpiresAt > now), a.Id == me))
            .SingleOrDefaultAsync(ct);
        if (card is null)
            return Refusal.NotFound;

        var hats = await (
            from hat in db.Hats.AsNoTracking()
            join place in db.Places on hat.PlaceId equals place.Id
            where hat.AccountId == query.Id
            orderby hat.StartsOn descending, hat.Id descending
            select new HatLine(hat.Id, hat.Role, place.Code, place.NameAr, place.NameFr, hat.StartsOn, hat.EndsOn,
                (hat.EndsOn == null || hat.EndsOn >= today) && hat.AccountId != me && hat.PlacePath.StartsWith(path))).Take(50).ToListAsync(ct);
        return card with { Phone = MoroccanPhone.Read(card.Phone)?.Masked, Hats = hats };
    }
}
