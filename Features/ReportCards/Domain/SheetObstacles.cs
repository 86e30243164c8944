using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.Domain;

/// <summary>A sheet of the year's plan that families cannot read yet, and who is to act.</summary>
public sealed record SheetObstacle(string SubjectCode, string SubjectAr, string SubjectFr, int Number, AssessmentState State, int? AssessmentId, string? TeacherAr, string? TeacherLatin, string? Phone)
{
    /// <summary>It has left the teacher's hands: the head finishes it before a council decides.</summary>
    public bool IsWithHead => State is AssessmentState.Submitted or AssessmentState.Validated or AssessmentState.Scheduled;
}

public static class SheetObstacles
{
    /// <summary>Sheets of a class and semester that are not out, in the order of subjects. Two statements.</summary>
    public static async Task<List<SheetObstacle>> ObstaclesOf(this MassarDb db, ClassHead head, DateTime now, CancellationToken ct)
    {
        var planned = await (
            from c in db.Classes
            where c.Id == head.ClassId
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode }
            where plan.TestsPerSemester > 0
            join a in db.Assessments.Where(a => a.ClassId == head.ClassId && a.Semester == head.Semester) on plan.SubjectCode equals a.SubjectCode into made
            from sheet in made.DefaultIfEmpty()
            orderby plan.Coefficient descending, plan.SubjectCode
            select new
            {
                plan.SubjectCode,
                plan.NameAr,
                plan.NameFr,
                plan.TestsPerSemester,
                plan.ActivitiesShare,
                Id = (int?)sheet.Id,
                Number = (int?)sheet.Number,
                State = (AssessmentState?)sheet.State,
                sheet.PublishAt,
            }).AsNoTracking().ToListAsync(ct);
        var today = MoroccanDay.Of(now);
        var teachers = (await (
            from t in db.TeachingAssignments
            where t.ClassId == head.ClassId
            join e in db.Employees on t.EmployeeId equals e.Id
            orderby t.StartsOn
            select new { t.SubjectCode, t.StartsOn, t.EndsOn, e.LastNameAr, e.FirstNameAr, e.LastNameLatin, e.FirstNameLatin, e.Phone }).AsNoTracking().ToListAsync(ct))
            .Where(t => t.StartsOn <= today).ToLookup(t => t.SubjectCode, StringComparer.Ordinal);

        var found = new List<SheetObstacle>();
        // The order of subjects is kept: they come one after the other.
        foreach (var subject in planned.GroupBy(p => p.SubjectCode, StringComparer.Ordinal))
        {
            var plan = subject.First();
            foreach (var number in SheetHead.NumbersOf(plan.TestsPerSemester, plan.ActivitiesShare))
            {
                var sheet = subject.FirstOrDefault(s => s.Number == number);
                if (sheet is { State: { } state } && Assessment.IsOut(state, sheet.PublishAt, now)) continue;
                var teacher = teachers[plan.SubjectCode].LastOrDefault(t => t.EndsOn is null || t.EndsOn >= today) ?? teachers[plan.SubjectCode].LastOrDefault();
                found.Add(new SheetObstacle(plan.SubjectCode, plan.NameAr, plan.NameFr, number, sheet?.State ?? AssessmentState.Planned, sheet?.Id,
                    teacher is null ? null : $"{teacher.LastNameAr} {teacher.FirstNameAr}", teacher is null ? null : $"{teacher.LastNameLatin} {teacher.FirstNameLatin}", teacher?.Phone));
            }
        }

        return found;
    }
}
