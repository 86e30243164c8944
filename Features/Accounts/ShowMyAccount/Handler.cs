using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.ShowMyAccount;

public sealed record Query : IQuery<MyAccount>;

/// <summary>The person's own account; telephone and address are masked, as a passer-by may read along.</summary>
public sealed record MyAccount(
    string Login, string NameAr, string NameLatin, string? Language, string? Phone, string? Email, bool HasSecondFactor, int UnusedCodes, int Sessions,
    string Role, string PlaceAr, string PlaceFr, long AccountId);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, MyAccount>
{
    public async Task<Outcome<MyAccount>> Handle(Query query, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (me, placeId, role) = (user.AccountId, user.PlaceId, user.Role);
        var account = await (
            from a in db.Accounts.AsNoTracking()
            from place in db.Places.Where(p => p.Id == placeId)
            where a.Id == me
            select new MyAccount(a.Login, a.NameAr, a.NameLatin, a.Language, a.Phone, a.Email, a.TotpSecret != null,
                db.SecondFactorCodes.Count(c => c.AccountId == me && c.UsedAt == null),
                db.Sessions.Count(s => s.AccountId == me && s.EndedAt == null && s.ExpiresAt > now),
                role, place.NameAr, place.NameFr, a.Id)).SingleAsync(ct);
        return account with { Phone = MoroccanPhone.Read(account.Phone)?.Masked, Email = Masked(account.Email) };
    }

    private static string? Masked(string? email) =>
        email?.IndexOf('@', StringComparison.Ordinal) is int at and > 0 ? $"{email[0]}•••{email[at..]}" : null;
}
