using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.ListAccounts;

public sealed record Query(string? Search, string? Role, int Page) : IQuery<Found>;

/// <param name="Total">Counted up to a thousand; searching more exactly is quicker than paging on.</param>
public sealed record Found(string? Search, string? Role, int Page, int Total, IReadOnlyList<Line> Lines) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;

    public const int PageSize = 20;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
}

public sealed record Line(long Id, string NameAr, string NameLatin, string Login, bool IsActivated, bool IsClosed, int Hats);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Found>
{
    private const int Most = 1000;

    public async Task<Outcome<Found>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var accounts = db.Accounts.AsNoTracking().ManagedBy(user, db);
        if (query.Search?.Trim() is { Length: > 0 and <= 80 } typed)
        {
            var (login, phone) = (Logins.Fold(typed), Logins.Phone(typed));
            // Codes and telephones are found through their index; only names are looked for inside.
            accounts = phone is not null ? accounts.Where(a => a.Phone == phone)
                : login.Any(char.IsAsciiDigit) ? accounts.Where(a => a.Login.StartsWith(login))
                : accounts.Where(a => a.Login.StartsWith(login) || a.NameAr.Contains(typed) || a.NameLatin.Contains(typed));
        }

        if (query.Role is { Length: > 0 } role)
            // The least of some, not "any": the hats are asked of each account met, not gathered for the whole country first.
            accounts = accounts.Where(a => db.Hats.Where(h => h.AccountId == a.Id && h.Role == role && h.StartsOn <= today && (h.EndsOn == null || h.EndsOn >= today)).Min(h => (long?)h.Id) != null);

        var total = await accounts.OrderBy(a => a.Id).Take(Most).CountAsync(ct);
        var page = Math.Clamp(query.Page, 1, Math.Max(1, (total + Found.PageSize - 1) / Found.PageSize));
        var lines = await accounts.OrderBy(a => a.Id).Skip((page - 1) * Found.PageSize).Take(Found.PageSize)
            .Select(a => new Line(a.Id, a.NameAr, a.NameLatin, a.Login, a.PasswordHash != null, a.ClosedAt != null,
                db.Hats.Count(h => h.AccountId == a.Id && h.StartsOn <= today && (h.EndsOn == null || h.EndsOn >= today))))
            .ToListAsync(ct);
        return new Found(query.Search, query.Role, page, total, lines);
    }
}
