using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Schools.Domain;
using Massar.Features.StaffPapers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Infrastructure.Seeding;

/// <summary>AC-PLT-1 and AC-PLT-2: the demo data is coherent, the same on each run, and nobody in it is real.</summary>
public sealed class PlantedDataTests(PlantedAcademy academy) : IClassFixture<PlantedAcademy>
{
    private const int Year = 2026;

    [Fact]
    public async Task The_same_seed_gives_the_same_rows_and_another_seed_does_not()
    {
        var plan = new SeedPlan(1, 450, 3, PlantedAcademy.Today, 1);
        await using var one = await MassarApp.StartOwn();
        await using var two = await MassarApp.StartOwn();
        await using var other = await MassarApp.StartOwn();

        var accounts = (await PlantedAcademy.PlantInto(one, plan)).Accounts;
        var again = (await PlantedAcademy.PlantInto(two, plan)).Accounts;
        await PlantedAcademy.PlantInto(other, plan with { Seed = 4 });

        var hashes = await PlantedAcademy.Read(one, PlantedAcademy.Hashes);
        Assert.StartsWith("450 rows", await PlantedAcademy.Read(one, async db => $"{await db.Enrollments.CountAsync(e => e.SchoolYearId == Year && e.State == EnrollmentState.Active)} rows"), StringComparison.Ordinal);
        Assert.Equal([], hashes.Except(await PlantedAcademy.Read(two, PlantedAcademy.Hashes)));
        Assert.Equal(accounts.Select(a => (a.Login, a.Password, a.TotpSecret)), again.Select(a => (a.Login, a.Password, a.TotpSecret)));
        Assert.NotEqual(hashes["Pupils"], (await PlantedAcademy.Read(other, PlantedAcademy.Hashes))["Pupils"]);
    }

    [Fact]
    public async Task As_many_schools_and_pupils_are_planted_as_were_asked_for()
    {
        var schools = await academy.Read(db => db.Schools.CountAsync(s => s.Place.Kind == PlaceKind.School && s.ClosedOn == null && db.Classes.Any(c => c.SchoolId == s.Id)));
        var pupils = await academy.Read(db => db.Enrollments.CountAsync(e => e.SchoolYearId == Year && e.State == EnrollmentState.Active));
        var directorates = await academy.Read(db => db.Schools.Where(s => s.Place.Kind == PlaceKind.School)
            .Join(db.Places, s => s.Place.ParentId, c => (int?)c.Id, (s, c) => c.ParentId).Distinct().CountAsync());

        Assert.Equal(12, schools);
        Assert.Equal(1_800, pupils);
        Assert.Equal(3, directorates);
    }

    [Fact]
    public async Task Every_planted_paper_is_recognized_byte_for_byte()
    {
        var papers = await academy.Read(db => db.DocumentContents.Select(c => new { c.Document.Kind, c.Bytes }).ToListAsync());
        using var anybody = academy.Client();

        Assert.Contains(papers, p => p.Kind == Massar.Features.Certificates.Domain.CertificateDesk.Kind);
        foreach (var paper in papers)
        {
            var answer = await anybody.PostAsync("/api/documents/verify", new ByteArrayContent(paper.Bytes) { Headers = { ContentType = new("application/pdf") } });
            var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal("Exact", json.GetProperty("finding").GetString());
        }
    }

    [Fact]
    public async Task Every_planted_contest_and_couple_carries_an_act_that_opens()
    {
        var contests = await academy.Read(db => db.DatumContests.Select(c => c.DocumentId).ToListAsync());
        var couples = await academy.Read(db => db.PriorityClaims.Where(c => c.Case == Massar.Features.Mobility.Domain.PriorityCase.Couple).Select(c => c.DocumentId).ToListAsync());
        var acts = await academy.Read(db => db.StoredFiles.Select(f => new { f.Id, f.ContentType, f.Content!.Bytes }).ToDictionaryAsync(f => f.Id));

        Assert.NotEmpty(contests);
        Assert.All(contests.Concat(couples), document =>
        {
            var act = acts[document ?? 0];
            Assert.Equal("application/pdf", act.ContentType);
            Assert.Null(Massar.Features.Files.Domain.PdfIntake.Problem(act.Bytes));
        });
    }

    [Fact]
    public async Task Classes_of_both_years_have_25_to_45_pupils()
    {
        var sizes = await academy.Read(db => db.Enrollments.Where(e => e.ClassId != null).GroupBy(e => e.ClassId).Select(g => g.Count()).ToListAsync());

        Assert.True(sizes.Count > 100);
        Assert.All(sizes, s => Assert.InRange(s, 25, 45));
    }

