using System.Globalization;
using FluentValidation;
using Massar.Features.Classes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Classes.EditTeaching;

/// <param name="Line">An assignment to change; none to add one.</param>
public sealed record Query(int Class, string Subject, int? Line) : IQuery<Teaching>;

/// <param name="Due">Weekly hours of the subject at the level.</param>
public sealed record Teaching(
    int Class, string ClassName, int Year, DateOnly YearStarts, DateOnly YearEnds, string Subject, string SubjectAr, string SubjectFr, decimal Due,
    IReadOnlyList<Line> Lines, Line? Chosen, IReadOnlyList<Teacher> Teachers);

public sealed record Line(int Id, int Version, long Employee, string NameAr, string NameLatin, decimal Hours, DateOnly From, DateOnly? To);

/// <param name="Hours">Weekly hours the teacher has in all classes, on the last line's day.</param>
/// <param name="IsOfSubject">The subject is the teacher's specialization.</param>
public sealed record Teacher(long Employee, string NameAr, string NameLatin, decimal Hours, bool IsOfSubject);

public sealed record Command(int Class, string Subject, int? Line, int Version, string? Employee, string? Hours, string? From, string? To) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    /// <summary>No subject has more hours in a week.</summary>
    private const int MostHours = 40;

    public Validator()
    {
        RuleFor(c => c.Employee).Must(e => long.TryParse(e, NumberStyles.None, CultureInfo.InvariantCulture, out _)).When(c => c.Line is null).WithMessage("classes.teacher-needed");
        RuleFor(c => c.Hours).Must(h => NumberReader.Read(h, 1, 0.5m, MostHours).Value is not null).WithMessage("classes.hours-wrong").WithState(_ => new object[] { MostHours });
        RuleFor(c => c.From).Must(d => TypedDay.Read(d) is not null).WithMessage("classes.day-wrong");
        RuleFor(c => c.To).Must(d => TypedDay.IsEmptyOrDay(d)).WithMessage("classes.day-wrong");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Teaching>, ICommandHandler<Command>
{
    public async Task<Outcome<Teaching>> Handle(Query request, CancellationToken cancellationToken)
    {
        var (subject, today) = (request.Subject, MoroccanDay.Today(clock));
        var head = await (
            from c in db.Classes.OfMySchool(user)
            where c.Id == request.Class
            join year in db.SchoolYears on c.SchoolYearId equals year.Id
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, SubjectCode = subject } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            select new { Class = c, year.StartsOn, year.EndsOn, plan.NameAr, plan.NameFr, plan.WeeklyHours }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (head is null) return Refusal.NotFound;
        var lines = await (
            from t in db.TeachingAssignments
            where t.ClassId == request.Class && t.SubjectCode == subject
            join e in db.Employees on t.EmployeeId equals e.Id
            orderby t.StartsOn, t.Id
            select new Line(t.Id, t.Version, e.Id, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, t.WeeklyHours, t.StartsOn, t.EndsOn)).ToListAsync(cancellationToken);
        if (request.Line is { } asked && lines.TrueForAll(l => l.Id != asked)) return Refusal.NotFound;
        var day = today < head.StartsOn ? head.StartsOn : today > head.EndsOn ? head.EndsOn : today;
        var (place, year0) = (user.PlaceId, head.Class.SchoolYearId);
        var teachers = await db.Employees.Where(e => e.PlaceId == place && (e.DisciplineCode != null || db.TeachingAssignments.Any(t => t.EmployeeId == e.Id)))
            .OrderByDescending(e => e.DisciplineCode == subject).ThenBy(e => e.LastNameAr).ThenBy(e => e.FirstNameAr).ThenBy(e => e.Id)
            .Select(e => new Teacher(e.Id, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin,
                db.TeachingAssignments.Where(t => t.EmployeeId == e.Id && t.SchoolYearId == year0 && t.StartsOn <= day && (t.EndsOn == null || t.EndsOn >= day)).Sum(t => (decimal?)t.WeeklyHours) ?? 0,
                e.DisciplineCode == subject)).Take(150).ToListAsync(cancellationToken);
        return new Teaching(head.Class.Id, head.Class.Name, year0, head.StartsOn, head.EndsOn, subject, head.NameAr, head.NameFr, head.WeeklyHours ?? 0, lines, lines.Find(l => l.Id == request.Line), teachers);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
    {
        // The class's row is held, so that two lines that overlap are never written at once.
        var made = await db.Classes.OfMySchool(user).Where(c => c.Id == command.Class).ForUpdate().SingleOrDefaultAsync(cancellationToken);
        if (made is null || !await db.SubjectPlans.AnyAsync(p => p.SchoolYearId == made.SchoolYearId && p.LevelCode == made.LevelCode && p.StreamCode == made.StreamCode && p.SubjectCode == command.Subject, cancellationToken))
            return Refusal.NotFound;
        var year = await db.SchoolYears.AsNoTracking().SingleAsync(y => y.Id == made.SchoolYearId, cancellationToken);
        var (from, to) = (TypedDay.Read(command.From)!.Value, TypedDay.Read(command.To));
        if (from < year.StartsOn || from > year.EndsOn) return Refusal.Invalid("From", "classes.teaching.day", Formats.ShortDate(year.StartsOn), Formats.ShortDate(year.EndsOn));
        if (to < from) return Refusal.Invalid("To", "classes.teaching.ends-before");
        if (to > year.EndsOn) return Refusal.Invalid("To", "classes.teaching.day", Formats.ShortDate(year.StartsOn), Formats.ShortDate(year.EndsOn));

        var lines = await db.TeachingAssignments.Where(t => t.ClassId == made.Id && t.SubjectCode == command.Subject).ToListAsync(cancellationToken);
        // Who typed over an older state is told so before anything else.
        var changed = lines.Find(l => l.Id == command.Line);
        if (command.Line is not null && changed is null) return Refusal.NotFound;
        if (changed is not null && changed.Version != command.Version) return Refusal.Stale;
        var last = to ?? year.EndsOn;
        if (lines.Find(l => l.Id != command.Line && l.StartsOn <= last && (l.EndsOn ?? year.EndsOn) >= from) is { } other)
            return Refusal.Conflict("classes.teaching.overlap", Formats.ShortDate(other.StartsOn), Formats.ShortDate(other.EndsOn ?? year.EndsOn)).Next("classes.teaching.overlap.next");

        var hours = NumberReader.Read(command.Hours, 1, 0, 100).Value!.Value;
        if (changed is not null)
        {
            (changed.WeeklyHours, changed.StartsOn, changed.EndsOn) = (hours, from, to);
        }
        else
        {
            var (employee, place) = (long.Parse(command.Employee!, CultureInfo.InvariantCulture), user.PlaceId);
            if (!await db.Employees.AnyAsync(e => e.Id == employee && e.PlaceId == place, cancellationToken)) return Refusal.Invalid("Employee", "classes.teacher-needed");
            db.TeachingAssignments.Add(new TeachingAssignment
            {
                ClassId = made.Id,
                SchoolId = made.SchoolId,
                SchoolYearId = made.SchoolYearId,
                SubjectCode = command.Subject,
                EmployeeId = employee,
                WeeklyHours = hours,
                StartsOn = from,
                EndsOn = to,
            });
        }

        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}
