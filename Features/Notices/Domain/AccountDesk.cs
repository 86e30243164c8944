using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.Domain;

/// <summary>Somebody with an account, as notices need one.</summary>
/// <param name="Name">In the script of the language.</param>
public sealed record ToldAccount(long Id, string Name, string Language, string? Phone, string? Email)
{
    public bool IsArabic => Language == "ar";

    /// <summary>A notice in the person's space; with <see cref="Phone"/> and <see cref="Email"/> it goes that way too.</summary>
    /// <param name="key">What is told, and whom.</param>
    /// <param name="place">The place that answers for the notice.</param>
    /// <param name="template">The texts.</param>
    /// <param name="address">Where to go on.</param>
    /// <param name="args">What stands in the texts.</param>
    public NoticeDraft Draft(string key, int place, string template, string address, params IReadOnlyList<string> args) => new(key, place, template, Name, Language)
    {
        AccountId = Id,
        Args = args,
        Address = address,
    };
}

/// <summary>Tells people by their accounts: who holds a role at an office, or an employee in his own space.</summary>
public sealed class AccountDesk(MassarDb db, NoticeDesk desk, TimeProvider clock)
{
    /// <summary>So many of one office are told at most.</summary>
    public const int MostOfOffice = 20;

    /// <summary>Accounts with a role at a place today.</summary>
    public IQueryable<Account> Holding(int place, string role) => Wearing(Hats.Where(h => h.PlaceId == place && h.Role == role));

    /// <summary>Accounts with one of these hats.</summary>
    public IQueryable<Account> Wearing(IQueryable<Hat> hats)
    {
        var holders = hats.Select(h => h.AccountId);
        return db.Accounts.Where(a => holders.Contains(a.Id));
    }

    /// <summary>Those worn today; not those given by delegation for decisions alone.</summary>
    public IQueryable<Hat> Hats => db.Hats.LiveOn(MoroccanDay.Today(clock)).OfOffice(db, MoroccanDay.Today(clock));

    /// <summary>One notice for each open account, beside the change it tells of.</summary>
    public async Task Tell(IQueryable<Account> accounts, int most, Func<ToldAccount, NoticeDraft> draft, CancellationToken ct)
    {
        var found = await accounts.AsNoTracking().Where(a => a.ClosedAt == null).OrderBy(a => a.Id).Select(a => new { a.Id, a.NameAr, a.NameLatin, a.Language, a.Phone, a.Email }).Take(most).ToListAsync(ct);
        foreach (var one in found)
        {
            var language = one.Language ?? Languages.Default;
            await desk.Queue(draft(new ToldAccount(one.Id, language == "ar" ? one.NameAr : one.NameLatin, language, one.Phone, one.Email)), ct);
        }
    }
}
