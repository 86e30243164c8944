using System.Globalization;
using Massar.Features.Classes.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.Domain;

/// <summary>
/// Holds a OneRoster package that could be read against one school and the current year: whether it is of them, which classes are the school's, and which row of a
/// list of pupils each pupil of it would be. Staff is compared and named, never written: who teaches is the business of human resources.
/// </summary>
public sealed class RosterMatch(MassarDb db)
{
    /// <summary>Text keys of notes that name a person of the school.</summary>
    public const string PupilDisabled = "enrollments.oneroster.note.pupil-disabled";
    public const string PupilMissing = "enrollments.oneroster.note.pupil-missing";
    public const string TeacherUnknown = "enrollments.oneroster.note.teacher-unknown";
    public const string TeacherMissing = "enrollments.oneroster.note.teacher-missing";

    private const int MostPupils = 2_000;

    /// <summary>The rows as a list of pupils has them, by the line in users.csv; what is wrong or worth knowing goes to the package's report.</summary>
    public async Task<IReadOnlyList<(int Number, Dictionary<ImportColumn, string> Cells)>> Rows(RosterPackage package, int school, DateOnly today, CancellationToken ct)
    {
        var own = await (
            from s in db.Schools
            where s.Id == school
            from year in db.SchoolYears.Where(y => y.IsCurrent)
            select new { s.GresaCode, Year = year.Id }).AsNoTracking().SingleAsync(ct);
        var classes = await db.Classes.AsNoTracking().Where(c => c.SchoolId == school && c.SchoolYearId == own.Year).OrderBy(c => c.Name).ToListAsync(ct);
        IsOfSchool(package, own.GresaCode);
        IsOfYear(package, own.Year);
        var pupils = Pupils(package);
        var seats = Seats(package, today);
        if (package.Report.Faults > 0) return [];

        var made = Match(package, classes);
        var rows = pupils.ConvertAll(p => (p.Line, Cells: Cells(package, p, seats.GetValueOrDefault(p.Id), made)));
        await NameMissing(package, school, own.Year, [.. rows.Select(r => r.Cells.GetValueOrDefault(ImportColumn.Code)).OfType<string>()], ct);
        await CompareStaff(package, school, own.Year, today, ct);
        return rows;
    }

    private static void IsOfSchool(RosterPackage package, string gresa)
    {
        var schools = package[RosterTables.Orgs].Where(o => o["type"] == "school").ToList();
        var others = schools.Where(o => !IsOwn(o, gresa)).Select(o => o.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var other in schools.Where(o => others.Contains(o.Id))) package.Report.Fault(RosterTables.Orgs, other.Line, "identifier", "enrollments.oneroster.wrong.other-school", other["identifier"].Length > 0 ? other["identifier"] : other.Id, gresa);
        if (schools.Count == 0 && package.Tables.ContainsKey(RosterTables.Orgs)) package.Report.Fault(RosterTables.Orgs, 0, "", "enrollments.oneroster.wrong.no-school", gresa);
        var named = schools.Select(o => o.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var table in (string[])[RosterTables.Classes, RosterTables.Enrollments])
            foreach (var row in package[table].Where(r => r["schoolSourcedId"].Length > 0 && !named.Contains(r["schoolSourcedId"]))) package.Report.Fault(table, row.Line, "schoolSourcedId", "enrollments.oneroster.wrong.no-such-school", row["schoolSourcedId"]);
    }

    private static bool IsOwn(RosterRow org, string gresa) => string.Equals(org["identifier"].Length > 0 ? org["identifier"] : org.Id, gresa, StringComparison.OrdinalIgnoreCase);

    // The standard names a year by the one it ends in.
    private static void IsOfYear(RosterPackage package, int year)
    {
        foreach (var session in package[RosterTables.Sessions].Where(s => s["schoolYear"] is { Length: > 0 } said && said != (year + 1).ToString(CultureInfo.InvariantCulture)))
            package.Report.Fault(RosterTables.Sessions, session.Line, "schoolYear", "enrollments.oneroster.wrong.other-year", session["schoolYear"], (year + 1).ToString(CultureInfo.InvariantCulture));
        if (package.Tables.ContainsKey(RosterTables.Sessions) && package[RosterTables.Sessions].Count == 0) package.Report.Fault(RosterTables.Sessions, 0, "", "enrollments.oneroster.wrong.no-rows");
    }

