using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>
/// A test leaves the plan of a year only while nothing is written in it: without its number in the plan nobody could open the sheet any
/// more, and its marks would still count. Sheets of other years have plans of their own.
/// </summary>
public sealed class KeptTests(MassarDb db) : IKeepsPlans
{
    public async Task<Refusal?> WhyNot(SubjectPlan plan, (int Tests, decimal ActivitiesShare) former, CancellationToken ct)
    {
        if (plan.TestsPerSemester < former.Tests)
        {
            var (from, to) = (plan.TestsPerSemester, former.Tests);
            var (sheets, classes) = await Written(plan, from, to, ct);
            if (sheets > 0)
                return Refusal.Invalid(nameof(plan.TestsPerSemester), "marks.kept-tests", sheets, classes, plan.TestsPerSemester, former.Tests).Next("marks.kept-tests.next");
        }

        if (plan.ActivitiesShare == 0 && former.ActivitiesShare > 0)
        {
            var (sheets, classes) = await Written(plan, Assessment.Activities - 1, Assessment.Activities, ct);
            if (sheets > 0)
                return Refusal.Invalid(nameof(plan.ActivitiesShare), "marks.kept-activities", sheets, classes).Next("marks.kept-tests.next");
        }

        return null;
    }

    // Sheets with a number above the first and up to the second in which something is written.
    private async Task<(int Sheets, int Classes)> Written(SubjectPlan plan, int above, int upTo, CancellationToken ct)
    {
        var (year, level, stream, subject) = (plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode);
        var sheets =
            from a in db.Assessments
            where a.SubjectCode == subject && a.Number > above && a.Number <= upTo && a.SchoolYearId == year && a.Marks.Any(m => m.State != CellState.Empty)
            join c in db.Classes on a.ClassId equals c.Id
            where c.LevelCode == level && c.StreamCode == stream && c.SchoolYearId == year
            select new { a.Id, a.ClassId };
        return (await sheets.CountAsync(ct), await sheets.Select(s => s.ClassId).Distinct().CountAsync(ct));
    }
}
