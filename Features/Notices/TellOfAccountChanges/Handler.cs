using System.Globalization;
using Massar.Features.Accounts;
using Massar.Features.Accounts.Domain;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfAccountChanges;

/// <summary>
/// Tells a person whenever somebody, hopefully the person, changed what protects the account: so that a thief is noticed.
/// Goes to the telephone and address the account had before, and names the moment, never a code.
/// </summary>
public sealed class Handler(MassarDb db, NoticeDesk desk)
    : IFactHandler<AccountRecovered>, IFactHandler<RecoveryCodePrinted>, IFactHandler<PasswordChanged>, IFactHandler<SecondFactorChanged>
{
    public Task Handle(AccountRecovered fact, CancellationToken ct) => Tell(fact.AccountId, "notices.account-recovered", fact.At, null, ct);

    public Task Handle(RecoveryCodePrinted fact, CancellationToken ct) => Tell(fact.AccountId, "notices.recovery-code-printed", fact.At, fact.PlaceId, ct);

    public Task Handle(PasswordChanged fact, CancellationToken ct) => Tell(fact.AccountId, "notices.password-changed", fact.At, null, ct);

    public Task Handle(SecondFactorChanged fact, CancellationToken ct) => Tell(fact.AccountId, "notices.second-factor-changed", fact.At, null, ct);

    private async Task Tell(long accountId, string template, DateTime at, int? placeId, CancellationToken ct)
    {
        var account = await db.Accounts.AsNoTracking().Where(a => a.Id == accountId)
            .Select(a => new { a.NameAr, a.NameLatin, a.Language, a.Phone, a.Email }).SingleAsync(ct);
        // The person's school or office stands behind the notice and calls when it cannot be delivered.
        var place = placeId ?? await db.Hats.AsNoTracking().Where(h => h.AccountId == accountId).OrderByDescending(h => h.StartsOn).ThenByDescending(h => h.Id)
            .Select(h => (int?)h.PlaceId).FirstOrDefaultAsync(ct);
        if (place is null)
            return;

        var language = account.Language ?? Languages.Default;
        var local = MoroccanDay.Local(at);
        await desk.Queue(new NoticeDraft(
            string.Create(CultureInfo.InvariantCulture, $"{template}/{accountId}/{at.Ticks}"), place.Value, template,
            language == "ar" ? account.NameAr : account.NameLatin, language)
        {
            AccountId = accountId,
            Phone = account.Phone,
            Email = account.Email,
            Args = [local.ToString("dd/MM", CultureInfo.InvariantCulture), local.ToString("HH:mm", CultureInfo.InvariantCulture)],
            Address = Accounts.Links.Sessions,
            // Somebody else may be in the account at this moment.
            Urgent = true,
        }, ct);
    }
}
