using System.Globalization;
using Massar.Features.Accounts;
using Massar.Features.Accounts.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Employees;
using Massar.Features.Licences.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences;

/// <summary>The schools that <see cref="SeedSealed"/> licenses.</summary>
/// <param name="Granted">Files with their school and the last day of the licence.</param>
public sealed record SeededLicences(IReadOnlyList<(long Case, int School, DateOnly ExpiresOn)> Granted);

/// <summary>
/// Files of two private schools that were licensed, one of them for some weeks more only, the file of a school that is to be opened, a visit with remarks, declared
/// teachers and hours of two teachers of the public sector. Where the demo has no private school, small ones without pupils are added.
/// </summary>
public sealed class Seed : ISeed
{
    private const int FirstPrivate = Reserved.FirstGresa + 4_500;
    private const int Licensed = 2;

    private static readonly (string Ar, string Fr, string Nature, string Cycles)[] Small =
    [
        ("مدارس الأفق الخصوصية", "École privée Al Ofoq", "AUTONOMOUS_PRIMARY", "PRI"),
        ("روض الياسمين الخصوصي", "Maternelle privée Al Yasmine", "PRESCHOOL_MODERN", "PRE"),
    ];

    private static readonly (string OwnerAr, string OwnerFr, string DirectorAr, string DirectorFr)[] People =
    [
        ("بناني رشيد", "BENNANI Rachid", "العلوي سعاد", "ALAOUI Souad"), ("التازي كريمة", "TAZI Karima", "الفاسي نادية", "FASSI Nadia"), ("الإدريسي حسن", "IDRISSI Hassan", "بناصر ليلى", "BENNACER Laila"),
    ];

