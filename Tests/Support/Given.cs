using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Classes.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;

namespace Massar.Tests.Support;

/// <summary>An account wearing a hat.</summary>
public sealed record GivenPerson(long AccountId, long HatId, string Role, string Login, int PlaceId)
{
    public long? EmployeeId { get; init; }

    public long? GuardianId { get; init; }

    public long? PupilId { get; init; }
}

/// <summary>A school of a province of its own.</summary>
public sealed record GivenSchool(Place Place, Place Directorate, Place Academy, string GresaCode, GivenPerson Head)
{
    public int Id => Place.Id;
}

public sealed record GivenPupil(long Id, string MassarCode, string FullNameAr, long EnrollmentId);

public sealed record GivenClass(SchoolClass Class, GivenSchool School, IReadOnlyList<GivenPupil> Pupils)
{
    public int Id => Class.Id;
}

/// <summary>
/// Makes schools, people and classes that no other test knows. Numbers come from a process-wide counter,
/// names from a short list; what matters to a test it sets itself.
/// </summary>
public sealed class Given(MassarApp app)
{
    private static int counter = Random.Shared.Next(0, 4000) * 20;
    private static readonly (string Ar, string Latin)[] FirstNames =
        [("سلمى", "Salma"), ("يونس", "Younes"), ("هاجر", "Hajar"), ("عمر", "Omar"), ("مريم", "Meryem"), ("آدم", "Adam"), ("إيمان", "Imane"), ("زكرياء", "Zakaria")];
    private static readonly (string Ar, string Latin)[] LastNames =
        [("العلوي", "Alaoui"), ("بناني", "Bennani"), ("الإدريسي", "Idrissi"), ("أوبها", "Oubaha"), ("التازي", "Tazi"), ("الفاسي", "Fassi"), ("أيت علي", "Ait Ali")];

    private static readonly (string Ar, string Latin)[] Prefixes = [("", ""), ("ابن ", "Ibn "), ("أبو ", "Abou "), ("ولد ", "Ould "), ("سيدي ", "Sidi ")];

    /// <summary>A number nobody else gets in this run.</summary>
    public static int Next() => Interlocked.Increment(ref counter);

    /// <summary>The school year that holds today, as the tests use it.</summary>
    public static int Year => MoroccanDay.Today(MassarApp.Clock) is var day && day.Month >= 9 ? day.Year : day.Year - 1;

    public static string PhoneOf(int number) => $"+2126000{number % 100000:00000}";

    /// <summary>A school with its own academy and directorate (or another school's province), and its head.</summary>
    public async Task<GivenSchool> School(string cycles = "COL", GivenSchool? inProvinceOf = null)
    {
        var academy = inProvinceOf?.Academy ?? MakePlace(PlaceKind.Academy, null, "أكاديمية", "Académie");
        var directorate = inProvinceOf?.Directorate ?? MakePlace(PlaceKind.Directorate, academy, "مديرية", "Direction");
        var commune = MakePlace(PlaceKind.Commune, directorate, "جماعة", "Commune");
        var place = MakePlace(PlaceKind.School, commune, "مدرسة", "École");
        var gresa = GresaFor(place.Id);
        await app.Write(async db =>
        {
            if (inProvinceOf is null)
                db.AddRange(academy, directorate);
            db.AddRange(commune, place);
            await db.SaveChangesAsync();
            db.Schools.Add(new School { Id = place.Id, GresaCode = gresa, Cycles = cycles, Nature = "COLLEGE", IsPublic = true, IsUrban = true, FirstYearSeats = 60 });
            await db.SaveChangesAsync();
        });
        return new GivenSchool(place, directorate, academy, gresa, await Person(Roles.Head, place));
    }

