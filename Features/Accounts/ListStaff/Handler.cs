using Massar.Features.Accounts.Domain;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.ListStaff;

/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? Show, string? Words, int Page, bool IsWhole) : IQuery<Users>;

public sealed record Users(Query Query, IReadOnlyList<Line> Lines, int Total, int Page) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="Roles">Worn today at or below the place of the hat; what the person is elsewhere is not told.</param>
/// <param name="LastSignIn">The Moroccan day; null for who never did.</param>
public sealed record Line(long EmployeeId, string Ppr, string NameAr, string NameLatin, string PlaceAr, string PlaceFr, bool HasAccount, bool IsActivated, DateOnly? LastSignIn, IReadOnlyList<string> Roles)
{
    /// <summary>Text key of the account's state.</summary>
    public string StateKey => !HasAccount ? "accounts.staff.no-account" : IsActivated ? "accounts.activated" : "accounts.not-activated";
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Users>
{
    private const int Most = 2_000;

    public async Task<Outcome<Users>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;

        var (today, path, place, words) = (MoroccanDay.Today(clock), user.PlacePath, user.PlaceId, BidiSafe.Clean(query.Words));
        var staff = db.Employees.AsNoTracking().InReachOf(user);
        var number = Digits.ToLatin(words).Replace(" ", "", StringComparison.Ordinal);
        if (words.Length < 2)
        {
            if (user.Role != Infrastructure.Security.Roles.Head)
                staff = staff.Where(e => e.PlaceId == place);
        }
        else
        {
            staff = Employee.IsPpr(number) ? staff.Where(e => e.Ppr == number) : staff.NamedLike(e => e.SearchKey, words);
        }

        staff = query.Show switch
        {
            "none" => staff.Where(e => !db.Accounts.Any(a => a.EmployeeId == e.Id && a.ClosedAt == null)),
            // One look by the index for each of the place's staff, instead of reading all accounts.
            "waiting" => staff.Where(e => db.Accounts.Where(a => a.EmployeeId == e.Id && a.ClosedAt == null && a.PasswordHash == null).Max(a => (long?)a.Id) != null),
            _ => staff,
        };
        var total = query.IsWhole ? 0 : await staff.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Users.PageSize - 1) / Users.PageSize));
        var rows = await (
            from e in staff
            join p in db.Places on e.PlaceId equals p.Id
            orderby e.LastNameAr, e.FirstNameAr, e.Id
            select new { e.Id, e.Ppr, NameAr = e.LastNameAr + " " + e.FirstNameAr, NameLatin = e.LastNameLatin + " " + e.FirstNameLatin, PlaceAr = p.NameAr, PlaceFr = p.NameFr })
            .Skip((page - 1) * Users.PageSize).Take(query.IsWhole ? Most : Users.PageSize).ToListAsync(ct);
        List<long?> ids = [.. rows.Select(r => (long?)r.Id)];
        var accounts = (await db.Accounts.AsNoTracking().Where(a => ids.Contains(a.EmployeeId) && a.ClosedAt == null).OrderBy(a => a.Id)
            .Select(a => new { a.Id, Employee = a.EmployeeId!.Value, IsActivated = a.PasswordHash != null, Last = db.Sessions.Where(s => s.AccountId == a.Id && s.SecondFactorDone).Max(s => (DateTime?)s.CreatedAt) }).ToListAsync(ct))
            .GroupBy(a => a.Employee).ToDictionary(g => g.Key, g => g.First());
        List<long> owners = [.. accounts.Values.Select(a => a.Id)];
        var worn = (await db.Hats.AsNoTracking().LiveOn(today).NotOutlived(db, today).Where(h => owners.Contains(h.AccountId) && h.PlacePath.StartsWith(path)).OrderBy(h => h.Id).Select(h => new { h.AccountId, h.Role }).ToListAsync(ct))
            .Where(h => Hat.CanBeGranted(h.Role)).ToLookup(h => h.AccountId, h => h.Role);
        return new Users(query, [.. rows.Select(r =>
        {
            var account = accounts.GetValueOrDefault(r.Id);
            return new Line(r.Id, r.Ppr, r.NameAr, r.NameLatin, r.PlaceAr, r.PlaceFr, account is not null, account is { IsActivated: true }, account?.Last is { } last ? MoroccanDay.Of(last) : null,
                account is null ? [] : [.. worn[account.Id].Distinct()]);
        })], query.IsWhole ? rows.Count : total, page);
    }
}