    public int Order => 172;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, employees, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededEmployees>(), seeding.Of<SeededAccounts>());
        var (home, today, office) = (schools.Directorate, years.Today, accounts.Demo(Roles.HeadOfService));
        var at = today.AddDays(-40).ToDateTime(new TimeOnly(9, 30), DateTimeKind.Utc);
        var commune = schools.Communes.First(c => c.ParentId == home.Id);
        var own = schools.Schools.Where(s => !s.IsPublic && s.Directorate.Id == home.Id).Take(Licensed).Select(s => (s.Id, s.Place.NameAr, s.Place.NameFr, Cycles: string.Join(';', s.Cycles))).ToList();
        var (places, rows) = (new List<Place>(), new List<School>());
        var next = await seeding.Db.Places.MaxAsync(p => p.Id, ct);
        foreach (var (ar, fr, nature, cycles) in Small.Skip(own.Count).ToList())
        {
            var code = GresaCode.Of(FirstPrivate + places.Count).Value;
            var place = new Place { Id = ++next, Kind = PlaceKind.School, Code = code, NameAr = ar, NameFr = fr, ParentId = commune.Id, Path = string.Create(CultureInfo.InvariantCulture, $"{commune.Path}{next}/") };
            places.Add(place);
            rows.Add(new School { Id = next, GresaCode = code, Cycles = cycles, Nature = nature, IsPublic = false, IsUrban = true, AddressAr = $"حي السلام، {commune.NameAr}" });
            own.Add((next, ar, fr, cycles));
        }

        await seeding.Insert(places, ct);
        await seeding.Insert(rows, ct);

        var (cases, papers, events, granted) = (new List<LicenceCase>(), new List<LicencePaper>(), new List<LicenceEvent>(), new List<(long, int, DateOnly)>());
        var kinds = await seeding.Db.Nomenclatures.AsNoTracking().Where(n => n.List == CaseDesk.Papers).OrderBy(n => n.Order).Select(n => new { n.Code, n.Details }).ToListAsync(ct);
        foreach (var (school, index) in own.Select((s, i) => (s, i)))
        {
            var file = Add(LicenceKind.Renewal, school.Id, school.NameAr, school.NameFr, school.Cycles, today.AddDays(-60), People[index], null);
            foreach (var paper in papers.Where(p => p.CaseId == file.Id))
                paper.Judge(isRight: true, null);
            _ = file.Send("الملف مستوفى والمؤسسة تستجيب لدفتر التحملات.", null, office.Id, at);
            Step(file, "sent", office.Id, at.AddDays(4));
            granted.Add((file.Id, school.Id, index == 0 ? today.AddYears(4) : today.AddDays(60)));
        }

        var opening = Add(LicenceKind.Opening, null, "مؤسسة المستقبل الخصوصية", "Groupe scolaire privé Al Moustaqbal", "PRI;COL", new DateOnly(years.Current.Id + 1, 9, 1), People[2], commune.Id);
        foreach (var paper in papers.Where(p => p.CaseId == opening.Id && p.IsRequired).Take(4))
            paper.Judge(isRight: true, null);
        papers.Last(p => p.CaseId == opening.Id && p.IsRequired).Judge(isRight: false, "عقد التأمين المدلى به يخص سنة منتهية");

        var visits = new List<LicenceVisit>
        {
            Visit(opening.Id, null, today.AddDays(-3), "زيارة المحل: القاعات والمرافق الصحية مطابقة للتصاميم، والساحة في طور التهيئة."),
            Visit(null, own[0].Id, today.AddDays(-20), "زيارة تتبع: سير الدراسة عادي، وسجلات التلاميذ ممسوكة."),
        };
        List<LicenceRemark> remarks =
        [
            new() { Id = seeding.NextId<LicenceRemark>(), VisitId = visits[1].Id, PlaceId = home.Id, SchoolId = own[0].Id, Text = "تجديد شهادة مطفآت الحريق", MendBy = today.AddDays(25) },
            new() { Id = seeding.NextId<LicenceRemark>(), VisitId = visits[1].Id, PlaceId = home.Id, SchoolId = own[0].Id, Text = "تعليق التوقيت الأسبوعي بمدخل المؤسسة", MendBy = today.AddDays(10) },
        ];
        _ = remarks[1].Mend("علق التوقيت بالمدخل منذ الأسبوع الماضي", today.AddDays(-5).ToDateTime(new TimeOnly(10, 0), DateTimeKind.Utc));

        // Two teachers of the public sector, and one who serves nowhere else.
        var publicTeachers = employees.Of(Roles.Teacher).Where(e => e.PlacePath.StartsWith(home.Path, StringComparison.Ordinal) && schools.School(e.PlaceId).IsPublic && accounts.OfEmployee(e.Id)?.Login.EndsWith(".demo", StringComparison.Ordinal) != true).Take(2).ToList();
        var (teachers, hours) = (new List<PrivateTeacher>(), new List<ExtraHours>());
        var cins = await seeding.Db.Employees.AsNoTracking().Where(e => publicTeachers.Select(t => t.Id).Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => e.Cin, ct);
        Declare("الحسني أمينة", "HASSANI Amina", Reserved.Cin(990_001), "الإجازة في الدراسات الأساسية", 24, null);
        foreach (var (teacher, index) in publicTeachers.Select((t, i) => (t, i)))
        {
            Declare(teacher.FullNameAr, teacher.FullNameLatin, cins[teacher.Id], "شهادة الأهلية للتعليم", 4, teacher.Id);
            var extra = new ExtraHours
            {
                Id = seeding.NextId<ExtraHours>(),
                TeacherId = teachers[^1].Id,
                EmployeeId = teacher.Id,
                SchoolId = own[0].Id,
                SchoolYearId = years.Current.Id,
                OfficeId = home.Id,
                Hours = 4,
                AskedByAccountId = office.Id,
                AskedAt = today.AddDays(-15).ToDateTime(new TimeOnly(11, 0), DateTimeKind.Utc),
                Until = years.Current.EndsOn,
            };
            if (index == 0)
                _ = extra.Decide(isGranted: true, null, office.Id, today.AddDays(-9).ToDateTime(new TimeOnly(11, 0), DateTimeKind.Utc));
            hours.Add(extra);
        }

        await seeding.Insert(cases, ct);
        await seeding.Insert(papers, ct);
        await seeding.Insert(events, ct);
        await seeding.Insert(visits, ct);
        await seeding.Insert(remarks, ct);
        await seeding.Insert(teachers, ct);
        await seeding.Insert(hours, ct);
        seeding.Share(new SeededLicences(granted));

        LicenceCase Add(LicenceKind kind, int? school, string ar, string fr, string cycles, DateOnly starts, (string OwnerAr, string OwnerFr, string DirectorAr, string DirectorFr) people, int? at0)
        {
            var file = new LicenceCase
            {
                Id = seeding.NextId<LicenceCase>(),
                Kind = kind,
                PlaceId = home.Id,
                AcademyId = schools.Academy.Id,
                SchoolId = school,
                NameAr = ar,
                NameFr = fr,
                Cycles = cycles,
                Nature = school is null ? "AUTONOMOUS_PRIMARY" : null,
                CommuneId = at0,
                IsUrban = true,
                AddressAr = at0 is null ? null : "حي المسيرة",
                StartsOn = starts,
                OwnerAr = people.OwnerAr,
                OwnerLatin = people.OwnerFr,
                OwnerCin = Reserved.Cin(990_010 + cases.Count * 2),
                DirectorAr = people.DirectorAr,
                DirectorLatin = people.DirectorFr,
                DirectorCin = Reserved.Cin(990_011 + cases.Count * 2),
                DepositedOn = MoroccanDay.Of(at),
                OpenedByAccountId = office.Id,
                OpenedAt = at,
            }.Begin();
            file.Number();
            cases.Add(file);
            Step(file, "deposited", office.Id, at);
            foreach (var paper in kinds.Where(k => k.Details.Contains($"{kind}", StringComparison.Ordinal)))
                papers.Add(new LicencePaper { Id = seeding.NextId<LicencePaper>(), CaseId = file.Id, PlaceId = home.Id, Code = paper.Code, IsRequired = !paper.Details.Contains("\"no\"", StringComparison.Ordinal) });
            return file;
        }

        void Step(LicenceCase file, string what, long account, DateTime when) =>
            events.Add(new LicenceEvent { Id = seeding.NextId<LicenceEvent>(), CaseId = file.Id, PlaceId = home.Id, At = when, What = what, AccountId = account });

        LicenceVisit Visit(long? file, int? school, DateOnly on, string report) => new()
        {
            Id = seeding.NextId<LicenceVisit>(),
            PlaceId = home.Id,
            CaseId = file,
            SchoolId = school,
            VisitedOn = on,
            Visitors = "لجنة المديرية: التخطيط والتعليم الأولي والخصوصي",
            Report = report,
            RecordedByAccountId = office.Id,
            RecordedAt = on.ToDateTime(new TimeOnly(15, 0), DateTimeKind.Utc),
        };

        void Declare(string ar, string fr, string cin, string diploma, int week, long? employee) => teachers.Add(new PrivateTeacher
        {
            Id = seeding.NextId<PrivateTeacher>(),
            SchoolId = own[0].Id,
            SchoolYearId = years.Current.Id,
            NameAr = ar,
            NameLatin = fr,
            Cin = cin,
            Diploma = diploma,
            Teaches = "الرياضيات",
            Hours = week,
            EmployeeId = employee,
        });
    }
}

