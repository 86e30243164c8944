using Massar.Features.Marks.Domain;
using Massar.Features.ReportCards;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.FreezeSheets;

/// <summary>
/// When a class council has decided, every sheet of the plan in that semester is frozen, those that nobody ever opened included:
/// the averages the council looked at stay what they were (workflow 4.6).
/// </summary>
public sealed class Handler(MassarDb db) : IFactHandler<CouncilDecided>
{
    public async Task Handle(CouncilDecided notification, CancellationToken cancellationToken)
    {
        var (classId, school, year, semester) = notification;
        var sheets = await db.Assessments.Where(a => a.ClassId == classId && a.Semester == semester).ForUpdate().ToListAsync(cancellationToken);
        sheets.ForEach(s => s.State = AssessmentState.Frozen);

        var plans = await (
            from c in db.Classes
            where c.Id == classId
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode }
            select new { plan.SubjectCode, plan.TestsPerSemester, plan.ActivitiesShare }).AsNoTracking().ToListAsync(cancellationToken);
        var there = sheets.Select(s => (s.SubjectCode, s.Number)).ToHashSet();
        foreach (var plan in plans)
            foreach (var number in SheetHead.NumbersOf(plan.TestsPerSemester, plan.ActivitiesShare).Where(n => !there.Contains((plan.SubjectCode, n))))
                db.Assessments.Add(new Assessment { SchoolId = school, SchoolYearId = year, ClassId = classId, SubjectCode = plan.SubjectCode, Semester = semester, Number = number, State = AssessmentState.Frozen });
        await db.SaveChangesAsync(cancellationToken);
    }
}