    private static List<RosterRow> Pupils(RosterPackage package)
    {
        if (!package.Tables.ContainsKey(RosterTables.Users) || !package.Tables.ContainsKey(RosterTables.Roles)) return [];
        var roles = package[RosterTables.Roles].ToLookup(r => r["userSourcedId"], r => r["role"], StringComparer.Ordinal);
        foreach (var user in package[RosterTables.Users].Where(u => !roles.Contains(u.Id))) package.Report.Fault(RosterTables.Users, user.Line, "", "enrollments.oneroster.wrong.no-role");
        foreach (var line in package[RosterTables.Enrollments].Where(e => e["role"] == "student" && roles.Contains(e["userSourcedId"]) && !roles[e["userSourcedId"]].Contains("student")))
            package.Report.Fault(RosterTables.Enrollments, line.Line, "role", "enrollments.oneroster.wrong.role-differs", line["userSourcedId"]);
        var pupils = package[RosterTables.Users].Where(u => roles[u.Id].Contains("student")).ToList();
        // Whom the platform has switched off it no longer has: what is left of him makes nobody a pupil here.
        foreach (var off in pupils.Where(IsOff)) package.Report.Note(RosterTables.Users, off.Line, "enabledUser", PupilDisabled, $"{off["familyName"]} {off["givenName"]}");
        pupils.RemoveAll(IsOff);
        if (pupils.Count == 0) package.Report.Fault(RosterTables.Users, 0, "", "enrollments.oneroster.wrong.no-pupils");
        if (pupils.Count > MostPupils) package.Report.Fault(RosterTables.Users, 0, "", "enrollments.oneroster.wrong.many-pupils", pupils.Count.ToString(CultureInfo.InvariantCulture), MostPupils.ToString(CultureInfo.InvariantCulture));
        return pupils;
    }

    private static bool IsOff(RosterRow user) => user["enabledUser"] == "false";

    // A pupil sits in one group; the groups of single subjects say nothing of it.
    private static Dictionary<string, RosterRow> Seats(RosterPackage package, DateOnly today)
    {
        var groups = package[RosterTables.Classes].Where(c => c["classType"] == "homeroom" && c.Id.Length > 0).DistinctBy(c => c.Id).ToDictionary(c => c.Id, StringComparer.Ordinal);
        var seats = new Dictionary<string, RosterRow>(StringComparer.Ordinal);
        foreach (var line in package[RosterTables.Enrollments].Where(e => e["role"] == "student" && !(RosterReader.Day(e["endDate"]) < today) && !(RosterReader.Day(e["beginDate"]) > today)))
            if (groups.TryGetValue(line["classSourcedId"], out var group) && !seats.TryAdd(line["userSourcedId"], group) && seats[line["userSourcedId"]] != group)
                package.Report.Fault(RosterTables.Enrollments, line.Line, "classSourcedId", "enrollments.oneroster.wrong.two-classes", seats[line["userSourcedId"]]["title"], group["title"]);
        return seats;
    }

    private static Dictionary<string, string> Match(RosterPackage package, List<SchoolClass> classes)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var (byId, byName) = (classes.ToDictionary(c => $"{c.PublicId}", StringComparer.OrdinalIgnoreCase), classes.ToLookup(c => Compact(c.Name)));
        foreach (var group in package[RosterTables.Classes].Where(c => c["classType"] == "homeroom"))
        {
            var own = byId.GetValueOrDefault(group.Id) ?? Named(group["classCode"]) ?? Named(group["title"]);
            names[group.Id] = own?.Name ?? group["title"];
            if (own is null) package.Report.Note(RosterTables.Classes, group.Line, "title", "enrollments.oneroster.note.class-unknown", group["title"]);
            else if (!IsNamed(own, group["title"])) package.Report.Note(RosterTables.Classes, group.Line, "title", "enrollments.oneroster.note.class-name", group["title"], own.Name);
        }

        foreach (var missing in classes.Where(c => !names.ContainsValue(c.Name))) package.Report.Note(RosterTables.Classes, 0, "", "enrollments.oneroster.note.class-missing", missing.Name);
        return names;

