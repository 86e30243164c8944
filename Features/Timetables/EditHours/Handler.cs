using System.Globalization;
using Massar.Features.Attendance.Domain;
using Massar.Features.Schools.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.EditHours;

public sealed record Query : IQuery<WeekHours>;

/// <param name="Open">Hours as forms name them: "1-M1".</param>
/// <param name="Version">0 while the school follows the country's hours.</param>
/// <param name="IsOwn">The school has hours of its own.</param>
public sealed record WeekHours(IReadOnlyList<LessonHour> Hours, IReadOnlySet<string> Open, int Version, bool IsOwn);

public sealed record Command(IReadOnlyList<string> Open, string? Version) : ICommand;

public sealed class Handler(MassarDb db, Planning planning, CurrentUser user) : IQueryHandler<Query, WeekHours>, ICommandHandler<Command>
{
    public async Task<Outcome<WeekHours>> Handle(Query request, CancellationToken cancellationToken)
    {
        var school = user.PlaceId;
        if (!await db.Schools.Below(user).AnyAsync(s => s.Id == school, cancellationToken) || await SchoolGrid.Current(db, school, cancellationToken) is not { } frame) return Refusal.NotFound;
        var (year, grid) = frame;
        var own = await db.SchoolWeeks.AsNoTracking().SingleOrDefaultAsync(w => w.SchoolId == school && w.SchoolYearId == year, cancellationToken);
        return new WeekHours(grid.Hours.All, SchoolGrid.Days.SelectMany(d => grid.On(d), (d, h) => TypedSpot.StartOf(d, h.Code)).ToHashSet(), own?.Version ?? 0, own is not null);
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        if (await planning.Of(isChanging: true, cancellationToken) is not { } plan) return Refusal.NotFound;
        if (request.Open.Count == 0 || plan.Grid.Chosen(request.Open) is not { } open) return Refusal.Invalid("Open", "timetables.hours.needed");

        // Hours with lessons in them stay open: the lessons move first.
        if (planning.Busy("timetables.hours.busy", plan.Grid, plan.Lessons.Where(l => plan.Assignments.ContainsKey(l.AssignmentId)), at => !open.Contains(at)) is { } refusal) return refusal;

        var (school, year) = (plan.SchoolId, plan.Year);
        var week = await db.SchoolWeeks.SingleOrDefaultAsync(w => w.SchoolId == school && w.SchoolYearId == year, cancellationToken);
        if (!int.TryParse(request.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) || seen != (week?.Version ?? 0)) return Refusal.Stale;
        var written = SchoolGrid.Write(open);
        if (week is null)
            db.SchoolWeeks.Add(new SchoolWeek { SchoolId = school, SchoolYearId = year, Open = written });
        else
            week.Open = written;
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}
