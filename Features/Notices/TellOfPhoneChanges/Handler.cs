using System.Globalization;
using Massar.Features.Accounts;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfPhoneChanges;

/// <summary>
/// The code goes to the new telephone alone, the way to stop the change to the old one alone, both at any hour; neither is shown in the space of
/// the account, where whoever asked for the change may be reading. The school's office is told what became of it, never the number.
/// </summary>
public sealed class Handler(MassarDb db, NoticeDesk desk, AccountDesk accounts) : IFactHandler<PhoneChangeAsked>, IFactHandler<PhoneChangeSettled>
{
    public async Task Handle(PhoneChangeAsked fact, CancellationToken ct)
    {
        var account = await db.Accounts.AsNoTracking().Where(a => a.Id == fact.AccountId).Select(a => new { a.NameAr, a.NameLatin, a.Language }).SingleAsync(ct);
        var language = account.Language ?? Languages.Default;
        var name = language == "ar" ? account.NameAr : account.NameLatin;
        await desk.Queue(new NoticeDraft(Key(fact.ChangeId, "code"), fact.PlaceId, "notices.phone-code", name, language)
        { Phone = fact.NewPhone, Args = [fact.Code], SecretUntil = fact.CodeUntil, Urgent = true }, ct);
        if (fact is { OldPhone: { } old, StopCode: { } stop })
            await desk.Queue(new NoticeDraft(Key(fact.ChangeId, "stop"), fact.PlaceId, "notices.phone-stop", name, language)
            { Phone = old, Args = [stop], SecretUntil = fact.StopUntil, Urgent = true }, ct);
    }

    public async Task Handle(PhoneChangeSettled fact, CancellationToken ct)
    {
        var guardian = await db.Accounts.AsNoTracking().Where(a => a.Id == fact.AccountId).Select(a => new { a.NameAr, a.NameLatin }).SingleAsync(ct);
        await accounts.Tell(accounts.Holding(fact.PlaceId, Roles.Clerk), AccountDesk.MostOfOffice, told => told.Draft(
            $"{Key(fact.ChangeId, fact.Stopped ? "stopped" : "confirmed")}/{told.Id}", fact.PlaceId, fact.Stopped ? "notices.phone-stopped" : "notices.phone-confirmed", Accounts.Links.Desk,
            told.IsArabic ? guardian.NameAr : guardian.NameLatin), ct);
    }

    private static string Key(long change, string what) => string.Create(CultureInfo.InvariantCulture, $"phone/{change}/{what}");
}
