using System.Globalization;
using FluentValidation;
using Massar.Features.Attendance.Domain;
using Massar.Features.Classes.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.AssignCover;

/// <param name="Day">Today when it is not said.</param>
/// <param name="Class">The class chosen first; its subjects come with it.</param>
public sealed record Query(DateOnly? Day, int? Class) : IQuery<Covers>;

/// <summary>The day's covers, and what is chosen from for another.</summary>
public sealed record Covers(DateOnly Day, DateOnly Today, IReadOnlyList<Line> Lines, IReadOnlyList<ClassChoice> Classes, ClassChoice? Chosen, IReadOnlyList<SubjectChoice> Subjects, IReadOnlyList<StaffChoice> Staff);

public sealed record Line(long Id, string ClassName, string? SubjectAr, string? SubjectFr, HalfDay Half, string NameAr, string NameLatin);

/// <param name="HasTeacher">Somebody is assigned to it in some subject that day.</param>
public sealed record ClassChoice(int Id, string Name, bool HasTeacher);

/// <param name="TeacherAr">Who teaches it that day; null where nobody is assigned.</param>
public sealed record SubjectChoice(string Code, string NameAr, string NameFr, string? TeacherAr, string? TeacherLatin);

/// <param name="Halves">Morning, Afternoon; 1, 2 from the page.</param>
public sealed record Command(string? Day, string? Class, string? Subject, IReadOnlyList<string> Halves, string? Employee) : ICommand;

public sealed record EndCommand(long Id) : ICommand<Ended>;

public sealed record Ended(DateOnly Day);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Day).Must(d => TypedDay.Read(d) is not null).WithMessage("attendance.cover.day.wrong");
        RuleFor(c => c.Class).Must(c => int.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out _)).WithMessage("attendance.cover.class.needed");
        RuleFor(c => c.Subject).NotEmpty().WithMessage("attendance.cover.subject.needed");
        RuleFor(c => c.Halves).Must(h => h.Count > 0 && h.All(one => Enum.TryParse<HalfDay>(one, out var half) && Enum.IsDefined(half))).WithMessage("attendance.cover.half.needed");
        RuleFor(c => c.Employee).Must(e => long.TryParse(e, NumberStyles.None, CultureInfo.InvariantCulture, out _)).WithMessage("attendance.cover.employee.needed");
    }
}

public sealed class Handler(MassarDb db, CoverDesk desk, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Covers>, ICommandHandler<Command>, ICommandHandler<EndCommand, Ended>
{
    public async Task<Outcome<Covers>> Handle(Query request, CancellationToken cancellationToken)
    {
        var today = MoroccanDay.Today(clock);
        var day = request.Day ?? today;
        var rows = await (
            from v in db.CallCovers.InSchoolsOf(user, db)
            where v.Day == day
            join c in db.Classes on v.ClassId equals c.Id
            join e in db.Employees on v.EmployeeId equals e.Id
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, v.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode } into plans
            from plan in plans.DefaultIfEmpty()
            orderby c.Name, v.Half, v.Id
            select new { v.Id, c.Name, SubjectAr = (string?)plan.NameAr, SubjectFr = (string?)plan.NameFr, v.Half, e.LastNameAr, e.FirstNameAr, e.LastNameLatin, e.FirstNameLatin }).AsNoTracking().Take(200).ToListAsync(cancellationToken);
        var classes = await db.Classes.InSchoolsOf(user, db).Where(c => db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent)).OrderBy(c => c.LevelCode).ThenBy(c => c.Name)
            .Select(c => new ClassChoice(c.Id, c.Name, db.TeachingAssignments.LiveOn(day).Any(t => t.ClassId == c.Id))).AsNoTracking().Take(200).ToListAsync(cancellationToken);
        var chosen = classes.Find(c => c.Id == request.Class);
        return new Covers(day, today, [.. rows.Select(r => new Line(r.Id, r.Name, r.SubjectAr, r.SubjectFr, r.Half, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}"))], classes, chosen,
            chosen is null ? [] : await Subjects(chosen.Id, day, cancellationToken), chosen is null ? [] : await desk.Staff(today, cancellationToken));
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var (day, id, employee) = (TypedDay.Read(request.Day)!.Value, int.Parse(request.Class!, CultureInfo.InvariantCulture), long.Parse(request.Employee!, CultureInfo.InvariantCulture));
        var subject = request.Subject!;
        // The class's row goes first, as for every order about its calls.
        var schoolClass = await db.Classes.InSchoolsOf(user, db).Where(c => c.Id == id).ForUpdate().SingleOrDefaultAsync(cancellationToken);
        if (schoolClass is null) return Refusal.NotFound;
        if (subject != SessionKey.NoSubject && (await Subjects(id, day, cancellationToken)).TrueForAll(s => s.Code != subject)) return Refusal.Invalid("Subject", "attendance.cover.subject.needed");
        return await desk.Give(schoolClass, subject, day, [.. request.Halves.Select(Enum.Parse<HalfDay>).Distinct()], employee, cancellationToken);
    }

    public async Task<Outcome<Ended>> Handle(EndCommand request, CancellationToken cancellationToken)
    {
        var cover = await db.CallCovers.InSchoolsOf(user, db).SingleOrDefaultAsync(v => v.Id == request.Id, cancellationToken);
        if (cover is null) return Refusal.NotFound;
        if (cover.Day < MoroccanDay.Today(clock)) return Refusal.Conflict("attendance.cover.over");
        db.CallCovers.Remove(cover);
        await db.SaveChangesAsync(cancellationToken);
        return new Ended(cover.Day);
    }

    private async Task<List<SubjectChoice>> Subjects(int schoolClass, DateOnly day, CancellationToken ct)
    {
        var rows = await (
            from c in db.Classes
            where c.Id == schoolClass
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode }
            join t in db.TeachingAssignments.LiveOn(day) on new { ClassId = c.Id, plan.SubjectCode } equals new { t.ClassId, t.SubjectCode } into assignments
            from t in assignments.DefaultIfEmpty()
            join e in db.Employees on t.EmployeeId equals e.Id into teachers
            from e in teachers.DefaultIfEmpty()
            orderby plan.NameFr, t.Id
            select new { plan.SubjectCode, plan.NameAr, plan.NameFr, LastNameAr = (string?)e.LastNameAr, FirstNameAr = (string?)e.FirstNameAr, LastNameLatin = (string?)e.LastNameLatin, FirstNameLatin = (string?)e.FirstNameLatin })
            .AsNoTracking().Take(200).ToListAsync(ct);
        return [.. rows.DistinctBy(r => r.SubjectCode).Select(r => new SubjectChoice(r.SubjectCode, r.NameAr, r.NameFr, r.LastNameAr is null ? null : $"{r.LastNameAr} {r.FirstNameAr}", r.LastNameAr is null ? null : $"{r.LastNameLatin} {r.FirstNameLatin}"))];
    }
}
