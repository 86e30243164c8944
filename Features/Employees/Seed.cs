using Bogus;
using Massar.Features.Employees.Domain;
using Massar.Features.Pupils;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Text;

namespace Massar.Features.Employees;

/// <summary>
/// Staff of the schools by the hours to be taught, and of the offices for every role, with careers, workplaces and families.
/// Those who teach in private schools stand on secondment (الإلحاق), paid by their school.
/// </summary>
public sealed class Seed : ISeed
{
    private const int Batch = 2_000;

    /// <summary>Years of service of the employee the demo shows: enough for a history.</summary>
    private const int ShownSeniority = 12;

    private static readonly Dictionary<string, string[]> FirstGrades = new()
    {
        ["PRI"] = ["PEP_2", "PEP_3"],
        ["COL"] = ["PES_COL_2", "PES_COL_3"],
        ["QUA"] = ["PES_QUA_2", "PES_QUA_2"],
        [Roles.Head] = ["ADM_PED_2", "ADM_PED_2"],
        [Roles.Clerk] = ["SPE_ECO_3", "AST_ADM_3"],
        [Roles.Supervisor] = ["SPE_PED_3", "SPE_PED_3"],
        [Roles.Inspector] = ["INSP_SEC_1", "INSP_SEC_1"],
        [Roles.HrManager] = ["ADMIN_3", "REDAC_4"],
        [Roles.HeadOfService] = ["ADMIN_3", "ADMIN_3"],
        [Roles.ProvincialDirector] = ["ADM_PED_2", "ADMIN_3"],
        [Roles.FinancialControl] = ["ADMIN_3", "ADMIN_3"],
        [Roles.AcademyMobility] = ["ADMIN_3", "TECHN_3"],
        [Roles.Signatory] = ["ADMIN_3", "ADMIN_3"],
        [Roles.Ministry] = ["ING_1", "ADMIN_3"],
        [Roles.Auditor] = ["ADMIN_3", "ADMIN_3"],
        [Roles.Support] = ["TECHN_4", "TECHN_4"],
        [Roles.Employee] = ["TECHN_4", "AST_ADM_3"],
    };

