using Massar.Features.Accounts.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffPapers.Domain;

/// <summary>What keeps a paper from being issued. The numbers are stored.</summary>
public enum StaffPaperProblem
{
    NameAr = 1,
    NameLatin = 2,
    Cin = 3,

    /// <summary>No line of the career says what the employee is today.</summary>
    NoCareer = 4,

    /// <summary>The grade is not in the ministry's list, or the file and the career name two.</summary>
    Grade = 5,

    /// <summary>No workplace today, or the file and the postings name two.</summary>
    Workplace = 6,

    /// <summary>Nobody is known to head the office that answers for the paper.</summary>
    NoHead = 7,
}

/// <summary>The office that must put a problem right.</summary>
public enum StaffPaperOwner
{
    /// <summary>Human resources of the office whose register it is.</summary>
    Office = 1,

    /// <summary>The academy: who directs its directorates.</summary>
    Academy = 2,
}

/// <summary>Everything about an employee that a paper says or its check looks at, as it is today.</summary>
/// <param name="Career">The line of today; null when there is none.</param>
/// <param name="EchelonSince">Since when in the échelon.</param>
/// <param name="Office">Whose register the paper is in: the directorate, else the academy, else the ministry.</param>
/// <param name="HeadAr">Who heads the office; null when nobody does, or for the ministry.</param>
public sealed record StaffRecord(
    Employee Employee, CareerStep? Career, DateOnly? EchelonSince, StaffGrade? Grade, string? PositionAr, string? PositionFr, Posting? Posting, Place Workplace,
    Place Office, Offices Above, string? HeadAr, string? HeadLatin)
{
    /// <summary>Retired, resigned, dismissed: papers of service are no longer made here.</summary>
    public bool HasLeft => Career?.PositionCode.StartsWith("LEFT_", StringComparison.Ordinal) == true;

    /// <summary>What must be put right first, most important first.</summary>
    public IReadOnlyList<StaffPaperProblem> Problems()
    {
        var problems = new List<StaffPaperProblem>();
        if (!Is(Employee.FirstNameAr, NameLetters.AreArabic) || !Is(Employee.LastNameAr, NameLetters.AreArabic)) problems.Add(StaffPaperProblem.NameAr);
        if (!Is(Employee.FirstNameLatin, NameLetters.AreLatin) || !Is(Employee.LastNameLatin, NameLetters.AreLatin)) problems.Add(StaffPaperProblem.NameLatin);
        if (Cin.Read(Employee.Cin) is null) problems.Add(StaffPaperProblem.Cin);
        if (Career is null) problems.Add(StaffPaperProblem.NoCareer);
        else if (Grade is null || Career.GradeCode != Employee.GradeCode) problems.Add(StaffPaperProblem.Grade);
        if (Posting is null || Posting.PlaceId != Employee.PlaceId) problems.Add(StaffPaperProblem.Workplace);
        if (HeadAr is null && Office.Kind != PlaceKind.Ministry) problems.Add(StaffPaperProblem.NoHead);
        return problems;
    }

    public static StaffPaperOwner OwnerOf(StaffPaperProblem problem) => problem is StaffPaperProblem.NoHead ? StaffPaperOwner.Academy : StaffPaperOwner.Office;

    /// <summary>Put right in the employee's file by the manager.</summary>
    public static bool IsInFile(StaffPaperProblem problem) => problem <= StaffPaperProblem.Cin;

    private static bool Is(string name, Func<string, bool> script) => name.Any(char.IsLetter) && script(name);
}

public static class StaffRecords
{
    /// <summary>The employee's record as it is now; four statements.</summary>
    public static async Task<StaffRecord?> StaffRecordOf(this MassarDb db, long employeeId, DateTime now, CancellationToken ct)
    {
        var today = MoroccanDay.Of(now);
        var row = await (
            from employee in db.Employees.AsNoTracking()
            where employee.Id == employeeId
            join place in db.Places on employee.PlaceId equals place.Id
            join grade in db.StaffGrades on employee.GradeCode equals grade.Code into grades
            from grade in grades.DefaultIfEmpty()
            select new
            {
                employee,
                place,
                grade,
                Postings = db.Postings.Where(p => p.EmployeeId == employee.Id).ToList(),
            }).AsSingleQuery().SingleOrDefaultAsync(ct);
        if (row is null) return null;

        var career = (await db.CareerSteps.AsNoTracking().Where(s => s.EmployeeId == employeeId).ToListAsync(ct)).KnownAt(now);
        var at = career.FindLastIndex(s => s.StartsOn <= today);
        var since = at;
        while (since > 0 && career[since - 1].GradeCode == career[at].GradeCode && career[since - 1].Echelon == career[at].Echelon) since--;

        var above = await db.OfficesOf(row.place.Path, ct);
        var office = above.Directorate ?? above.Academy ?? row.place;
        var (role, position) = (office.Kind == PlaceKind.Directorate ? Roles.ProvincialDirector : Roles.Signatory, at < 0 ? "" : career[at].PositionCode);
        var heads = db.Hats.LiveOn(today).OfOffice(db, today).Where(h => h.PlaceId == office.Id && h.Role == role).Join(db.Accounts.Where(a => a.ClosedAt == null), h => h.AccountId, a => a.Id, (h, a) => new { h.Id, a.NameAr, a.NameLatin }).OrderBy(h => h.Id);
        var positions = db.Nomenclatures.Where(n => n.List == "positions" && n.Code == position);
        var named = await db.Places.Where(p => p.Id == office.Id).Select(p => new
        {
            HeadAr = heads.Select(h => h.NameAr).FirstOrDefault(),
            HeadLatin = heads.Select(h => h.NameLatin).FirstOrDefault(),
            PositionAr = positions.Select(n => n.NameAr).FirstOrDefault(),
            PositionFr = positions.Select(n => n.NameFr).FirstOrDefault(),
        }).SingleAsync(ct);

        return new StaffRecord(
            row.employee, at < 0 ? null : career[at], at < 0 ? null : career[since].StartsOn, row.grade, named.PositionAr, named.PositionFr, row.Postings.WorkedAt(now).HeldOn(today), row.place,
            office, above, named.HeadAr, named.HeadLatin);
    }
}
