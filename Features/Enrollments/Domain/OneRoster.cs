using System.Globalization;

namespace Massar.Features.Enrollments.Domain;

/// <summary>A school's classes, pupils and teachers of a year, and nothing else of anybody: who sits where and is taught by whom.</summary>
public sealed record Roster(
    string GresaCode, string Name, RosterOffice? Office, int Year, DateOnly StartsOn, DateOnly EndsOn, IReadOnlyList<RosterClass> Classes, IReadOnlyList<RosterPupil> Pupils, IReadOnlyList<RosterTeaching> Teachings)
{
    public int Persons => Pupils.Select(p => p.Id).Distinct().Count() + Teachings.Select(t => t.EmployeeId).Distinct().Count();
}

public sealed record RosterOffice(string Code, string Name);

public sealed record RosterClass(int Id, Guid PublicId, string Name, string LevelCode, string LevelName);

public sealed record RosterPupil(long Id, string MassarCode, string FirstName, string LastName, string FirstNameAr, string LastNameAr, string LevelCode, int? ClassId, DateOnly EnteredOn);

public sealed record RosterTeaching(int ClassId, string SubjectCode, string SubjectName, long EmployeeId, string FirstName, string LastName, string FirstNameAr, string LastNameAr, DateOnly StartsOn);

/// <summary>
/// The tables of 1EdTech OneRoster 1.2 (CSV binding, bulk). A platform outside the ministry gets names, the Massar code and places in class, no
/// birth date, telephone, address, guardian, mark or absence (law 09-08: only what the purpose needs): the columns for them stay empty, and the
/// demographics file is left out. A class is there once as the group that sits together, and once for each subject taught in it.
/// </summary>
public static class OneRoster
{
    private const string Version = "1.2";

    private static readonly string[] Left =
    [
        "categories", "classResources", "courseResources", "demographics", "lineItemLearningObjectiveIds", "lineItems", "lineItemScoreScales", "resources", "resultLearningObjectiveIds", "results", "resultScoreScales",
        "scoreScales", "userProfiles", "userResources",
    ];