        // Of two that differ by a sign only, the one that is written alike.
        SchoolClass? Named(string name) => name.Length == 0 ? null : byName[Compact(name)].OrderByDescending(c => c.Name == name).FirstOrDefault();
    }

    private static bool IsNamed(SchoolClass own, string name) => name.Length > 0 && Compact(own.Name) == Compact(name);

    private static string Compact(string name) => string.Concat(Digits.ToLatin(name).Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static Dictionary<ImportColumn, string> Cells(RosterPackage package, RosterRow user, RosterRow? group, Dictionary<string, string> classes)
    {
        var cells = new Dictionary<ImportColumn, string>();
        Put(ImportColumn.LastNameAr, NameIn(NameLetters.AreArabic, user["preferredFamilyName"], user["familyName"]));
        Put(ImportColumn.FirstNameAr, NameIn(NameLetters.AreArabic, user["preferredGivenName"], user["givenName"]));
        Put(ImportColumn.LastNameLatin, NameIn(NameLetters.AreLatin, user["familyName"], user["preferredFamilyName"]));
        Put(ImportColumn.FirstNameLatin, NameIn(NameLetters.AreLatin, user["givenName"], user["preferredGivenName"]));
        // A platform's own number of a pupil is none of ours.
        if (MassarCode.Read(user["identifier"]) is { } code) Put(ImportColumn.Code, code.Value);
        else if (user["identifier"].Length > 0) package.Report.Note(RosterTables.Users, user.Line, "identifier", "enrollments.oneroster.note.no-code", user["identifier"]);
        if (package.Born(user.Id) is { } born)
        {
            Put(ImportColumn.BirthDate, born["birthDate"]);
            Put(ImportColumn.Sex, born["sex"] switch { "female" => "F", "male" => "M", _ => "" });
            Put(NameLetters.AreArabic(born["cityOfBirth"]) ? ImportColumn.BirthPlaceAr : ImportColumn.BirthPlaceLatin, born["cityOfBirth"]);
        }

        if (group is not null) Put(ImportColumn.Class, classes[group.Id]);
        else if (user.All("grades").ToList() is [var level]) Put(ImportColumn.Level, level);
        return cells;

        void Put(ImportColumn column, string? text)
        {
            if (BidiSafe.Clean(text, PupilIdentity.TextLength) is { Length: > 0 } clean) cells[column] = clean;
        }
    }

    private static string? NameIn(Func<string, bool> letters, params string[] names) => names.FirstOrDefault(n => n.Length > 0 && letters(n));

    // A bulk package is the whole of what a platform knows; who is not in it stays all the same.
    private async Task NameMissing(RosterPackage package, int school, int year, HashSet<string> codes, CancellationToken ct)
    {
        var here = await (
            from e in db.Enrollments
            where e.SchoolId == school && e.SchoolYearId == year && e.State == EnrollmentState.Active
            join p in db.Pupils on e.PupilId equals p.Id
            orderby p.MassarCode
            select new { p.MassarCode, Name = p.LastNameAr + " " + p.FirstNameAr }).AsNoTracking().ToListAsync(ct);
        foreach (var missing in here.Where(h => !codes.Contains(h.MassarCode))) package.Report.Note(RosterTables.Users, 0, "", PupilMissing, missing.Name, missing.MassarCode);
    }

    private async Task CompareStaff(RosterPackage package, int school, int year, DateOnly today, CancellationToken ct)
    {
        var taught = await (
            from t in db.TeachingAssignments.LiveOn(today)
            where t.SchoolId == school && t.SchoolYearId == year
            join c in db.Classes on t.ClassId equals c.Id
            join e in db.Employees on t.EmployeeId equals e.Id
            orderby c.Name, t.SubjectCode, t.Id
            select new { c.PublicId, Class = c.Name, t.SubjectCode, e.Id, NameAr = e.LastNameAr + " " + e.FirstNameAr, NameLatin = e.LastNameLatin + " " + e.FirstNameLatin }).AsNoTracking().ToListAsync(ct);
        // A class with its subject has the school's number, or the short name that the school's own package gives it.
        var lines = taught.SelectMany((t, at) => new[] { OneRoster.ClassId(t.PublicId, t.SubjectCode), $"{t.Class}-{t.SubjectCode}" }.Select(key => (key, at, Names: new[] { OneRoster.StaffId(t.Id), ArabicFolding.FoldLatin(t.NameLatin), ArabicFolding.Fold(t.NameAr) })))
            .ToLookup(t => t.key, StringComparer.OrdinalIgnoreCase);
        var users = package[RosterTables.Users].ToDictionary(u => u.Id, StringComparer.Ordinal);
        var groups = package[RosterTables.Classes].ToDictionary(c => c.Id, StringComparer.Ordinal);
        var found = new HashSet<int>();
        foreach (var line in package[RosterTables.Enrollments].Where(e => e["role"] == "teacher" && !(RosterReader.Day(e["endDate"]) < today)))
        {
            var (user, group) = (users[line["userSourcedId"]], groups[line["classSourcedId"]]);
            if (IsOff(user)) continue;
            var name = $"{user["familyName"]} {user["givenName"]}";
            string[] said = [user.Id, ArabicFolding.FoldLatin(name), ArabicFolding.Fold(name)];
            var same = lines[group.Id].Concat(lines[group["classCode"]]).Where(t => t.Names.Intersect(said).Any(n => n.Length > 0)).Select(t => t.at).ToList();
            if (same.Count > 0) found.UnionWith(same);
            else package.Report.Note(RosterTables.Enrollments, line.Line, "userSourcedId", TeacherUnknown, name, group["title"]);
        }

        foreach (var missing in taught.Where((_, at) => !found.Contains(at))) package.Report.Note(RosterTables.Enrollments, 0, "", TeacherMissing, missing.NameAr, $"{missing.Class} {missing.SubjectCode}");
    }
}