    /// <summary>An account with a hat at a place, and for staff roles an employee behind it.</summary>
    public async Task<GivenPerson> Person(string role, Place place, long? employeeId = null, long? guardianId = null, long? pupilId = null)
    {
        var n = Next();
        var first = FirstNames[n % FirstNames.Length];
        var last = LastNames[n % LastNames.Length];
        if (employeeId is null && role is not (Roles.Pupil or Roles.Guardian))
            employeeId = (await Employee(place)).Id;
        var account = new Account
        {
            Login = $"{role}.{n}",
            NameAr = $"{last.Ar} {first.Ar}",
            NameLatin = $"{last.Latin} {first.Latin}",
            CreatedAt = MassarApp.Clock.GetUtcNow().UtcDateTime,
            EmployeeId = employeeId,
            GuardianId = guardianId,
            PupilId = pupilId,
            Phone = PhoneOf(n),
        };
        var hat = new Hat { AccountId = 0, Role = role, PlaceId = place.Id, PlacePath = place.Path, StartsOn = new DateOnly(2020, 9, 1) };
        await app.Write(async db =>
        {
            db.Accounts.Add(account);
            await db.SaveChangesAsync();
            hat = new Hat { AccountId = account.Id, Role = role, PlaceId = place.Id, PlacePath = place.Path, StartsOn = new DateOnly(2020, 9, 1) };
            db.Hats.Add(hat);
            await db.SaveChangesAsync();
        });
        return new GivenPerson(account.Id, hat.Id, role, account.Login, place.Id) { EmployeeId = employeeId, GuardianId = guardianId, PupilId = pupilId };
    }

    /// <summary>An employee posted at a place for six years, at échelon 5 of échelle 10.</summary>
    public async Task<Employee> Employee(Place place, string grade = "PES_2")
    {
        var n = Next();
        var first = FirstNames[n % FirstNames.Length];
        var last = LastNames[n % LastNames.Length];
        var employee = new Employee
        {
            Ppr = $"9{n % 1000000:000000}",
            Cin = $"ZZ{n % 1000000:000000}",
            FirstNameAr = first.Ar,
            LastNameAr = last.Ar,
            FirstNameLatin = first.Latin,
            LastNameLatin = last.Latin,
            SearchKey = ArabicFolding.SearchKey($"{last.Ar} {first.Ar}", $"{last.Latin} {first.Latin}").Stored,
            Sex = n % 2 == 0 ? Sex.Female : Sex.Male,
            BirthDate = new DateOnly(1985, 1, 1).AddDays(n % 3000),
            RecruitedOn = new DateOnly(2012, 9, 1),
            MaritalStatus = MaritalStatus.Married,
            PlaceId = place.Id,
            PlacePath = place.Path,
            GradeCode = grade,
            Phone = PhoneOf(n),
        };
        await app.Write(async db =>
        {
            db.Employees.Add(employee);
            await db.SaveChangesAsync();
            db.Postings.Add(new Posting { EmployeeId = employee.Id, PlaceId = place.Id, PlacePath = place.Path, StartsOn = new DateOnly(Year - 6, 9, 1) });
            db.CareerSteps.Add(new CareerStep { EmployeeId = employee.Id, StartsOn = new DateOnly(Year - 4, 1, 1), GradeCode = grade, Echelle = "10", Echelon = 5, Index = 377, PositionCode = "ACTIVITY", LearntAt = MassarApp.Clock.GetUtcNow().UtcDateTime });
            await db.SaveChangesAsync();
        });
        return employee;
    }

    /// <summary>A class of a level with pupils enrolled and present.</summary>
    public async Task<GivenClass> Class(GivenSchool school, string level = "1AC", int pupils = 5, string stream = "", int? year = null)
    {
        var n = Next();
        var made = new SchoolClass { PublicId = Guid.NewGuid(), SchoolId = school.Id, SchoolYearId = year ?? Year, LevelCode = level, StreamCode = stream, Name = $"1APIC-{n}" };
        await app.Write(async db =>
        {
            db.Classes.Add(made);
            await db.SaveChangesAsync();
        });
        var list = new List<GivenPupil>();
        for (var i = 0; i < pupils; i++)
            list.Add(await Pupil(school, level, made, i + 1, stream));
        return new GivenClass(made, school, list);
    }

    /// <summary>
    /// One of 35. With 8 first names and 299 birthdays (no two of these numbers have a common divisor) name and
    /// birthday together come back after 83,720 pupils only: within a run no two of them look like one child.
    /// </summary>
    private static (string Ar, string Latin) FamilyName(int n)
    {
        var (ar, latin) = LastNames[n % LastNames.Length];
        var (arPrefix, latinPrefix) = Prefixes[n % Prefixes.Length];
        return (arPrefix + ar, latinPrefix + latin);
    }