    [Fact]
    public async Task Nobody_sits_in_two_classes_of_a_year()
    {
        var seats = await academy.Read(db => db.Enrollments.Where(e => e.State == EnrollmentState.Active).GroupBy(e => new { e.PupilId, e.SchoolYearId }).Select(g => g.Count()).ToListAsync());

        Assert.NotEmpty(seats);
        Assert.All(seats, s => Assert.Equal(1, s));
    }

    [Fact]
    public async Task A_class_is_of_its_pupils_school_year_level_and_stream()
    {
        var strangers = await academy.Read(db => db.Enrollments.Join(db.Classes, e => e.ClassId, c => (int?)c.Id, (e, c) => new { e, c })
            .CountAsync(x => x.e.SchoolId != x.c.SchoolId || x.e.SchoolYearId != x.c.SchoolYearId || x.e.LevelCode != x.c.LevelCode || x.e.StreamCode != x.c.StreamCode));

        Assert.Equal(0, strangers);
    }

    [Fact]
    public async Task Who_went_up_sits_one_level_higher_than_last_year()
    {
        var steps = await academy.Read(db =>
            (from now in db.Enrollments.Where(e => e.SchoolYearId == Year && e.ClassId != null)
             join before in db.Enrollments.Where(e => e.SchoolYearId == Year - 1 && e.ClassId != null) on now.PupilId equals before.PupilId
             join up in db.Levels on now.LevelCode equals up.Code
             join down in db.Levels on before.LevelCode equals down.Code
             select up.Order - down.Order).ToListAsync());

        Assert.True(steps.Count > 1_000);
        Assert.All(steps, s => Assert.InRange(s, 0, 1));
        Assert.InRange(steps.Count(s => s == 0) / (double)steps.Count, 0.02, 0.12);
    }

    [Fact]
    public async Task Every_subject_of_every_class_has_a_teacher_of_that_subject_at_that_school_within_their_service()
    {
        var taught = await academy.Read(db => db.TeachingAssignments.Join(db.Employees, a => a.EmployeeId, e => e.Id,
            (a, e) => new { a.ClassId, a.SubjectCode, a.SchoolYearId, a.WeeklyHours, a.EmployeeId, e.DisciplineCode, SameSchool = e.PlaceId == a.SchoolId || db.Installations.Any(i => i.EmployeeId == e.Id && i.FromPlaceId == a.SchoolId && i.LeftOn != null && (a.EndsOn <= i.LeftOn || a.SchoolYearId < Year)), e.GradeCode }).ToListAsync());
        var planned = await academy.Read(db => db.Classes.Join(db.SubjectPlans, c => new { c.SchoolYearId, c.LevelCode, c.StreamCode }, p => new { p.SchoolYearId, p.LevelCode, p.StreamCode }, (c, p) => c.Id).CountAsync());

        Assert.Equal(planned, taught.Count);
        Assert.All(taught, t => Assert.True(t.DisciplineCode == t.SubjectCode || t.DisciplineCode == "DBL" && t.SubjectCode != "AMZ", $"{t.DisciplineCode} teaches {t.SubjectCode}"));
        Assert.All(taught, t => Assert.True(t.SameSchool));
        Assert.All(taught.GroupBy(t => (t.EmployeeId, t.SchoolYearId)),
            t => Assert.InRange(t.Sum(a => a.WeeklyHours), 0, t.First().GradeCode.StartsWith("PEP", StringComparison.Ordinal) ? 30 : t.First().GradeCode.StartsWith("PES_COL", StringComparison.Ordinal) ? 24 : 21));
    }

    [Fact]
    public async Task Teachers_taught_last_year_only_where_they_were_posted_then()
    {
        var early = await academy.Read(db => db.TeachingAssignments
            .Join(db.Postings.Where(p => p.EndsOn == null), a => a.EmployeeId, p => p.EmployeeId, (a, p) => new { a, p })
            // Whoever was installed elsewhere since taught at the place left.
            .CountAsync(x => x.a.StartsOn < x.p.StartsOn && !db.Installations.Any(i => i.EmployeeId == x.a.EmployeeId && i.FromPlaceId == x.a.SchoolId && i.LeftOn != null)));

        Assert.Equal(0, early);
    }