/// <summary>The licences of the planted files, sealed by the code that seals all.</summary>
public sealed class SeedSealed : ISeed
{
    public int Order => 173;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var signer = seeding.Of<SeededAccounts>().Demo(Roles.Signatory);
        var before = Acting.Now;
        Acting.Now = new Infrastructure.Security.Actor(signer.Id, null, "system", signer.PlaceId, "seed");
        foreach (var (id, school, expires) in seeding.Of<SeededLicences>().Granted)
        {
            await using var scope = seeding.Services.CreateAsyncScope();
            var services = scope.ServiceProvider;
            var clock = new Then(MoroccanHour.Utc(seeding.Plan.Today.AddDays(-30), new TimeOnly(10, 0)));
            var desk = ActivatorUtilities.CreateInstance<LicenceDesk>(services, clock, ActivatorUtilities.CreateInstance<RegisterDesk>(services, clock));
            await services.GetRequiredService<UnitOfWork>().Run("Licences.Seed", async token =>
            {
                var db = services.GetRequiredService<MassarDb>();
                var file = await db.LicenceCases.SingleAsync(c => c.Id == id, token);
                var code = await db.Schools.Where(s => s.Id == school).Select(s => s.GresaCode).SingleAsync(token);
                var now = clock.GetUtcNow().UtcDateTime;
                if (file.Decide(CaseState.Granted, MoroccanDay.Of(now), "ل.ج 7", null, signer.Id, now) is { } settled)
                    throw new InvalidOperationException($"The demo's file {id} was not granted: {settled.Reason.Key}");
                await db.SaveChangesAsync(token);
                if (await desk.Issue(file, new Grant(file.StartsOn, expires, null), school, code, signer.Id, token) is { IsRefused: true } refused)
                    throw new InvalidOperationException($"The demo's licence was not sealed: {refused.Refusal!.Reason.Key}");
                db.LicenceEvents.Add(new LicenceEvent { CaseId = id, PlaceId = file.PlaceId, At = now, What = "granted", AccountId = signer.Id });
                await db.SaveChangesAsync(token);
            }, ct);
        }

        Acting.Now = before;
        seeding.Db.ChangeTracker.Clear();
    }
}