    public static IReadOnlyList<(string Name, IReadOnlyList<IReadOnlyList<object?>> Rows)> Tables(Roster roster)
    {
        (string Name, IReadOnlyList<IReadOnlyList<object?>> Rows)[] tables =
        [
            ("academicSessions", Sessions(roster)), ("classes", Classes(roster)), ("courses", Courses(roster)), ("enrollments", Enrollments(roster)), ("orgs", Orgs(roster)), ("roles", UserRoles(roster)), ("users", Users(roster)),
        ];
        IReadOnlyList<IReadOnlyList<object?>> manifest =
        [
            ["propertyName", "value"], ["manifest.version", "1.0"], ["oneroster.version", Version],
            .. tables.Select(t => (Name: t.Name, Mode: "bulk")).Concat(Left.Select(l => (Name: l, Mode: "absent"))).OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => (IReadOnlyList<object?>)[$"file.{f.Name}", f.Mode]),
            ["source.systemName", "Massar"], ["source.systemCode", "massar"],
        ];
        return [("manifest.csv", manifest), .. tables.Select(t => ($"{t.Name}.csv", t.Rows))];
    }

    private static string YearId(Roster roster) => string.Create(CultureInfo.InvariantCulture, $"year-{roster.Year}");

    private static string CourseId(string level, string? subject) => subject is null ? $"course-{level}" : $"course-{level}-{subject}";

    /// <summary>The group that sits together, or the same with one subject.</summary>
    public static string ClassId(Guid made, string? subject) => subject is null ? $"{made}" : $"{made}-{subject}";

    private static string PupilId(long id) => string.Create(CultureInfo.InvariantCulture, $"pupil-{id}");

    /// <summary>Of a teacher, wherever the school's lists go.</summary>
    public static string StaffId(long id) => string.Create(CultureInfo.InvariantCulture, $"staff-{id}");

    private static IReadOnlyList<IReadOnlyList<object?>> Orgs(Roster roster) =>
    [
        ["sourcedId", "status", "dateLastModified", "name", "type", "identifier", "parentSourcedId"],
        .. roster.Office is { } office ? (IReadOnlyList<object?>[])[[$"district-{office.Code}", null, null, office.Name, "district", office.Code, null]] : [],
        [roster.GresaCode, null, null, roster.Name, "school", roster.GresaCode, roster.Office is { } above ? $"district-{above.Code}" : null],
    ];

    // The year is named by the one it ends in.
    private static IReadOnlyList<IReadOnlyList<object?>> Sessions(Roster roster) =>
    [
        ["sourcedId", "status", "dateLastModified", "title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear"],
        [YearId(roster), null, null, $"{roster.Year}/{roster.Year + 1}", "schoolYear", roster.StartsOn, roster.EndsOn, null, (roster.Year + 1).ToString(CultureInfo.InvariantCulture)],
    ];

    private static IReadOnlyList<IReadOnlyList<object?>> Courses(Roster roster)
    {
        var levels = roster.Classes.ToDictionary(c => c.Id);
        return
        [
            ["sourcedId", "status", "dateLastModified", "schoolYearSourcedId", "title", "courseCode", "grades", "orgSourcedId", "subjects", "subjectCodes"],
            .. roster.Classes.DistinctBy(c => c.LevelCode).Select(c => (IReadOnlyList<object?>)[CourseId(c.LevelCode, null), null, null, YearId(roster), c.LevelName, c.LevelCode, c.LevelCode, roster.GresaCode, null, null]),
            .. roster.Teachings.Select(t => (levels[t.ClassId].LevelCode, t.SubjectCode, t.SubjectName)).DistinctBy(t => (t.LevelCode, t.SubjectCode))
                .Select(t => (IReadOnlyList<object?>)[CourseId(t.LevelCode, t.SubjectCode), null, null, YearId(roster), t.SubjectName, $"{t.LevelCode}-{t.SubjectCode}", t.LevelCode, roster.GresaCode, t.SubjectName, t.SubjectCode]),
        ];
    }

    private static IReadOnlyList<IReadOnlyList<object?>> Classes(Roster roster)
    {
        var made = roster.Classes.ToDictionary(c => c.Id);
        return
        [
            ["sourcedId", "status", "dateLastModified", "title", "grades", "courseSourcedId", "classCode", "classType", "location", "schoolSourcedId", "termSourcedIds", "subjects", "subjectCodes", "periods"],
            .. roster.Classes.Select(c => (IReadOnlyList<object?>)[ClassId(c.PublicId, null), null, null, c.Name, c.LevelCode, CourseId(c.LevelCode, null), c.Name, "homeroom", null, roster.GresaCode, YearId(roster), null, null, null]),
            .. roster.Teachings.DistinctBy(t => (t.ClassId, t.SubjectCode)).Select(t => (Class: made[t.ClassId], Teaching: t)).Select(t => (IReadOnlyList<object?>)
                [ClassId(t.Class.PublicId, t.Teaching.SubjectCode), null, null, $"{t.Class.Name} {t.Teaching.SubjectName}", t.Class.LevelCode, CourseId(t.Class.LevelCode, t.Teaching.SubjectCode), $"{t.Class.Name}-{t.Teaching.SubjectCode}", "scheduled",
                    null, roster.GresaCode, YearId(roster), t.Teaching.SubjectName, t.Teaching.SubjectCode, null]),
        ];
    }

    private static IReadOnlyList<IReadOnlyList<object?>> Users(Roster roster) =>
    [
        [
            "sourcedId", "status", "dateLastModified", "enabledUser", "username", "userIds", "givenName", "familyName", "middleName", "identifier", "email", "sms", "phone", "agentSourcedIds", "grades", "password",
            "userMasterIdentifier", "resourceSourcedIds", "preferredGivenName", "preferredMiddleName", "preferredFamilyName", "primaryOrgSourcedId", "pronouns",
        ],
        .. roster.Pupils.DistinctBy(p => p.Id).Select(p => User(PupilId(p.Id), p.MassarCode, p.FirstName, p.LastName, p.MassarCode, p.LevelCode, p.FirstNameAr, p.LastNameAr)),
        .. roster.Teachings.DistinctBy(t => t.EmployeeId).Select(t => User(StaffId(t.EmployeeId), StaffId(t.EmployeeId), t.FirstName, t.LastName, null, null, t.FirstNameAr, t.LastNameAr)),
    ];

    // The name in Arabic letters stands where the form has room for a second one.
    private static IReadOnlyList<object?> User(string id, string login, string first, string last, string? identifier, string? grade, string firstAr, string lastAr) =>
        [id, null, null, "true", login, null, first, last, null, identifier, null, null, null, null, grade, null, null, null, firstAr, null, lastAr, null, null];

    private static IReadOnlyList<IReadOnlyList<object?>> UserRoles(Roster roster) =>
    [
        ["sourcedId", "status", "dateLastModified", "userSourcedId", "roleType", "role", "beginDate", "endDate", "orgSourcedId", "userProfileSourcedId"],
        .. roster.Pupils.DistinctBy(p => p.Id).Select(p => Role(PupilId(p.Id), "student", roster)),
        .. roster.Teachings.DistinctBy(t => t.EmployeeId).Select(t => Role(StaffId(t.EmployeeId), "teacher", roster)),
    ];

    private static IReadOnlyList<object?> Role(string user, string role, Roster roster) => [$"role-{user}", null, null, user, "primary", role, null, null, roster.GresaCode, null];

    private static IReadOnlyList<IReadOnlyList<object?>> Enrollments(Roster roster)
    {
        var made = roster.Classes.ToDictionary(c => c.Id);
        var taught = roster.Teachings.ToLookup(t => t.ClassId);
        return
        [
            ["sourcedId", "status", "dateLastModified", "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary", "beginDate", "endDate"],
            .. from p in roster.Pupils
               where p.ClassId is { } own && made.ContainsKey(own)
               from subject in taught[p.ClassId!.Value].Select(t => (string?)t.SubjectCode).Distinct().Prepend(null)
               let id = ClassId(made[p.ClassId!.Value].PublicId, subject)
               select (IReadOnlyList<object?>)[$"{id}-{PupilId(p.Id)}", null, null, id, roster.GresaCode, PupilId(p.Id), "student", "false", p.EnteredOn, null],
            .. from t in roster.Teachings.DistinctBy(t => (t.ClassId, t.SubjectCode, t.EmployeeId))
               let id = ClassId(made[t.ClassId].PublicId, t.SubjectCode)
               // Of several who share a subject the first is the one in charge.
               let isFirst = taught[t.ClassId].First(o => o.SubjectCode == t.SubjectCode).EmployeeId == t.EmployeeId
               select (IReadOnlyList<object?>)[$"{id}-{StaffId(t.EmployeeId)}", null, null, id, roster.GresaCode, StaffId(t.EmployeeId), "teacher", isFirst ? "true" : "false", t.StartsOn, null],
        ];
    }
}