    [Fact]
    public async Task Careers_climb_as_the_table_of_echelons_says()
    {
        var careers = await academy.Read(db => db.CareerSteps.OrderBy(s => s.EmployeeId).ThenBy(s => s.StartsOn).AsNoTracking().ToListAsync());
        var table = await academy.Read(db => db.EchelonSteps.AsNoTracking().ToDictionaryAsync(s => (s.Echelle, s.Echelon)));

        Assert.All(careers, s => Assert.Equal(table[(s.Echelle, s.Echelon)].Index, s.Index));
        var moves = careers.Zip(careers.Skip(1)).Where(m => m.First.EmployeeId == m.Second.EmployeeId).ToList();
        Assert.NotEmpty(moves);
        Assert.All(moves, m => Assert.True(m.Second.Index >= m.First.Index || m.Second.Echelle == "HE"));
        // A decision may change the position alone.
        Assert.All(moves.Where(m => m.First.GradeCode == m.Second.GradeCode && m.First.Echelon != m.Second.Echelon), m =>
        {
            var step = table[(m.First.Echelle, m.First.Echelon)];
            Assert.Equal(m.First.Echelon + 1, m.Second.Echelon);
            Assert.Contains(m.Second.StartsOn, new[] { step.FastMonths, step.MediumMonths, step.SlowMonths }.Select(months => m.First.StartsOn.AddMonths(months!.Value)));
        });
        Assert.All(careers, s => Assert.True(s.StartsOn <= PlantedAcademy.Today));
    }

    [Fact]
    public async Task Workplaces_follow_one_another_from_recruitment_without_a_gap()
    {
        var postings = await academy.Read(db => db.Postings.OrderBy(p => p.EmployeeId).ThenBy(p => p.StartsOn).AsNoTracking().ToListAsync());
        var recruited = await academy.Read(db => db.Employees.ToDictionaryAsync(e => e.Id, e => new { e.RecruitedOn, e.PlaceId }));

        Assert.All(postings.GroupBy(p => p.EmployeeId), group =>
        {
            var list = group.WorkedAt(DateTime.MaxValue);
            Assert.Equal(recruited[group.Key].RecruitedOn, list[0].StartsOn);
            // Installations of the demo are carried out by the program itself, on the day of its own clock.
            Assert.Equal(recruited[group.Key].PlaceId, list.HeldOn(MoroccanDay.Today(MassarApp.Clock))?.PlaceId);
            Assert.Null(list[^1].EndsOn);
            Assert.All(list.Zip(list.Skip(1)), p => Assert.Equal(p.First.EndsOn!.Value.AddDays(1), p.Second.StartsOn));
        });
        // Who is being recruited works nowhere before the minutes of presence.
        var awaited = await academy.Read(db => db.Decisions.CountAsync(d => d.Kind == Recruitment.KindCode));
        Assert.Equal(recruited.Count - awaited, postings.Select(p => p.EmployeeId).Distinct().Count());
    }

    [Fact]
    public async Task Every_number_comes_from_a_reserved_range()
    {
        var pupils = await academy.Read(db => db.Pupils.Select(p => p.MassarCode).ToListAsync());
        var schools = await academy.Read(db => db.Schools.Select(s => s.GresaCode).ToListAsync());
        var people = await academy.Read(db => db.Employees.Select(e => new { e.Id, e.Ppr, e.Cin, e.Phone, e.Email }).ToListAsync());
        var waiting = await academy.Read(db => db.StaffPapers.Where(p => p.State == StaffPaperState.Blocked).Select(p => p.EmployeeId).ToListAsync());
        var guardians = await academy.Read(db => db.Guardians.Select(g => new { g.Cin, g.Phone, g.Email }).ToListAsync());

        Assert.All(pupils, code => { Assert.StartsWith("Z", code, StringComparison.Ordinal); Assert.NotNull(MassarCode.Read(code)); });
        Assert.All(schools, code => { Assert.NotNull(GresaCode.Read(code)); Assert.InRange(int.Parse(code[..5], System.Globalization.CultureInfo.InvariantCulture), 90_001, 99_999); });
        Assert.All(people, p => Assert.Matches("^99[0-9]{6}$", p.Ppr));
        // Some files lack their card number on purpose: a paper waits for it.
        Assert.All(people.Where(p => p.Cin.Length == 0), p => Assert.Contains(p.Id, waiting));
        var cards = people.Select(p => p.Cin).Where(c => c.Length > 0).Concat(guardians.Select(g => g.Cin!)).ToList();
        Assert.All(cards, cin => { Assert.StartsWith("ZZ", cin, StringComparison.Ordinal); Assert.NotNull(Cin.Read(cin)); });
        Assert.All(people.Select(p => p.Phone).Concat(guardians.Select(g => g.Phone)).OfType<string>(), phone => Assert.Matches(@"^\+21260000[0-9]{4}$", phone));
        Assert.All(people.Select(p => p.Email).Concat(guardians.Select(g => g.Email)).OfType<string>(), mail => Assert.EndsWith("@demo.invalid", mail, StringComparison.Ordinal));
        Assert.Equal(cards.Count, cards.Distinct().Count());
        Assert.InRange(waiting.Count, 1, people.Count / 10);
    }

