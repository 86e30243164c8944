using Massar.Features.Accounts;
using Massar.Features.Enrollments.Domain;
using Massar.Features.OutOfSchool.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.OutOfSchool;

/// <summary>The children of the demo's directorate whom the schools awaited in vain: found, some contacted, one with a plan, one guided to a training centre.</summary>
public sealed class Seed : ISeed
{
    private const int Most = 60;

    public int Order => 172;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededAccounts>());
        var (directorate, year) = (schools.Directorate, years.Current.Id);
        if (accounts.Of(Roles.HeadOfService).FirstOrDefault(a => a.PlaceId == directorate.Id) is not { } officer)
            return;
        var (figures, calendar) = (await FollowFigures.Current(seeding.Db, ct), await EntryCalendar.Of(seeding.Db, years.Today, ct));
        if (years.Today < calendar.LateFrom)
            return;
        // The first commune has somebody named; where the directorate has others, the director still has to name somebody for them.
        var here = schools.Schools.Where(s => s.Directorate.Id == directorate.Id).ToDictionary(s => s.Id);
        var first = here.Values.OrderBy(s => s.Id).First().Commune.Id;
        var missing = await seeding.Db.Enrollments.AsNoTracking().Where(e => e.SchoolYearId == year && (e.State == EnrollmentState.NotJoined || e.State == EnrollmentState.Expected) && here.Keys.Contains(e.SchoolId)
                && !seeding.Db.Enrollments.Any(o => o.PupilId == e.PupilId && o.SchoolYearId == year && o.State == EnrollmentState.Active))
            .OrderBy(e => e.Id).Take(Most).ToListAsync(ct);
        var (found, draw) = (MoroccanHour.Utc(calendar.LateFrom, new TimeOnly(6, 0)), seeding.Draw("out of school"));
        var (cases, contacts) = (new List<OutOfSchoolCase>(), new List<FamilyContact>());
        string[] said = ["الأسرة انتقلت إلى مدينة أخرى وتبحث عن مؤسسة", "الطفل يساعد والده في العمل، والأسرة موافقة على عودته", "Déménagement prévu, la famille rappellera", "صعوبة النقل المدرسي من الدوار"];
        foreach (var (line, i) in missing.DistinctBy(m => m.PupilId).Select((line, i) => (line, i)))
        {
            var commune = here[line.SchoolId].Commune.Id;
            var one = new OutOfSchoolCase
            {
                Id = seeding.NextId<OutOfSchoolCase>(),
                PupilId = line.PupilId,
                EnrollmentId = line.Id,
                SchoolYearId = year,
                SchoolId = line.SchoolId,
                DirectorateId = directorate.Id,
                CommuneId = commune,
                Cause = LeavingCause.NotJoined,
                Since = calendar.LateFrom,
                DetectedAt = found,
            }.Begins(commune == first ? officer.Id : null, figures);
            cases.Add(one);
            if (commune != first || i % 3 == 0)
                continue;
            var at = Before(found.AddDays(3 + i % 5), years.Today);
            one.Contact(figures, at);
            contacts.Add(new FamilyContact
            {
                Id = seeding.NextId<FamilyContact>(),
                CaseId = one.Id,
                DirectorateId = directorate.Id,
                Day = MoroccanDay.Of(at),
                Way = i % 2 == 0 ? ContactWay.Phone : ContactWay.Visit,
                Result = i % 4 == 1 ? ContactResult.NoAnswer : ContactResult.Reached,
                Words = i % 4 == 1 ? null : draw.ArrayElement(said),
                AccountId = officer.Id,
                At = at,
            });
            if (i % 5 == 1)
                one.Agree("مرافقة الأسرة إلى المؤسسة لإتمام التسجيل", MoroccanDay.Of(at).AddDays(figures.QuietDays), figures, at);
            if (i % 7 == 4)
                one.End(FollowState.Vocational, "مسجل بمركز للتكوين المهني، حسب شهادة المركز", 1, figures, officer.Id, Before(at.AddDays(2), years.Today));
        }

        await seeding.Insert(cases, ct);
        await seeding.Insert(contacts, ct);
        await seeding.Insert([new CommuneOfficer { CommuneId = first, DirectorateId = directorate.Id, AccountId = officer.Id }], ct);
    }

    private static DateTime Before(DateTime at, DateOnly today) => MoroccanHour.Utc(today, new TimeOnly(7, 0)) is var now && at > now ? now : at;
}
