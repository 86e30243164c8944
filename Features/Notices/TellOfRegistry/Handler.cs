using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Notices.Domain;
using Massar.Features.Registry;
using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfRegistry;

/// <summary>Of a proposed change of the register, or one whose day found an obstacle, the academy is told; of every answer whoever proposed it.</summary>
public sealed class Handler(MassarDb db, NoticeDesk desk, TimeProvider clock) : IFactHandler<SchoolChangeStepped>
{
    private const int MostOfOffice = 20;

    public async Task Handle(SchoolChangeStepped notification, CancellationToken cancellationToken)
    {
        var (ct, change, academy, proposer) = (cancellationToken, notification.ChangeId, notification.AcademyId, notification.ProposedByAccountId);
        // The file of a licence tells of itself.
        if (notification.State == ChangeState.Withdrawn || (notification.Kind == ChangeKind.Open && await db.SchoolChanges.AnyAsync(c => c.Id == change && c.IsLicensed, ct)))
            return;
        var school = notification.SchoolId is { } id
            ? await db.Places.Where(p => p.Id == id).Select(p => new { p.NameAr, p.NameFr, p.Code }).SingleAsync(ct)
            : await db.PlannedSchools.Where(p => p.ChangeId == change).OrderBy(p => p.Order).Select(p => new { p.NameAr, p.NameFr, Code = p.GresaCode }).FirstOrDefaultAsync(ct);
        if (school is null)
            return;

        var (template, key) = ($"notices.registry-{notification.State.ToString().ToLowerInvariant()}", string.Create(CultureInfo.InvariantCulture, $"registry/{change}/{notification.State}"));
        if (notification.State is ChangeState.Proposed or ChangeState.Blocked)
        {
            var today = MoroccanDay.Today(clock);
            var holders = db.Hats.LiveOn(today).OfOffice(db, today).Where(h => h.PlaceId == academy && h.Role == Roles.Signatory).Select(h => h.AccountId);
            await Tell(db.Accounts.Where(a => holders.Contains(a.Id)), academy);
        }

        if (notification.State != ChangeState.Proposed)
            await Tell(db.Accounts.Where(a => a.Id == proposer), notification.PlaceId);

        async Task Tell(IQueryable<Account> accounts, int place)
        {
            foreach (var account in await accounts.AsNoTracking().Where(a => a.ClosedAt == null).OrderBy(a => a.Id).Take(MostOfOffice).ToListAsync(ct))
            {
                var language = account.Language ?? Languages.Default;
                await desk.Queue(new NoticeDraft(string.Create(CultureInfo.InvariantCulture, $"{key}/a{account.Id}"), place, template, language == "ar" ? account.NameAr : account.NameLatin, language)
                {
                    AccountId = account.Id,
                    Email = account.Email,
                    Args = [language == "ar" ? school.NameAr : school.NameFr, school.Code],
                    Address = Massar.Features.Registry.Links.Change(change),
                }, ct);
            }
        }
    }
}
