using Massar.Features.Attendance.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.ShowStatistics;

/// <param name="Month">yyyy-MM; the newest of the year when it is not said.</param>
public sealed record Query(string? Month) : IQuery<MonthFigures>;

/// <param name="Days">School days of the month up to today.</param>
public sealed record MonthFigures(DateOnly Month, IReadOnlyList<DateOnly> Months, int Days, IReadOnlyList<ClassFigures> Lines)
{
    /// <summary>Half-days missed of those there were, for all classes; null where there were none.</summary>
    public decimal? Share => Rate(Lines.Sum(l => l.Totals.Halves), Lines.Sum(l => l.Pupils));

    public decimal? ShareOf(ClassFigures line) => Rate(line.Totals.Halves, line.Pupils);

    private decimal? Rate(int halves, int pupils) => pupils * Days == 0 ? null : (decimal)halves / (pupils * Days * 2);
}

public sealed record ClassFigures(int Id, string Name, int Pupils, MissedTotals Totals, int Lates);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, MonthFigures>
{
    public async Task<Outcome<MonthFigures>> Handle(Query request, CancellationToken cancellationToken)
    {
        var today = MoroccanDay.Today(clock);
        var year = await db.CurrentYear(cancellationToken);
        var first = SchoolMonth.Read(request.Month, year, today);
        var last = first.AddMonths(1).AddDays(-1);
        var month = await SchoolMonth.Of(db, year, first, today, cancellationToken);
        var classes = db.Classes.InSchoolsOf(user, db).Where(c => c.SchoolYearId == year);
        var lines = await classes.OrderBy(c => c.LevelCode).ThenBy(c => c.Name)
            .Select(c => new { c.Id, c.Name, Pupils = db.Enrollments.Count(e => e.ClassId == c.Id && e.State == EnrollmentState.Active) }).AsNoTracking().Take(200).ToListAsync(cancellationToken);
        var ids = lines.ConvertAll(l => l.Id);
        var missed = (await db.Absences.Where(a => ids.Contains(a.ClassId) && a.Day >= first && a.Day <= last && a.State != AbsenceState.Cancelled).GroupBy(a => new { a.ClassId, a.State })
            .Select(g => new { g.Key.ClassId, g.Key.State, Halves = g.Count(), Hours = g.Sum(a => a.Periods) }).AsNoTracking().ToListAsync(cancellationToken)).ToLookup(m => m.ClassId);
        var lates = await (
            from c in db.RollCalls
            where ids.Contains(c.ClassId) && c.Day >= first && c.Day <= last
            join l in db.RollLines on c.Id equals l.RollCallId
            where l.Presence == Presence.Late
            group l by c.ClassId into g
            select new { g.Key, Count = g.Count() }).AsNoTracking().ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return new MonthFigures(first, [.. SchoolMonth.Of(year, today)], month.Days.Count,
            [.. lines.Select(l => new ClassFigures(l.Id, l.Name, l.Pupils, MissedTotals.Of(missed[l.Id].Select(m => (m.State, m.Halves, m.Hours))), lates.GetValueOrDefault(l.Id)))]);
    }
}
