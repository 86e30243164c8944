namespace Massar.Features.Enrollments.Domain;

/// <summary>What a cell of a package has to be.</summary>
public enum RosterCell : byte
{
    Text,

    /// <summary>One of the words of <see cref="RosterColumn.Words"/>.</summary>
    Word,

    /// <summary>A day as 2026-09-01.</summary>
    Day,

    /// <summary>A year of four digits.</summary>
    Year,

    /// <summary>The sourcedId of a row of <see cref="RosterColumn.Of"/>.</summary>
    Reference,

    /// <summary>Several of them, separated by commas.</summary>
    References,

    /// <summary>Empty in a bulk package.</summary>
    Nothing,
}

/// <param name="IsNeeded">Every row has to fill it.</param>
/// <param name="Words">Of <see cref="RosterCell.Word"/>; besides them what begins with "ext:", as the standard allows.</param>
/// <param name="Of">Table that a reference leads to.</param>
/// <param name="MayMiss">Some makers' packages of this version leave the column out.</param>
public sealed record RosterColumn(string Name, RosterCell Cell = RosterCell.Text, bool IsNeeded = false, IReadOnlyList<string>? Words = null, string? Of = null, bool MayMiss = false);

/// <summary>
/// The tables of a OneRoster 1.2 package (CSV binding) that say who is in which class: their columns, in the order in which they have to stand, and what each may
/// hold. The other tables of the standard are known by name and never read.
/// </summary>
public static class RosterTables
{
    public const string Manifest = "manifest";
    public const string Sessions = "academicSessions";
    public const string Orgs = "orgs";
    public const string Courses = "courses";
    public const string Classes = "classes";
    public const string Users = "users";
    public const string Roles = "roles";
    public const string Enrollments = "enrollments";
    public const string Demographics = "demographics";

    /// <summary>What a package has to bring, in the order in which it is read.</summary>
    public static IReadOnlyList<string> Needed { get; } = [Orgs, Sessions, Courses, Classes, Users, Roles, Enrollments];

    /// <summary>Every table that is read.</summary>
    public static IReadOnlyList<string> Read { get; } = [.. Needed, Demographics];

    /// <summary>Tables of the standard that say nothing of who sits where.</summary>
    public static IReadOnlyList<string> LeftAside { get; } =
    [
        "categories", "classResources", "courseResources", "lineItemLearningObjectiveIds", "lineItems", "lineItemScoreScales", "resources", "resultLearningObjectiveIds", "results", "resultScoreScales", "scoreScales",
        "userProfiles", "userResources",
    ];

    private static readonly string[] Truths = ["true", "false"];

    private static readonly Dictionary<string, IReadOnlyList<RosterColumn>> Columns = new(StringComparer.Ordinal)
    {
        [Orgs] =
        [
            .. Head, new("name", IsNeeded: true), new("type", RosterCell.Word, IsNeeded: true, ["department", "district", "local", "national", "school", "state"]), new("identifier"), To("parentSourcedId", Orgs),
        ],
        [Sessions] =
        [
            .. Head, new("title", IsNeeded: true), new("type", RosterCell.Word, IsNeeded: true, ["gradingPeriod", "schoolYear", "semester", "term"]), new("startDate", RosterCell.Day, IsNeeded: true), new("endDate", RosterCell.Day, IsNeeded: true),
            To("parentSourcedId", Sessions), new("schoolYear", RosterCell.Year, IsNeeded: true),
        ],
        [Courses] = [.. Head, To("schoolYearSourcedId", Sessions), new("title", IsNeeded: true), new("courseCode"), new("grades"), To("orgSourcedId", Orgs, needed: true), new("subjects"), new("subjectCodes")],
        [Classes] =
        [
            .. Head, new("title", IsNeeded: true), new("grades"), To("courseSourcedId", Courses, needed: true), new("classCode"), new("classType", RosterCell.Word, IsNeeded: true, ["homeroom", "scheduled"]), new("location"),
            To("schoolSourcedId", Orgs, needed: true), new("termSourcedIds", RosterCell.References, IsNeeded: true, Of: Sessions), new("subjects"), new("subjectCodes"), new("periods"),
        ],
        [Users] =
        [
            .. Head, new("enabledUser", RosterCell.Word, IsNeeded: true, Truths), new("username", IsNeeded: true), new("userIds"), new("givenName", IsNeeded: true), new("familyName", IsNeeded: true), new("middleName"), new("identifier"),
            new("email"), new("sms"), new("phone"), new("agentSourcedIds", RosterCell.References, Of: Users), new("grades"), new("password"), new("userMasterIdentifier"), new("resourceSourcedIds", MayMiss: true), new("preferredGivenName"),
            new("preferredMiddleName"), new("preferredFamilyName"), To("primaryOrgSourcedId", Orgs), new("pronouns"),
        ],
        [Roles] =
        [
            .. Head, To("userSourcedId", Users, needed: true), new("roleType", RosterCell.Word, IsNeeded: true, ["primary", "secondary"]),
            new("role", RosterCell.Word, IsNeeded: true, ["aide", "counselor", "districtAdministrator", "guardian", "parent", "principal", "proctor", "relative", "siteAdministrator", "student", "systemAdministrator", "teacher"]),
            new("beginDate", RosterCell.Day), new("endDate", RosterCell.Day), To("orgSourcedId", Orgs, needed: true), new("userProfileSourcedId"),
        ],
        [Enrollments] =
        [
            .. Head, To("classSourcedId", Classes, needed: true), To("schoolSourcedId", Orgs, needed: true), To("userSourcedId", Users, needed: true),
            new("role", RosterCell.Word, IsNeeded: true, ["administrator", "proctor", "student", "teacher"]), new("primary", RosterCell.Word, Words: Truths), new("beginDate", RosterCell.Day), new("endDate", RosterCell.Day),
        ],
        // Its rows carry the sourcedId of the user they are of.
        [Demographics] =
        [
            To("sourcedId", Users, needed: true), .. Head[1..], new("birthDate", RosterCell.Day), new("sex", RosterCell.Word, Words: ["female", "male", "other", "unspecified"]),
            .. new[] { "americanIndianOrAlaskaNative", "asian", "blackOrAfricanAmerican", "nativeHawaiianOrOtherPacificIslander", "white", "demographicRaceTwoOrMoreRaces", "hispanicOrLatinoEthnicity" }.Select(c => new RosterColumn(c, RosterCell.Word, Words: Truths)),
            new("countryOfBirthCode"), new("stateOfBirthAbbreviation"), new("cityOfBirth"), new("publicSchoolResidenceStatus"),
        ],
    };

    private static RosterColumn[] Head => [new("sourcedId", IsNeeded: true), new("status", RosterCell.Nothing), new("dateLastModified", RosterCell.Nothing)];

    /// <summary>The columns of a table that is read.</summary>
    public static IReadOnlyList<RosterColumn> Of(string table) => Columns[table];

    private static RosterColumn To(string name, string table, bool needed = false) => new(name, RosterCell.Reference, needed, Of: table);
}
