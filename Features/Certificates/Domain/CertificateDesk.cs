using Massar.Features.Documents.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Certificates.Domain;

/// <summary>Checks, numbers, draws, seals and keeps certificates (workflow 4.5). All in the caller's transaction: when drawing or
/// sealing fails, the number was never taken.</summary>
public sealed class CertificateDesk(
    MassarDb db, RegisterDesk register, DocumentArchive archive, VerificationAddress address, AcademySeal seal, PdfOptions options, Facts facts, TimeProvider clock)
{
    /// <summary>The register's name.</summary>
    public const string Kind = "school-certificate";

    /// <summary>Takes the pupil's row, so that two requests for one pupil come one after the other. First statement of an order:
    /// what is read before it may be older than what another request has just written.</summary>
    public static Task<long> Take(IQueryable<Massar.Features.Pupils.Domain.Pupil> pupils, long pupilId, CancellationToken ct) =>
        pupils.Where(p => p.Id == pupilId).Select(p => p.Id).ForUpdate().SingleOrDefaultAsync(ct);

    /// <summary>The request of this pupil, purpose and day, or the one still waiting for its data, or a new one: issued when the data
    /// are right, else blocked with what is to be mended. The caller has taken the pupil's row.</summary>
    /// <param name="askedBy">Account of the person; null for the school's own doing.</param>
    /// <param name="seenAtOnce">The person gets the certificate as answer and need not be told.</param>
    /// <param name="onlyAt">The school that asks; it makes certificates of its own pupils only.</param>
    public async Task<Outcome<CertificateRequest>> Ask(long pupilId, CertificatePurpose purpose, long? askedBy, bool seenAtOnce, CancellationToken ct, int? onlyAt = null)
    {
        var today = MoroccanDay.Today(clock);
        var key = CertificateRequest.KeyOf(pupilId, purpose, today);
        var known = await db.CertificateRequests
            .Where(r => r.LiveKey == key || (r.PupilId == pupilId && r.Purpose == purpose && r.State == CertificateState.Blocked))
            .OrderByDescending(r => r.LiveKey == key).FirstOrDefaultAsync(ct);
        if (known is { State: CertificateState.Issued }) return known;

        var record = await db.RecordOf(pupilId, today, ct);
        if (record is null || (onlyAt is { } school && record.SchoolId != school)) return Refusal.Conflict("certificates.no-school").Next("certificates.no-school.next");
        if (known is not null && known.PlaceId == record.SchoolId) return await Settle(known, record, seenAtOnce, isNew: false, ct);

        var request = new CertificateRequest
        {
            PupilId = pupilId,
            PlaceId = record.SchoolId,
            Purpose = purpose,
            AskedOn = today,
            AskedAt = clock.GetUtcNow().UtcDateTime,
            AskedByAccountId = askedBy,
            LiveKey = key,
        };
        // A request left behind at the former school ends with the transfer.
        if (known is not null) (known.LiveKey, known.State) = (null, CertificateState.Revoked);
        db.CertificateRequests.Add(request);
        return await Settle(request, record, seenAtOnce, isNew: true, ct);
    }

    /// <summary>Checks a blocked request again, after somebody mended the data.</summary>
    public async Task<Outcome<CertificateRequest>> Recheck(CertificateRequest request, CancellationToken ct)
    {
        var record = await db.RecordOf(request.PupilId, MoroccanDay.Today(clock), ct);
        return record is null || record.SchoolId != request.PlaceId ? request : await Settle(request, record, seenAtOnce: false, isNew: false, ct);
    }

    private async Task<Outcome<CertificateRequest>> Settle(CertificateRequest request, PupilRecord record, bool seenAtOnce, bool isNew, CancellationToken ct)
    {
        var problems = CertificateCheck.Of(record, MoroccanDay.Today(clock));
        if (problems.Count > 0)
        {
            request.Block(problems);
            await db.SaveChangesAsync(ct);
            if (!isNew) return request;
            await facts.Tell(new CertificateBlocked(request.Id, request.PupilId, request.PlaceId, problems, request.AskedByAccountId), ct);
            await db.SaveChangesAsync(ct);
            return request;
        }

        if (await Seal(request, record, ct) is { } refusal) return refusal;
        await facts.Tell(new CertificateIssued(request.Id, request.PupilId, request.PlaceId, CertificateContent.Read(request.Paper!).NumberShown, request.AskedByAccountId, seenAtOnce), ct);
        await db.SaveChangesAsync(ct);
        return request;
    }

    private async Task<Refusal?> Seal(CertificateRequest request, PupilRecord record, CancellationToken ct)
    {
        var offices = await db.OfficesOf(record.SchoolPath, ct);
        var year = register.Year;
        // The last thing that can wait for others: the register's row stays locked until the end of the transaction.
        var number = await register.Take(record.SchoolId, Kind, year, ct);
        var content = Describe(record, offices, request.Purpose, number, year, DocumentCode.New());
        var file = await AcademySeal.Try(() => Print(content, offices, ct), ("certificates.unprintable", "certificates.unprintable.next"));
        if (file.IsRefused) return file.Refusal;

        var document = archive.Store(new DocumentDraft(record.SchoolId, Kind, year, number, content.Code, content.Facts(), content.IssuedAt) { PupilId = record.PupilId }, file.Value);
        request.Issue(content.ToJson());
        await db.SaveChangesAsync(ct);
        request.DocumentId = document.Id;
        return null;
    }

    /// <summary>What a certificate of this pupil would say.</summary>
    public CertificateContent Describe(PupilRecord record, Offices offices, CertificatePurpose purpose, int number, int year, string code)
    {
        var now = clock.GetUtcNow();
        return new CertificateContent(
            number, year, code, address.Of(code), now.UtcDateTime, MoroccanDay.Of(now), purpose,
            record.NameAr, record.NameLatin, record.Sex, record.MassarCode, record.BirthDate, record.BirthPlaceAr, record.BirthPlaceLatin ?? "",
            Joined(record.LevelAr, record.StreamAr), Joined(record.LevelFr, record.StreamFr), record.ClassName ?? "", record.SchoolYearId, record.GresaCode, record.SchoolAr, record.SchoolFr,
            offices.Directorate?.NameAr, offices.Directorate?.NameFr, offices.Academy?.NameAr, offices.Academy?.NameFr, offices.Commune?.NameAr, offices.Commune?.NameFr,
            record.HeadNameAr ?? "", record.HeadNameLatin ?? "", options.Demo);

        static string Joined(string? level, string? stream) => stream is null ? level ?? "" : $"{level} – {stream}";
    }

    /// <summary>Draws a certificate and lays the academy's electronic seal on it; schools hold no keys.</summary>
    public Task<byte[]> Print(CertificateContent content, Offices offices, CancellationToken ct) =>
        seal.Seal(new CertificatePaper(content), offices.Academy?.Code, offices.Academy?.NameAr, $"{content.SchoolAr} {content.NumberShown}", ct);
}
