using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Exports;
using Massar.Features.Exports.Domain;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfExports;

/// <summary>
/// Those who may decide on a large file learn that it was asked for, who asked learns what was decided, and both learn when the file
/// left: somebody whose account is misused finds out.
/// </summary>
public sealed class Handler(MassarDb db, NoticeDesk desk, TimeProvider clock) : IFactHandler<ExportAsked>, IFactHandler<ExportDecided>, IFactHandler<ExportCollected>
{
    public async Task Handle(ExportAsked fact, CancellationToken ct)
    {
        var asker = await db.Accounts.AsNoTracking().Where(a => a.Id == fact.AskedBy).Select(a => new { a.NameAr, a.NameLatin, a.EmployeeId }).SingleAsync(ct);
        var deciders = await db.Accounts.AsNoTracking().DecidingAt(db, fact.PlaceId, fact.AskedBy, asker.EmployeeId, MoroccanDay.Today(clock)).OrderBy(a => a.Id).Take(50).ToListAsync(ct);
        foreach (var decider in deciders)
            await Tell(decider, "notices.export-asked", fact.RequestId, fact.PlaceId, [decider.Language is null or "ar" ? asker.NameAr : asker.NameLatin, Formats.Count(fact.Persons)], ct);
    }

    public async Task Handle(ExportDecided fact, CancellationToken ct) =>
        await Tell(await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == fact.AskedBy, ct), fact.IsApproved ? "notices.export-approved" : "notices.export-refused",
            fact.RequestId, fact.PlaceId, [Formats.Count(fact.Persons)], ct);

    public async Task Handle(ExportCollected fact, CancellationToken ct)
    {
        var local = MoroccanDay.Local(fact.At);
        foreach (var account in await db.Accounts.AsNoTracking().Where(a => a.Id == fact.AskedBy || a.Id == fact.ApprovedBy).OrderBy(a => a.Id).ToListAsync(ct))
            await Tell(account, "notices.export-collected", fact.RequestId, fact.PlaceId,
                [Formats.Count(fact.Persons), local.ToString("dd/MM", CultureInfo.InvariantCulture), local.ToString("HH:mm", CultureInfo.InvariantCulture)], ct);
    }

    private Task Tell(Account account, string template, long request, int place, IReadOnlyList<string> args, CancellationToken ct)
    {
        var language = account.Language ?? Languages.Default;
        return desk.Queue(new NoticeDraft(string.Create(CultureInfo.InvariantCulture, $"{template}/{request}/{account.Id}"), place, template, language == "ar" ? account.NameAr : account.NameLatin, language)
        {
            AccountId = account.Id,
            Email = account.Email,
            Args = args,
            Address = Exports.Links.Request(request),
        }, ct);
    }
}