    public int Order => 40;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, pupils) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededPupils>());
        var service = SeededService.Of(years, schools, pupils);
        var hiring = new Hiring(seeding, years, schools);

        foreach (var school in schools.Schools)
        {
            await hiring.Hire(school.Place, Roles.Head, school: school);
            await hiring.Hire(school.Place, Roles.Clerk, school: school);
            if (school.Cycles.Any(c => c != "PRI"))
                await hiring.Hire(school.Place, Roles.Supervisor, school: school);
            foreach (var (post, count) in service.Teachers.Where(t => t.Key.SchoolId == school.Id).OrderBy(t => t.Key.Cycle, StringComparer.Ordinal).ThenBy(t => t.Key.Discipline, StringComparer.Ordinal))
                for (var i = 0; i < count; i++)
                    await hiring.Hire(school.Place, Roles.Teacher, post.Cycle, post.Discipline, school, wasThere: i < service.TeachersLastYear.GetValueOrDefault(post));
        }

        foreach (var directorate in schools.Directorates)
        {
            string[] office = directorate == schools.Directorate
                ? [Roles.ProvincialDirector, Roles.HeadOfService, Roles.HrManager, Roles.HrManager, Roles.FinancialControl, Roles.Employee, Roles.Employee, Roles.Employee]
                : [Roles.ProvincialDirector, Roles.HeadOfService, Roles.HrManager, Roles.FinancialControl, Roles.Employee];
            foreach (var role in office)
                await hiring.Hire(directorate, role);
        }

        foreach (var role in (string[])[Roles.AcademyMobility, Roles.Signatory, Roles.Employee])
            await hiring.Hire(schools.Academy, role);
        foreach (var role in (string[])[Roles.Ministry, Roles.Auditor, Roles.Support])
            await hiring.Hire(schools.Ministry, role);
        // A large file, and the publication of a run, need a second person of the same office.
        await hiring.Hire(schools.Academy, Roles.AcademyMobility);
        await hiring.Hire(schools.Ministry, Roles.Ministry);
        await hiring.Hire(schools.Directorate, Roles.Inspector);

        await hiring.Send(ct);
        seeding.Share(service);
        seeding.Share(new SeededEmployees(hiring.Staff));
    }

    private sealed class Hiring(Seeding seeding, SeededYears years, SeededSchools schools)
    {
        private readonly Randomizer draw = seeding.Draw("employees");
        private readonly SeedCareers careers = new(years, seeding.Draw("careers"));
        private readonly List<Employee> employees = [];
        private readonly List<CareerStep> steps = [];
        private readonly List<Posting> postings = [];
        private readonly List<EmployeeChild> children = [];
        private readonly List<ChildStep> schooled = [];
        private readonly List<FamilyStep> families = [];

        private long? shown;

        public List<SeededEmployee> Staff { get; } = [];

        public async Task Hire(SeededPlace place, string role, string? cycle = null, string? discipline = null, SeededSchool? school = null, bool wasThere = true)
        {
            var id = seeding.NextId<Employee>();
            var sex = draw.Bool(role == Roles.Teacher ? 0.48f : 0.35f) ? Sex.Female : Sex.Male;
            var (first, last) = (sex == Sex.Female ? InventedNames.Girl(draw) : InventedNames.Boy(draw), InventedNames.Family(draw));

            // Heads and directors have a career behind them; teachers are of all ages.
            var seasoned = role is Roles.Head or Roles.ProvincialDirector or Roles.HeadOfService or Roles.Signatory;
            var seniority = seasoned ? draw.Number(15, 30) : draw.Number(wasThere ? 2 : 1, 30);
            if (role == Roles.Employee && place == schools.Directorate && shown is null)
                seniority = Math.Max(seniority, ShownSeniority);
            var recruited = new DateOnly(years.Current.Id - seniority, 9, 1);
            var birth = new DateOnly(recruited.Year - draw.Number(22, 29), 1, 1).AddDays(draw.Number(364));
            var grades = FirstGrades[cycle ?? role];
            var career = careers.Of(grades[seniority > 22 ? 1 : 0], recruited);
            // The first of the directorate's employees is the one the demo shows: two advancements in a row at the quick rhythm.
            if (role == Roles.Employee && place == schools.Directorate && shown is null)
            {
                (shown, career) = (id, careers.LatelyAdvanced(career));
                recruited = career[0].StartsOn;
                seniority = (years.Current.StartsOn.DayNumber - recruited.DayNumber) / 366;
            }
            var now = career[^1];
            var position = school is { IsPublic: false } ? "DETACHMENT" : "ACTIVITY";

            // At most three workplaces; who was there last year came at least two years ago.
            var here = new DateOnly(years.Current.Id - (wasThere ? draw.Number(1, Math.Min(seniority, 18)) : 0), 9, 1);
            Earlier(id, place, school, cycle, recruited, here);
            postings.Add(new Posting { Id = seeding.NextId<Posting>(), EmployeeId = id, PlaceId = place.Id, PlacePath = place.Path, StartsOn = here, LearntAt = Known(here) });

            var age = years.Today.Year - birth.Year;
            var marital = draw.WeightedRandom(
                [MaritalStatus.Single, MaritalStatus.Married, MaritalStatus.Divorced, MaritalStatus.Widowed],
                age < 28 ? [0.6f, 0.38f, 0.02f, 0f] : [0.12f, 0.78f, 0.07f, 0.03f]);
            var spouse = marital == MaritalStatus.Married;
            if (marital != MaritalStatus.Single)
                Children(id, birth);

            employees.Add(new Employee
            {
                Id = id,
                Ppr = Reserved.Ppr(id),
                Cin = Reserved.Cin(id),
                FirstNameAr = first.Ar,
                LastNameAr = last.Ar,
                FirstNameLatin = first.Latin,
                LastNameLatin = last.Latin,
                SearchKey = ArabicFolding.SearchKey($"{last.Ar} {first.Ar}", $"{last.Latin} {first.Latin}").Stored,
                Sex = sex,
                BirthDate = birth,
                RecruitedOn = recruited,
                MaritalStatus = marital,
                SpouseNameAr = spouse ? $"{InventedNames.Family(draw).Ar} {(sex == Sex.Female ? InventedNames.Boy(draw) : InventedNames.Girl(draw)).Ar}" : null,
                // Most couples live where they work; the others ask to be joined.
                SpouseCommuneId = !spouse || draw.Bool(0.35f) ? null : draw.Bool(0.7f) && school is not null ? school.Commune.Id : draw.ListItem([.. schools.Communes]).Id,
                DisciplineCode = discipline,
                PensionNumber = $"{90_000_000 + id}",
                Phone = Reserved.Phone(id < 1_000 ? id : 0),
                Email = Reserved.Email($"p{Reserved.Ppr(id)}"),
                PlaceId = place.Id,
                PlacePath = place.Path,
                GradeCode = now.Grade.Code,
            });
            if (role == Roles.Employee)
                Family(employees[^1]);
            steps.AddRange(career.Select(s => careers.Row(seeding.NextId<CareerStep>(), id, s, position, position == "ACTIVITY" && careers.IsTrainee(recruited))));
            Staff.Add(new SeededEmployee(id, Reserved.Ppr(id), first.Ar, last.Ar, first.Latin, last.Latin, sex, Reserved.Phone(id < 1_000 ? id : 0) ?? "", Reserved.Email($"p{Reserved.Ppr(id)}"),
                role, place.Id, place.Path, now.Grade.Code, now.Grade.Echelle, now.Echelon.Echelon, now.Echelon.Index, now.StartsOn, recruited, here, cycle, discipline));

            if (employees.Count >= Batch)
                await Send(CancellationToken.None);
        }

        /// <summary>Workplaces before the present one, without gaps since recruitment.</summary>
        private void Earlier(long id, SeededPlace place, SeededSchool? school, string? cycle, DateOnly recruited, DateOnly here)
        {
            var day = recruited;
            while (day < here)
            {
                var ends = here.Year - day.Year > 6 && draw.Bool() ? new DateOnly(day.Year + draw.Number(2, 5), 9, 1) : here;
                SeededSchool[] candidates = school is null ? [] : [.. schools.Schools.Take(40).Where(s => s.Id != school.Id && s.IsPublic && (cycle is null || s.Has(cycle)))];
                var before = candidates.Length > 0 ? draw.ArrayElement(candidates).Place : schools.Directorates[draw.Number(schools.Directorates.Count - 1)];
                if (before.Id != place.Id || school is null)
                    postings.Add(new Posting { Id = seeding.NextId<Posting>(), EmployeeId = id, PlaceId = before.Id, PlacePath = before.Path, StartsOn = day, EndsOn = ends.AddDays(-1), LearntAt = Known(day) });
                day = ends;
            }
        }

        private void Children(long id, DateOnly parentBirth)
        {
            var count = draw.WeightedRandom([0, 1, 2, 3, 4], [0.2f, 0.2f, 0.3f, 0.22f, 0.08f]);
            var birth = parentBirth.AddYears(draw.Number(25, 32)).AddDays(draw.Number(300));
            for (var i = 0; i < count && birth < years.Today; i++)
            {
                children.Add(new EmployeeChild
                {
                    Id = seeding.NextId<EmployeeChild>(),
                    EmployeeId = id,
                    BirthDate = birth,
                    LearntAt = Known(birth),
                    FirstNameAr = (draw.Bool() ? InventedNames.Girl(draw) : InventedNames.Boy(draw)).Ar,
                });
                Schooling(children[^1]);
                birth = birth.AddMonths(draw.Number(14, 60));
            }
        }

        /// <summary>From sixteen on a certificate says that a child goes to school; one in five has not brought that of this year.</summary>
        private void Schooling(EmployeeChild child)
        {
            for (var year = child.BirthDate.Year + 15; year <= years.Current.Id && year < child.BirthDate.Year + 21; year++)
                if (year < years.Current.Id || child.Id % 5 != 0)
                    schooled.Add(new ChildStep
                    {
                        Id = seeding.NextId<ChildStep>(),
                        EmployeeId = child.EmployeeId,
                        ChildId = child.Id,
                        Aspect = ChildAspect.Schooling,
                        StartsOn = new DateOnly(year, 9, 1),
                        EndsOn = new DateOnly(year + 1, 8, 31),
                        Holds = true,
                        LearntAt = Known(new DateOnly(year, 9, 1)),
                    });
        }

        /// <summary>Office staff have the history of their marital status: recruited single, then what it is, told two months later.</summary>
        private void Family(Employee employee)
        {
            var changed = employee.BirthDate.AddYears(28);
            var isLater = employee.MaritalStatus != MaritalStatus.Single && changed > employee.RecruitedOn && changed < years.Today;
            if (isLater)
                families.Add(Line(employee.RecruitedOn, MaritalStatus.Single, null, null));
            families.Add(isLater ? Line(changed, employee.MaritalStatus, employee.SpouseNameAr, Known(changed)) : Line(employee.RecruitedOn, employee.MaritalStatus, employee.SpouseNameAr, null));

            FamilyStep Line(DateOnly from, MaritalStatus status, string? spouse, DateTime? learnt) =>
                new() { Id = seeding.NextId<FamilyStep>(), EmployeeId = employee.Id, StartsOn = from, MaritalStatus = status, SpouseNameAr = spouse, LearntAt = learnt };
        }

        private DateTime Known(DateOnly day) => SeedCareers.Known(day, years.Today);

        public async Task Send(CancellationToken ct)
        {
            await seeding.Insert(employees, ct);
            await seeding.Insert(steps, ct);
            await seeding.Insert(postings, ct);
            await seeding.Insert(children, ct);
            await seeding.Insert(schooled, ct);
            await seeding.Insert(families, ct);
            employees.Clear();
            steps.Clear();
            postings.Clear();
            children.Clear();
            schooled.Clear();
            families.Clear();
        }
    }
}