    [Fact]
    public void Each_role_has_a_well_known_account_that_opens()
    {
        Assert.Equal(Roles.All.Order(), academy.Accounts.Where(a => a.Login == $"{a.Role}.demo").Select(a => a.Role).Order());
        Assert.All(academy.Accounts, a => Assert.Equal(Roles.NeedsSecondFactor(a.Role), a.TotpSecret is not null));
        Assert.All(academy.Accounts.Where(a => a.TotpSecret is not null), a => Assert.Equal(Totp.SecretLength, Totp.FromBase32(a.TotpSecret)!.Length));
    }

    [Fact]
    public async Task The_printed_password_is_the_accounts_password()
    {
        var guardian = academy.Accounts.Single(a => a.Login == "guardian.demo");

        var hash = await academy.Read(db => db.Accounts.Where(a => a.Id == guardian.AccountId).Select(a => a.PasswordHash).SingleAsync());

        Assert.True(new Argon2PasswordHasher().Verify(hash!, guardian.Password));
        Assert.False(new Argon2PasswordHasher().Verify(hash!, guardian.Password + "x"));
    }

    [Fact]
    public async Task The_demo_guardian_has_two_children_at_two_schools()
    {
        var children = academy.Accounts.Single(a => a.Login == "guardian.demo").Owns["pupil"];

        var schools = await academy.Read(db => db.Enrollments.Where(e => children.Contains(e.PupilId) && e.SchoolYearId == Year && e.State == EnrollmentState.Active).Select(e => e.SchoolId).Distinct().CountAsync());

        Assert.Equal(2, children.Count);
        Assert.Equal(2, schools);
    }

    [Fact]
    public async Task The_demo_teacher_teaches_six_classes_and_the_demo_pupil_is_of_age_in_the_last_year()
    {
        var teacher = academy.Accounts.Single(a => a.Login == "teacher.demo").Owns["employee"][0];
        var pupil = academy.Accounts.Single(a => a.Login == "pupil.demo").Owns["pupil"][0];

        var classes = await academy.Read(db => db.TeachingAssignments.Where(t => t.EmployeeId == teacher && t.SchoolYearId == Year).Select(t => t.ClassId).Distinct().CountAsync());
        var birth = await academy.Read(db => db.Pupils.Where(p => p.Id == pupil).Select(p => p.BirthDate).SingleAsync());
        var level = await academy.Read(db => db.Enrollments.Where(e => e.PupilId == pupil && e.SchoolYearId == Year).Select(e => e.LevelCode).FirstAsync());

        Assert.Equal(6, classes);
        Assert.Equal("2BAC", level);
        Assert.True(birth.AddYears(18) <= PlantedAcademy.Today);
    }

    [Fact]
    public async Task Absences_fall_on_school_days_of_pupils_in_the_class()
    {
        var absences = await academy.Read(db => db.Absences.AsNoTracking().ToListAsync());
        var strangers = await academy.Read(db => db.Absences.CountAsync(a => !db.Enrollments.Any(e => e.PupilId == a.PupilId && e.ClassId == a.ClassId)));
        var holidays = await academy.Read(db => db.Absences.CountAsync(a => db.CalendarEntries.Any(c => c.SchoolYearId == a.SchoolYearId && c.Kind == "holiday" && c.StartsOn <= a.Day && a.Day <= c.EndsOn)));

        Assert.True(absences.Count > 300);
        Assert.Equal(0, strangers);
        Assert.Equal(0, holidays);
        Assert.All(absences, a => Assert.True(a.Day <= PlantedAcademy.Today && a.Day.DayOfWeek != DayOfWeek.Sunday));
        Assert.Equal([Year - 1, Year], absences.Select(a => a.SchoolYearId).Distinct().Order());
    }

    [Fact]
    public async Task A_planted_database_is_not_empty()
    {
        Assert.False(await academy.Read(db => Planter.IsEmpty(db, CancellationToken.None)));
    }
}
