using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Massar.Features.Accounts;
using Massar.Features.Certificates.Domain;
using Massar.Features.Classes;
using Massar.Features.Documents.Domain;
using Massar.Features.Enrollments;
using Massar.Features.Pupils;
using Massar.Features.Reference;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Certificates;

/// <summary>Certificates really drawn and sealed at the demo's schools, most of them at the school of the well-known clerk; a few that
/// wait for data, one revoked, one replaced.</summary>
public sealed class Seed : ISeed
{
    private const int Issued = 30;
    private const int Blocked = 4;

    public int Order => 130;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, classes, enrollments, pupils, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededClasses>(), seeding.Of<SeededEnrollments>(), seeding.Of<SeededPupils>(), seeding.Of<SeededAccounts>());
        var draw = seeding.Draw("certificates");
        var school = accounts.Demo(Roles.Clerk).PlaceId;
        var seated = classes.Of(years.Current.Id).OrderBy(c => c.SchoolId == school ? 0 : 1).ThenBy(c => c.Id)
            .SelectMany(c => enrollments.In(c.Id).Where(e => e.LeftOn is null).Select(e => (c.SchoolId, e.PupilId))).ToList();
        var here = draw.Shuffle(seated.Where(s => s.SchoolId == school)).Select(s => s.PupilId).ToList();
        var elsewhere = draw.Shuffle(seated.Where(s => s.SchoolId != school)).Select(s => s.PupilId).ToList();

        // The well-known guardian's first child has one to show.
        long[] family = accounts.Demo(Roles.Guardian).GuardianId is { } guardian ? [.. pupils.Guardians[(int)guardian - 1].PupilIds.Where(p => seated.Exists(s => s.PupilId == p)).Take(1)] : [];
        List<long> chosen = [.. family, .. here.Concat(elsewhere).Where(p => !family.Contains(p)).Take(seeding.Plan.Papers(Issued) - family.Length)];
        var blocked = here.Concat(elsewhere).Where(p => !chosen.Contains(p)).Take(Blocked).ToList();

        var desk = seeding.Services.GetRequiredService<CertificateDesk>();
        var sealer = seeding.Services.GetRequiredService<Sealer>();
        var watch = Stopwatch.StartNew();
        var numbers = new Dictionary<(int Place, int Year), int>();
        var offices = new Dictionary<int, Offices>();
        var drawn = new List<(CertificateContent Content, long Pupil, int School, Task<byte[]> File)>();
        // The demo's day and codes drawn from its seed: only the seal itself is new each time.
        var now = new DateTimeOffset(years.Today.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero);
        for (var i = 0; i < chosen.Count; i++)
        {
            if (await seeding.Db.RecordOf(chosen[i], years.Today, ct) is not { } record || CertificateCheck.Of(record, years.Today).Count > 0) continue;
            if (!offices.TryGetValue(record.SchoolId, out var above)) offices[record.SchoolId] = above = await seeding.Db.OfficesOf(record.SchoolPath, ct);
            // Spread over the last weeks, in the order of their numbers.
            var at = now.AddHours(-30 * (chosen.Count - i));
            var year = MoroccanDay.Of(at).Year;
            var number = numbers[(record.SchoolId, year)] = numbers.GetValueOrDefault((record.SchoolId, year)) + 1;
            var purpose = i % 5 == 4 ? CertificatePurpose.Other : (CertificatePurpose)(i % 3 + 1);
            var content = desk.Describe(record, above, purpose, number, year, DocumentCode.From(n => draw.Number(n - 1))) with { IssuedAt = at.UtcDateTime, IssuedOn = MoroccanDay.Of(at) };
            drawn.Add((content, record.PupilId, record.SchoolId, desk.Print(content, above, ct)));
        }

        var guardians = accounts.Of(Roles.Guardian).Where(a => a.GuardianId is not null).ToLookup(a => a.GuardianId!.Value, a => a.Id);
        var requests = new List<CertificateRequest>();
        var documents = new List<IssuedDocument>();
        var contents = new List<DocumentContent>();
        // Decisions may have been signed before; their papers are in the same table.
        var id = await seeding.Db.IssuedDocuments.MaxAsync(d => (long?)d.Id, ct) ?? 0;
        foreach (var (content, pupil, at, making) in drawn)
        {
            var file = await making;
            id++;
            documents.Add(new DocumentDraft(at, CertificateDesk.Kind, content.Year, content.Number, content.Code, content.Facts(), content.IssuedAt) { PupilId = pupil }.Enter(file, sealer, id));
            contents.Add(new DocumentContent { DocumentId = id, Bytes = file });
            var request = Request(seeding, pupil, at, content.Purpose, content.IssuedAt, AskedBy(pupil));
            request.Issue(content.ToJson());
            request.DocumentId = id;
            requests.Add(request);
        }

        // The second paper was wrong and is revoked; the third gave way to the one after it.
        if (documents.Count > 4)
        {
            _ = documents[1].Revoke("خطأ في تاريخ الازدياد – erreur dans la date de naissance", documents[1].IssuedAt.AddDays(1), sealer);
            (requests[1].State, requests[1].LiveKey) = (CertificateState.Revoked, null);
            documents[2].GiveWayTo(documents[3], sealer);
            requests[2].LiveKey = null;
        }

        for (var i = 0; i < blocked.Count; i++)
        {
            var pupil = blocked[i];
            if (i % 2 == 0) await seeding.Db.Pupils.Where(p => p.Id == pupil).ExecuteUpdateAsync(s => s.SetProperty(p => p.BirthPlaceLatin, (string?)null), ct);
            else await seeding.Db.Pupils.Where(p => p.Id == pupil).ExecuteUpdateAsync(s => s.SetProperty(p => p.BirthPlaceAr, ""), ct);
            var request = Request(seeding, pupil, seated.First(s => s.PupilId == pupil).SchoolId, CertificatePurpose.Transport, now.AddDays(-1 - i).UtcDateTime, AskedBy(pupil));
            request.Block([i % 2 == 0 ? CertificateProblem.BirthPlaceLatin : CertificateProblem.BirthPlaceAr]);
            requests.Add(request);
        }

        await seeding.Insert(documents, ct);
        await seeding.Insert(contents, ct);
        await seeding.Insert([.. numbers.Select(n => new DocumentRegister { PlaceId = n.Key.Place, Kind = CertificateDesk.Kind, Year = n.Key.Year, Last = n.Value })], ct);
        await seeding.Insert(requests, ct);
        if (documents.Count > 0)
            seeding.Remarks.Add(string.Create(CultureInfo.InvariantCulture, $"{documents.Count} certificates drawn and sealed in {watch.Elapsed.TotalSeconds:0.0} s; check one at /verify/{documents[0].Code}"));

        long? AskedBy(long pupil) => pupils.GuardiansOf(pupil).SelectMany(g => guardians[g.Id]).Select(a => (long?)a).FirstOrDefault();
    }

    private static CertificateRequest Request(Seeding seeding, long pupil, int school, CertificatePurpose purpose, DateTime at, long? by) => new()
    {
        Id = seeding.NextId<CertificateRequest>(),
        PupilId = pupil,
        PlaceId = school,
        Purpose = purpose,
        AskedAt = at,
        AskedOn = MoroccanDay.Of(at),
        AskedByAccountId = by,
        LiveKey = CertificateRequest.KeyOf(pupil, purpose, MoroccanDay.Of(at)),
    };
}
