using Massar.Features.Accounts.Domain;
using Massar.Features.Classes;
using Massar.Features.Employees;
using Massar.Features.Pupils;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;

namespace Massar.Features.Accounts;

/// <summary>
/// An account for everybody who has one in life: staff, guardians, pupils of collège and lycée. The well-known
/// <c>&lt;role&gt;.demo</c> of each role has a password and, for staff, an authenticator secret of its own; all others
/// that are activated share one password.
/// </summary>
public sealed class Seed(DemoAccounts secrets) : ISeed
{
    private const int Batch = 5_000;

    /// <summary>Seven classes or more tire whoever tries the program out.</summary>
    private const int WantedClasses = 6;

    public int Order => 60;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, pupils, employees) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededPupils>(), seeding.Of<SeededEmployees>());
        var draw = seeding.Draw("accounts");
        var shared = secrets.Password(draw);
        var demos = Demos.Choose(years, schools, pupils, employees, seeding.Of<SeededClasses>());
        secrets.Prepare([shared, .. demos.Staff.Values.Append(demos.OfGuardian).Append(demos.OfPupil).Select(PasswordOf)]);
        var since = new DateOnly(years.Previous.Id, 9, 2);
        List<Account> accounts = [];
        List<Hat> hats = [];
        List<SeededAccount> planted = [];

        foreach (var person in employees.Staff)
            await Add(person.Role, demos.Staff.GetValueOrDefault(person.Id), Reserved.Ppr(person.Id), person.FullNameAr, person.FullNameLatin, person.Phone.Length > 0 ? person.Phone : null,
                person.Email, "", person.PlaceId, person.PlacePath, person.PostedOn > since ? person.PostedOn : since, isActivated: true, employee: person.Id);

        foreach (var guardian in pupils.Guardians)
        {
            if (guardian.PupilIds.Select(pupils.Pupil).FirstOrDefault(p => p.Now is not null) is not { } child)
                continue; // all children left
            var school = schools.School(child.Now!.SchoolId);
            await Add(Roles.Guardian, guardian.Id == demos.Guardian.Id ? demos.OfGuardian : null, guardian.Phone ?? $"tuteur{guardian.Id}", guardian.FullNameAr, guardian.FullNameLatin, guardian.Phone,
                guardian.Email, guardian.Language, school.Id, school.Place.Path, since, draw.Bool(0.6f), guardian: guardian.Id);
        }

        foreach (var pupil in pupils.Pupils)
        {
            if (pupil.Now is null || years.Levels[pupil.Now.LevelCode].CycleCode == "PRI")
                continue;
            var school = schools.School(pupil.Now.SchoolId);
            await Add(Roles.Pupil, pupil.Id == demos.Pupil.Id ? demos.OfPupil : null, pupil.MassarCode, pupil.FullNameAr, pupil.FullNameLatin, null, null, "",
                school.Id, school.Place.Path, since, draw.Bool(0.6f), pupil: pupil.Id);
        }

        await Send();
        seeding.Remarks.Add($"All other activated accounts share the password \"{shared}\"; they sign in with PPR ({Reserved.FirstPpr}…), phone ({Reserved.PhonePrefix}…) or Massar code ({Reserved.MassarLetter}…).");
        seeding.Share(new SeededAccounts(planted));

        async Task Add(
            string role, Demo? demo, string login, string nameAr, string nameLatin, string? phone, string? email, string language, int placeId, string placePath, DateOnly startsOn, bool isActivated,
            long? employee = null, long? guardian = null, long? pupil = null)
        {
            var id = seeding.NextId<Account>();
            var hatId = seeding.NextId<Hat>();
            var own = demo is null ? null : seeding.Draw($"account {demo.Login}");
            var password = own is null ? shared : secrets.Password(own);
            var factor = own is not null && Roles.NeedsSecondFactor(role) ? secrets.Totp(own, id) : ((string Base32, string Stored)?)null;
            login = DemoAccounts.Login(demo?.Login ?? login);
            accounts.Add(new Account
            {
                Id = id,
                Login = login,
                NameAr = nameAr,
                NameLatin = nameLatin,
                PasswordHash = isActivated || demo is not null ? secrets.Hash(password) : null,
                TotpSecret = factor?.Stored,
                // Who tries the demo meets it in Arabic first.
                Language = demo is not null ? Languages.Default : language.Length > 0 ? language : null,
                Phone = phone,
                Email = email,
                EmployeeId = employee,
                GuardianId = guardian,
                PupilId = pupil,
                CreatedAt = since.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc),
            });
            hats.Add(new Hat { Id = hatId, AccountId = id, Role = role, PlaceId = placeId, PlacePath = placePath, StartsOn = startsOn });
            planted.Add(new SeededAccount(id, hatId, login, role, placeId, placePath, employee, guardian, pupil));
            if (demo is not null)
                seeding.Accounts.Add(new DemoAccount(role, login, password, factor?.Base32, demo.Place, id, demo.Owns));
            if (accounts.Count >= Batch)
                await Send();
        }

        string PasswordOf(Demo demo) => secrets.Password(seeding.Draw($"account {demo.Login}"));

        async Task Send()
        {
            await seeding.Insert(accounts, ct);
            await seeding.Insert(hats, ct);
            accounts.Clear();
            hats.Clear();
        }
    }

    /// <summary>A well-known account before it is made.</summary>
    private sealed record Demo(string Login, string Place, IReadOnlyDictionary<string, IReadOnlyList<long>> Owns);

    /// <summary>Who the well-known accounts belong to: people with something sensible to look at.</summary>
    private sealed record Demos(IReadOnlyDictionary<long, Demo> Staff, SeededGuardian Guardian, Demo OfGuardian, SeededPupil Pupil, Demo OfPupil)
    {
        public static Demos Choose(SeededYears years, SeededSchools schools, SeededPupils pupils, SeededEmployees employees, SeededClasses classes)
        {
            var taught = classes.Of(years.Current.Id)
                .SelectMany(c => c.Teachings.Select(t => (t.TeacherId, c.Id)))
                .Distinct()
                .ToLookup(t => t.TeacherId, t => (long)t.Id);
            var teacher = employees.Of(Roles.Teacher)
                .Where(t => t.Cycle != "PRI" && IsHome(t.PlaceId) && schools.School(t.PlaceId).IsPublic)
                .OrderBy(t => Math.Abs(taught[t.Id].Count() - WantedClasses)).ThenBy(t => t.Id).First();
            var school = schools.School(teacher.PlaceId);
            var primary = schools.Schools.FirstOrDefault(s => s.Has("PRI") && s.Id != school.Id && s.IsPublic);

            var staff = new Dictionary<long, Demo>();
            void Take(string role, SeededPlace place, string? login = null)
            {
                var person = employees.At(place.Id, role).First(p => !staff.ContainsKey(p.Id));
                staff[person.Id] = new Demo(login ?? $"{role}.demo", place.NameFr, Owning(("employee", [person.Id]), ("place", [place.Id])));
            }

            staff[teacher.Id] = new Demo($"{Roles.Teacher}.demo", school.Place.NameFr,
                Owning(("employee", [teacher.Id]), ("place", [school.Id]), ("class", [.. taught[teacher.Id].Order()])));
            foreach (var role in (string[])[Roles.Head, Roles.Clerk, Roles.Supervisor])
                Take(role, school.Place);
            if (primary is not null)
                Take(Roles.Head, primary.Place, "head-primary.demo");
            foreach (var role in (string[])[Roles.ProvincialDirector, Roles.HeadOfService, Roles.HrManager, Roles.FinancialControl, Roles.Employee, Roles.Inspector])
                Take(role, schools.Directorate);
            foreach (var role in (string[])[Roles.AcademyMobility, Roles.Signatory])
                Take(role, schools.Academy);
            Take(Roles.AcademyMobility, schools.Academy, "academy-colleague.demo");
            foreach (var role in (string[])[Roles.Ministry, Roles.Auditor, Roles.Support])
                Take(role, schools.Ministry);
            Take(Roles.Ministry, schools.Ministry, "ministry-colleague.demo");

            // Two children, at two schools where there are two; one of them where the demo teacher teaches.
            var guardian = pupils.Guardians
                .Where(g => g.PupilIds.Count == 2)
                .Select(g => (Guardian: g, Children: g.PupilIds.Select(pupils.Pupil).ToList()))
                .Where(g => g.Children.All(c => c.Now is not null && IsHome(c.Now.SchoolId)))
                .OrderByDescending(g => g.Children.Select(c => c.Now!.SchoolId).Distinct().Count())
                .ThenByDescending(g => g.Children.Any(c => c.Now!.SchoolId == school.Id))
                .ThenBy(g => g.Guardian.Id)
                .First().Guardian;

            // Of age, in the last year.
            var pupil = pupils.Pupils
                .Where(p => p.Now is not null && IsHome(p.Now.SchoolId))
                .OrderByDescending(p => p.Now!.LevelCode == "2BAC").ThenByDescending(p => p.BirthDate.AddYears(18) <= years.Today).ThenByDescending(p => years.Levels[p.Now!.LevelCode].Order).ThenBy(p => p.Id)
                .First();

            return new Demos(staff,
                guardian, new Demo($"{Roles.Guardian}.demo", schools.School(pupils.Pupil(guardian.PupilIds[0]).Now!.SchoolId).Place.NameFr,
                    Owning(("guardian", [guardian.Id]), ("pupil", guardian.PupilIds))),
                pupil, new Demo($"{Roles.Pupil}.demo", schools.School(pupil.Now!.SchoolId).Place.NameFr, Owning(("pupil", [pupil.Id]))));

            bool IsHome(int schoolId) => schools.School(schoolId).Directorate.Id == schools.Directorate.Id;
        }

        private static Dictionary<string, IReadOnlyList<long>> Owning(params (string Kind, IReadOnlyList<long> Ids)[] owned) => owned.ToDictionary(o => o.Kind, o => o.Ids);
    }
}
