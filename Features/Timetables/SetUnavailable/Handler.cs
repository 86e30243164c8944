using Massar.Features.Attendance.Domain;
using Massar.Features.Schools.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.SetUnavailable;

public sealed record Query(long Employee) : IQuery<Entry>;

public sealed record Entry(long Employee, string NameAr, string NameLatin, IReadOnlyList<LessonHour> Hours, IReadOnlySet<string> Unavailable);

/// <param name="Hours">All of them; those left out become available.</param>
public sealed record Command(long Employee, IReadOnlyList<string> Hours) : ICommand;

public sealed class Handler(MassarDb db, Planning planning, CurrentUser user) : IQueryHandler<Query, Entry>, ICommandHandler<Command>
{
    public async Task<Outcome<Entry>> Handle(Query request, CancellationToken cancellationToken)
    {
        var id = request.Employee;
        var person = await db.Employees.TeachingIn(user, db).Where(e => e.Id == id).Select(e => new { e.LastNameAr, e.FirstNameAr, e.LastNameLatin, e.FirstNameLatin }).SingleOrDefaultAsync(cancellationToken);
        if (person is null || await SchoolGrid.Current(db, user.PlaceId, cancellationToken) is not { } frame) return Refusal.NotFound;
        var year = frame.Year;
        var there = await db.TeacherUnavailabilities.InSchoolsOf(user, db).Where(u => u.EmployeeId == id && u.SchoolYearId == year).Select(u => new { u.Weekday, u.Hour }).ToListAsync(cancellationToken);
        return new Entry(id, $"{person.LastNameAr} {person.FirstNameAr}", $"{person.LastNameLatin} {person.FirstNameLatin}", frame.Grid.Hours.All, there.Select(u => TypedSpot.StartOf(u.Weekday, u.Hour)).ToHashSet());
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var id = request.Employee;
        if (await planning.Of(isChanging: true, cancellationToken) is not { } plan || !await db.Employees.TeachingIn(user, db).AnyAsync(e => e.Id == id, cancellationToken)) return Refusal.NotFound;
        if (plan.Grid.Chosen(request.Hours) is not { } wanted) return Refusal.Invalid("Hours", "timetables.hours.needed");
        if (planning.Busy("timetables.unavailable.busy", plan.Grid, plan.Lessons.Where(l => l.EmployeeId == id), wanted.Contains) is { } refusal) return refusal;

        var (school, year) = (plan.SchoolId, plan.Year);
        var there = await db.TeacherUnavailabilities.Where(u => u.SchoolId == school && u.EmployeeId == id && u.SchoolYearId == year).ToListAsync(cancellationToken);
        db.TeacherUnavailabilities.RemoveRange(there.Where(u => !wanted.Contains((u.Weekday, u.Hour))));
        foreach (var (day, hour) in wanted.Where(w => !there.Exists(u => u.Weekday == w.Day && u.Hour == w.Hour)))
            db.TeacherUnavailabilities.Add(new TeacherUnavailability { SchoolId = school, SchoolYearId = year, EmployeeId = id, Weekday = day, Hour = hour });
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}