    /// <summary>A pupil enrolled this year, in a class or not yet.</summary>
    public async Task<GivenPupil> Pupil(GivenSchool school, string level = "1AC", SchoolClass? inClass = null, int order = 0, string stream = "", DateOnly? birthDate = null)
    {
        var n = Next();
        var first = FirstNames[n % FirstNames.Length];
        var last = FamilyName(n);
        var pupil = new Pupil
        {
            MassarCode = $"Z{n:000000000}",
            FirstNameAr = first.Ar,
            LastNameAr = last.Ar,
            FirstNameLatin = first.Latin,
            LastNameLatin = last.Latin,
            SearchKey = ArabicFolding.SearchKey($"{last.Ar} {first.Ar}", $"{last.Latin} {first.Latin}").Stored,
            Sex = n % 2 == 0 ? Sex.Female : Sex.Male,
            BirthDate = birthDate ?? new DateOnly(Year - 12, 3, 1).AddDays(n % 299),
            BirthPlaceAr = "أكادير",
            BirthPlaceLatin = "Agadir",
            BirthActNumber = n.ToString(CultureInfo.InvariantCulture),
            FatherAr = "محمد بن أحمد",
            MotherAr = "فاطمة بنت علي",
            CreatedAt = MassarApp.Clock.GetUtcNow().UtcDateTime,
        };
        Enrollment? enrollment = null;
        await app.Write(async db =>
        {
            db.Pupils.Add(pupil);
            await db.SaveChangesAsync();
            enrollment = new Enrollment
            {
                PupilId = pupil.Id,
                SchoolYearId = inClass?.SchoolYearId ?? Year,
                SchoolId = school.Id,
                LevelCode = level,
                StreamCode = stream,
                ClassId = inClass?.Id,
                OrderInClass = order,
                State = EnrollmentState.Active,
                Kind = EnrollmentKind.ReEnrolled,
                EnteredOn = new DateOnly(Year, 9, 8),
            };
            db.Enrollments.Add(enrollment);
            await db.SaveChangesAsync();
        });
        return new GivenPupil(pupil.Id, pupil.MassarCode, pupil.FullNameAr, enrollment!.Id);
    }

    /// <summary>A guardian with an account and active links to children.</summary>
    public async Task<GivenPerson> Guardian(GivenSchool school, params GivenPupil[] children)
    {
        var n = Next();
        var first = FirstNames[n % FirstNames.Length];
        var last = LastNames[n % LastNames.Length];
        var guardian = new Guardian
        {
            FirstNameAr = first.Ar,
            LastNameAr = last.Ar,
            FirstNameLatin = first.Latin,
            LastNameLatin = last.Latin,
            Cin = $"ZZ{n % 1000000:000000}",
            Phone = PhoneOf(n),
        };
        await app.Write(async db =>
        {
            db.Guardians.Add(guardian);
            await db.SaveChangesAsync();
            foreach (var child in children)
                db.Guardianships.Add(new Guardianship { GuardianId = guardian.Id, PupilId = child.Id, Quality = GuardianQuality.Mother, State = GuardianshipState.Active, StartsOn = new DateOnly(2020, 1, 1) });
            await db.SaveChangesAsync();
        });
        return await Person(Roles.Guardian, school.Place, guardianId: guardian.Id);
    }

    /// <summary>The account of a pupil.</summary>
    public Task<GivenPerson> PupilAccount(GivenSchool school, GivenPupil pupil) => Person(Roles.Pupil, school.Place, pupilId: pupil.Id);

    /// <summary>A teacher of a subject in a class, from the start of the year.</summary>
    public async Task<GivenPerson> Teacher(GivenClass taught, string subject = "MATH", DateOnly? from = null, DateOnly? until = null)
    {
        var employee = await Employee(taught.School.Place);
        await app.Write(async db =>
        {
            db.TeachingAssignments.Add(new TeachingAssignment
            {
                ClassId = taught.Id,
                SchoolId = taught.School.Id,
                SchoolYearId = taught.Class.SchoolYearId,
                SubjectCode = subject,
                EmployeeId = employee.Id,
                WeeklyHours = 4,
                StartsOn = from ?? new DateOnly(taught.Class.SchoolYearId, 9, 1),
                EndsOn = until,
            });
            await db.SaveChangesAsync();
        });
        return await Person(Roles.Teacher, taught.School.Place, employeeId: employee.Id);
    }

    private static Place MakePlace(PlaceKind kind, Place? parent, string ar, string fr)
    {
        var id = 10_000 + Next();
        return new Place { Id = id, Kind = kind, Code = $"T{id}", NameAr = $"{ar} {id}", NameFr = $"{fr} {id}", ParentId = parent?.Id, Path = $"{parent?.Path ?? "/1/"}{id}/" };
    }

    private static string GresaFor(int id)
    {
        var number = id % 99_999 + 1;
        return $"{number:00000}{"ABCDEFGHJKLMNPRSTUVWXYZ"[(number - 1) % 23]}";
    }
}
