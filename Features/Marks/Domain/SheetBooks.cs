using System.Globalization;
using System.Text;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Marks.Parts;
using Massar.Features.Marks.Workbooks;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>The subject of a class in a semester: all its tests, as the ministry's workbook has them.</summary>
/// <param name="Tests">Number of each assessment, in the order of the sheet.</param>
/// <param name="Closed">Numbers that take no marks now.</param>
/// <param name="Fingerprint">Changes whenever a mark, a state or the class list does: what a preview was made of.</param>
public sealed record SheetBook(
    NotesCcSheet Sheet, string SubjectFr, int SchoolId, int YearId, IReadOnlyList<int> Tests, IReadOnlySet<int> Closed,
    IReadOnlyDictionary<string, long> Pupils, IReadOnlyDictionary<string, string> LatinNames, string Fingerprint)
{
    /// <summary>Why the window of the semester takes no marks today; null while it is open.</summary>
    public Refusal? Shut { get; init; }

    /// <summary>The number the workbook writes above a column: 1, 2, 3 … the activities last.</summary>
    public int NumberOf(int marker) => Tests[marker - 1];
}

/// <summary>Whose workbooks they are.</summary>
/// <param name="NameAr">As the workbook names the teacher.</param>
public sealed record BookTeacher(long EmployeeId, string NameAr);

/// <summary>Reads the workbook of a subject from the database.</summary>
public sealed class SheetBooks(MassarDb db, CurrentUser user, TimeProvider clock)
{
    public Task<SheetBook?> Load(int classId, string subject, int semester, CancellationToken ct) =>
        Load(new BookTeacher(user.EmployeeId ?? 0, user.Session.NameAr), classId, subject, semester, ct);

    /// <summary>The same for background work, which nobody is signed in for.</summary>
    public async Task<SheetBook?> Load(BookTeacher teacher, int classId, string subject, int semester, CancellationToken ct)
    {
        if (semester is not (1 or 2) || subject.Length is 0 or > 20) return null;
        var today = MoroccanDay.Today(clock);
        var window = $"marks-s{semester}";
        var of = await (
            from c in db.Classes.TaughtBy(teacher.EmployeeId, db, subject, today)
            where c.Id == classId
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, SubjectCode = subject } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            join level in db.Levels on c.LevelCode equals level.Code
            join school in db.Schools on c.SchoolId equals school.Id
            join place in db.Places on c.SchoolId equals place.Id
            join year in db.SchoolYears on c.SchoolYearId equals year.Id
            select new
            {
                c.Name,
                c.PublicId,
                c.SchoolId,
                c.SchoolYearId,
                place.Path,
                SchoolAr = place.NameAr,
                school.GresaCode,
                level.NefstatCode,
                LevelAr = level.NameAr,
                level.MarkScale,
                plan.NameAr,
                plan.NameFr,
                plan.MassarCode,
                plan.TestsPerSemester,
                plan.ActivitiesShare,
                year.MassarId,
            }).AsNoTracking().FirstOrDefaultAsync(ct);
        if (of is null) return null;

        var above = of.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToList();
        var places = await db.Places.AsNoTracking().Where(p => above.Contains(p.Id)).Select(p => new { p.Kind, p.NameAr }).ToListAsync(ct);
        var sheets = await db.Assessments.AsNoTracking().Include(a => a.Marks).Where(a => a.ClassId == classId && a.SubjectCode == subject && a.Semester == semester).ToListAsync(ct);
        var pupils = await (
            from e in db.Enrollments
            where e.ClassId == classId && e.State == EnrollmentState.Active
            join p in db.Pupils on e.PupilId equals p.Id
            join r in db.TeacherRemarks.Where(r => r.ClassId == classId && r.SubjectCode == subject && r.Semester == semester) on e.PupilId equals r.PupilId into remarks
            from r in remarks.DefaultIfEmpty()
            orderby e.OrderInClass, p.MassarCode
            select new { p.Id, p.MassarCode, p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin, p.BirthDate, Remark = r.Text }).AsNoTracking().ToListAsync(ct);

        var numbers = SheetHead.NumbersOf(of.TestsPerSemester, of.ActivitiesShare).ToList();
        var byNumber = numbers.Select(n => sheets.Find(s => s.Number == n)).ToList();
        var cells = byNumber.ConvertAll(a => a?.Marks.ToDictionary(m => m.PupilId, m => m.Value));
        var sheet = new NotesCcSheet
        {
            Academy = places.Find(p => p.Kind == Schools.Domain.PlaceKind.Academy)?.NameAr ?? "",
            Directorate = places.Find(p => p.Kind == Schools.Domain.PlaceKind.Directorate)?.NameAr ?? "",
            SchoolCode = of.GresaCode,
            SchoolName = of.SchoolAr,
            ClassId = of.PublicId,
            ClassName = of.Name,
            Teacher = teacher.NameAr,
            LevelCode = of.NefstatCode ?? "",
            LevelName = of.LevelAr,
            Semester = semester,
            SubjectCode = of.MassarCode ?? subject,
            SubjectName = of.NameAr,
            YearId = of.MassarId,
            YearLabel = Formats.SchoolYear(of.SchoolYearId),
            Scale = of.MarkScale ?? 20,
            Assessments = [.. numbers.Select((n, i) => new NotesCcAssessment(i + 1, TestNames.InArabic(n)))],
            Rows =
            [
                .. pupils.Select(p => new NotesCcRow(p.Id, p.MassarCode, $"{p.LastNameAr} {p.FirstNameAr}", p.BirthDate,
                    [.. cells.Select(c => c?.GetValueOrDefault(p.Id, CellValue.Empty).ToSheet() ?? MarkValue.Empty)], p.Remark ?? "")),
            ],
        };
        var shut = (await CalendarWindows.At(db, of.Path, ct, window)).Closed(window, of.SchoolYearId, today);
        var inWindow = shut is null;
        var closed = numbers.Where((_, i) => !inWindow || (byNumber[i] is { } a && !Assessment.IsEditable(a.State))).ToHashSet();
        return new SheetBook(sheet, of.NameFr, of.SchoolId, of.SchoolYearId, numbers, closed, pupils.ToDictionary(p => p.MassarCode, p => p.Id, StringComparer.Ordinal),
            pupils.ToDictionary(p => p.MassarCode, p => $"{p.LastNameLatin} {p.FirstNameLatin}", StringComparer.Ordinal), FingerprintOf(sheets, sheet, inWindow))
        { Shut = shut };
    }

    private static string FingerprintOf(List<Assessment> sheets, NotesCcSheet sheet, bool inWindow)
    {
        var text = new StringBuilder(inWindow ? "open\n" : "closed\n");
        foreach (var a in sheets.OrderBy(s => s.Number)) text.Append(CultureInfo.InvariantCulture, $"{a.Number}:{a.State}:{a.Changes}\n");
        foreach (var row in sheet.Rows) text.Append(row.MassarCode).Append('=').Append(row.Remark).Append('\n');
        return Fingerprint.Of(text.ToString());
    }
}
