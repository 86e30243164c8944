using System.Globalization;
using Massar.Features.Documents.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.Domain;

/// <summary>What the academy grants.</summary>
public sealed record Grant(DateOnly StartsOn, DateOnly ExpiresOn, string? Conditions);

/// <summary>Numbers, seals and keeps licences, watches their last day, in the caller's transaction.</summary>
public sealed class LicenceDesk(
    MassarDb db, RegisterDesk register, DocumentArchive archive, VerificationAddress address, AcademySeal seal, Sealer sealer, PdfOptions options, Facts facts, WorkDesk work, TimeProvider clock)
{
    /// <summary>A suspension is lifted or becomes a withdrawal by its own decision; no other licence ends it.</summary>
    public static Refusal Halted => Refusal.Conflict("licences.halted").Next("licences.halted.next");

    /// <summary>One that was granted already has still to begin: what is granted beside it would be lost that day.</summary>
    public static Refusal Coming(DateOnly day) => Refusal.Conflict("licences.coming", Formats.ShortDate(day)).Next("licences.coming.next");

    /// <summary>A licence out of a file that was granted; the one before gives way on its first day.</summary>
    /// <param name="school">None while the school's day has not come.</param>
    /// <param name="code">Its GRESA code.</param>
    public async Task<Outcome<SchoolLicence>> Issue(LicenceCase file, Grant grant, int? school, string code, long account, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (school is { } at && await Obstacle(at, ct) is { } obstacle)
            return obstacle;
        var year = register.Year;
        var number = await register.Take(file.AcademyId, SchoolLicence.Register, year, ct);
        var licence = new SchoolLicence
        {
            CaseId = file.Id,
            Kind = file.Kind,
            PlaceId = file.PlaceId,
            AcademyId = file.AcademyId,
            ChangeId = file.ChangeId,
            Number = number,
            Year = year,
            NameAr = file.NameAr,
            NameFr = file.NameFr,
            Cycles = file.Cycles,
            OwnerAr = file.OwnerAr,
            OwnerLatin = file.OwnerLatin,
            OwnerCin = file.OwnerCin,
            DirectorAr = file.DirectorAr,
            DirectorLatin = file.DirectorLatin,
            DirectorCin = file.DirectorCin,
            IssuedOn = MoroccanDay.Of(now),
            StartsOn = grant.StartsOn,
            ExpiresOn = grant.ExpiresOn,
            Conditions = grant.Conditions,
        };
        if (school is { } open)
            licence.BelongTo(open);
        db.SchoolLicences.Add(licence);
        await db.SaveChangesAsync(ct);

        var paper = await Print(file, licence, code, account, now, ct);
        if (paper.IsRefused)
            return paper.Refusal!;
        licence.Keep(paper.Value.Id);
        Await(licence, await LicenceFigures.Current(db, ct));
        await Settle(licence, "granted", account, grant.Conditions, ct);
        await Start(licence, ct);
        return licence;
    }

    /// <summary>What every step of a licence ends with: the line of history and the facts. Saves.</summary>
    /// <param name="account">None where its day came by itself.</param>
    public async Task Settle(SchoolLicence licence, string what, long? account, string? remark, CancellationToken ct)
    {
        db.LicenceEvents.Add(new LicenceEvent { LicenceId = licence.Id, PlaceId = licence.PlaceId, At = clock.GetUtcNow().UtcDateTime, What = what, AccountId = account, Remark = remark });
        await db.SaveChangesAsync(ct);
        await facts.Tell(new LicenceStepped(licence.Id, licence.Version, what, licence.SchoolId, licence.PlaceId, licence.AcademyId), ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>What keeps a school from another licence.</summary>
    public async Task<Refusal?> Obstacle(int school, CancellationToken ct)
    {
        var counting = await db.SchoolLicences.AsNoTracking().Where(l => l.SchoolId == school && (l.State == LicenceState.Valid || l.State == LicenceState.Suspended)).Select(l => new { l.State, l.LiveKey, l.StartsOn }).ToListAsync(ct);
        return counting.Exists(l => l.State == LicenceState.Suspended) ? Halted : counting.Find(l => l.LiveKey is null) is { } coming ? Coming(coming.StartsOn) : null;
    }

    /// <summary>The licence held, after the line of the register it goes with and its school, in the order in which the register holds them; null where there is none.</summary>
    public async Task<SchoolLicence?> Hold(long id, CancellationToken ct)
    {
        if (await db.SchoolLicences.AsNoTracking().Where(l => l.Id == id).Select(l => new { l.ChangeId, l.SchoolId }).SingleOrDefaultAsync(ct) is not { } of)
            return null;
        if (of.SchoolId is null && of.ChangeId is { } change)
            _ = await db.SchoolChanges.Where(c => c.Id == change).ForUpdate().SingleAsync(ct);
        if (of.SchoolId is { } school)
            _ = await db.Schools.Where(s => s.Id == school).Select(s => s.Id).ForUpdate().SingleAsync(ct);
        return await db.SchoolLicences.Where(l => l.Id == id).ForUpdate().SingleAsync(ct);
    }

    /// <summary>Once its day has come it takes the place of the one before, and its cycles are the school's. A suspension is not ended by it: it waits until that is lifted.</summary>
    public async Task Start(SchoolLicence licence, CancellationToken ct)
    {
        if (!licence.IsComing || licence.SchoolId is not { } school || licence.StartsOn > MoroccanDay.Today(clock))
            return;
        var before = await db.SchoolLicences.Where(l => l.LiveKey == school).ForUpdate().SingleOrDefaultAsync(ct);
        if (before?.State == LicenceState.Suspended)
            return;
        if (before is not null)
        {
            before.End(LicenceState.Replaced);
            await db.SaveChangesAsync(ct);
            if (before.DocumentId is { } old && licence.DocumentId is { } paper)
                (await db.IssuedDocuments.SingleAsync(d => d.Id == old, ct)).GiveWayTo(await db.IssuedDocuments.SingleAsync(d => d.Id == paper, ct), sealer);
        }

        licence.Begin();
        await db.SaveChangesAsync(ct);
        await facts.Tell(new LicenceInForce(licence.Id, school, licence.Cycles), ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Looks again on the day of the next alarm, and on the first day of a licence that begins later.</summary>
    public void Await(SchoolLicence licence, LicenceFigures figures)
    {
        var today = MoroccanDay.Today(clock);
        if ((figures.Next(licence.ExpiresOn, today), licence.StartsOn) switch { ({ } next, var start) when start > today && start < next => start, (var next, _) => next } is { } day)
            work.Queue<WatchLicence.Handler>(WatchLicence.Handler.KeyOf(licence.Id, day), licence.Id.ToString(CultureInfo.InvariantCulture), MoroccanHour.Utc(day, day == licence.StartsOn ? new TimeOnly(0, 5) : new TimeOnly(7, 30)));
    }

    /// <summary>A withdrawn licence: whoever verifies its paper reads that it counts no more; why is not said to strangers.</summary>
    public async Task TakeBack(SchoolLicence licence, CancellationToken ct)
    {
        if (licence.DocumentId is { } id)
            (await db.IssuedDocuments.SingleAsync(d => d.Id == id, ct)).Revoke($"{OfficialPaper.Ar("licences.paper.withdrawn")} – {OfficialPaper.Fr("licences.paper.withdrawn")}", clock.GetUtcNow().UtcDateTime, sealer);
    }

    private async Task<Outcome<IssuedDocument>> Print(LicenceCase file, SchoolLicence licence, string schoolCode, long account, DateTime now, CancellationToken ct)
    {
        List<int> ids = [licence.PlaceId, licence.AcademyId, file.CommuneId ?? 0];
        var school = licence.SchoolId;
        var places = await db.Places.AsNoTracking().Where(p => ids.Contains(p.Id) || (p.Kind == PlaceKind.Commune && db.Places.Any(s => s.Id == school && s.ParentId == p.Id))).ToListAsync(ct);
        var (directorate, academy, commune) = (places.Find(p => p.Id == licence.PlaceId), places.Find(p => p.Id == licence.AcademyId), places.Find(p => p.Kind == PlaceKind.Commune));
        var signer = await db.Accounts.Where(a => a.Id == account).Select(a => a.NameAr).SingleAsync(ct);
        var code = DocumentCode.New();
        var content = new LicenceContent(
            licence.Kind, licence.Number, licence.Year, code, address.Of(code), now, licence.IssuedOn, licence.NameAr, licence.NameFr, schoolCode, licence.Cycles, commune?.NameAr, commune?.NameFr,
            licence.OwnerAr, licence.OwnerLatin, licence.DirectorAr, licence.DirectorLatin, licence.StartsOn, licence.ExpiresOn, licence.Conditions, file.CommissionOn!.Value, file.CommissionReference!,
            signer, directorate?.NameAr, directorate?.NameFr, academy?.NameAr, academy?.NameFr, options.Demo);
        var sealedFile = await AcademySeal.Try(() => seal.Seal(new LicenceDocument(content), academy?.Code, academy?.NameAr, $"{licence.NameAr} {content.NumberShown}", ct), ("licences.unprintable", "licences.unprintable.next"));
        if (sealedFile.IsRefused)
            return sealedFile.Refusal!;
        var document = archive.Store(new DocumentDraft(licence.AcademyId, SchoolLicence.Register, licence.Year, licence.Number, code, content.Facts(), now), sealedFile.Value);
        await db.SaveChangesAsync(ct);
        return document;
    }
}
