using System.Globalization;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.GradeOnTheDay;

/// <summary>The day a promotion begins that was signed before it: the grade of today, which the file keeps beside the career, becomes what the career says of the day.</summary>
public sealed class Handler(MassarDb db, UnitOfWork unit, TimeProvider clock) : IWork
{
    public static string Kind => "grade-on-the-day";

    public static string KeyOf(long decision) => $"grade/{decision.ToString(CultureInfo.InvariantCulture)}";

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var decision = long.Parse(item.Key[(item.Key.IndexOf('/', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
        return unit.Run("Decisions.GradeOnTheDay", async token =>
        {
            // Two files may have become one since: the decision says whose it is by now.
            var id = await db.Decisions.Where(d => d.Id == decision).Select(d => d.EmployeeId).SingleAsync(token);
            var employee = await db.Employees.Where(e => e.Id == id).ForUpdate().SingleAsync(token);
            var steps = await db.CareerSteps.AsNoTracking().Where(s => s.EmployeeId == id).ToListAsync(token);
            if (steps.KnownAt(DateTime.MaxValue).On(MoroccanDay.Today(clock)) is not { } now || now.GradeCode == employee.GradeCode)
                return;
            employee.GradeCode = now.GradeCode;
            await db.SaveChangesAsync(token);
        }, ct);
    }
}
