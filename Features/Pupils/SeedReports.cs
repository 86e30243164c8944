using Massar.Features.Accounts;
using Massar.Features.Files.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils;

/// <summary>What families say is wrong: for the well-known guardian's child, and two at the school of the well-known head, one of them settled.</summary>
public sealed class SeedReports : ISeed
{
    public int Order => 164;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, accounts, pupils) = (seeding.Of<SeededYears>(), seeding.Of<SeededAccounts>(), seeding.Of<SeededPupils>());
        var paper = await DemoPaper.Draw(seeding, "نسخة من رسم الولادة", "Copie de l'acte de naissance", ct);
        var draw = seeding.Draw("datum reports");
        List<DatumReport> reports = [];

        var known = accounts.Demo(Roles.Guardian);
        if (pupils.Guardians.First(g => g.Id == known.GuardianId).PupilIds.Select(pupils.Pupil).FirstOrDefault(p => p.Now is not null) is { } child)
            await Report(child, known, nameof(PupilIdentity.BirthPlaceLatin), "Taroudant", -4, null);

        var school = accounts.Demo(Roles.Head).PlaceId;
        var families = pupils.Pupils.Where(p => p.Now?.SchoolId == school)
            .Select(p => (Pupil: p, Account: accounts.Of(Roles.Guardian).FirstOrDefault(a => a.Id != known.Id && pupils.GuardiansOf(p.Id).Any(g => g.Id == a.GuardianId))))
            .Where(f => f.Account is not null).Take(2).ToList();
        foreach (var ((pupil, account), i) in families.Select((f, i) => (f, i)))
            await Report(pupil, account!, i == 0 ? nameof(PupilIdentity.BirthPlaceAr) : nameof(PupilIdentity.BirthActNumber), i == 0 ? "تارودانت" : "417/2013", -9 + i, i == 0 ? null : "الوثيقة غير مقروءة، أعيدوا إرسالها");

        await seeding.Insert(reports, ct);

        async Task Report(SeededPupil pupil, SeededAccount account, string field, string wanted, int day, string? why)
        {
            var at = MoroccanHour.Utc(years.Today.AddDays(day), new TimeOnly(18, 5));
            var file = StoredFile.Of(FileKind.Evidence, "application/pdf", paper, at, draw.Guid());
            seeding.Db.StoredFiles.Add(file);
            await seeding.Db.SaveChangesAsync(ct);
            var said = PupilIdentity.Of(await seeding.Db.Pupils.AsNoTracking().SingleAsync(p => p.Id == pupil.Id, ct)).Fields().Single(f => f.Name == field).Value;
            var report = new DatumReport { Id = seeding.NextId<DatumReport>(), PupilId = pupil.Id, SchoolId = pupil.Now!.SchoolId, Field = field, Said = said, Wanted = wanted, FileId = file.Id, AccountId = account.Id, ReportedAt = at }.Begin();
            if (why is not null)
                _ = report.Settle(why, at.AddDays(2));
            reports.Add(report);
        }
    }
}
