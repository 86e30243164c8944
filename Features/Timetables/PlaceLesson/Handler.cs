using System.Globalization;
using FluentValidation;
using Massar.Features.Schools.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Features.Timetables.Parts;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.PlaceLesson;

/// <param name="Day">Chosen beforehand; 1 is Monday.</param>
public sealed record Query(int SchoolClass, int? Day, string? Hour) : IQuery<Draft>;

/// <param name="Assignments">Of the class, each with the hours that are still to be placed.</param>
/// <param name="Start">Chosen beforehand, as the form writes it.</param>
public sealed record Draft(int ClassId, string ClassName, IReadOnlyList<OpenAssignment> Assignments, SpotChoices Choices, string? Start);

public sealed record OpenAssignment(int Id, string SubjectAr, string SubjectFr, string TeacherAr, string TeacherLatin, int Left);

public sealed record Command(int SchoolClass, string? Assignment, TypedSpot Spot) : ICommand<Placed>;

public sealed record Placed(long Lesson);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Assignment).Must(a => int.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out _)).WithMessage("timetables.assignment.needed").OverridePropertyName("Assignment");
        this.HasSpot(c => c.Spot);
    }
}

public sealed class Handler(MassarDb db, Planning planning, CurrentUser user) : IQueryHandler<Query, Draft>, ICommandHandler<Command, Placed>
{
    public async Task<Outcome<Draft>> Handle(Query request, CancellationToken cancellationToken)
    {
        var id = request.SchoolClass;
        var name = await db.Classes.InSchoolsOf(user, db).Where(c => c.Id == id && db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent)).Select(c => c.Name).SingleOrDefaultAsync(cancellationToken);
        if (name is null || await planning.Of(isChanging: false, cancellationToken) is not { } plan) return Refusal.NotFound;

        var placed = plan.Lessons.Where(l => l.Half != 2).ToLookup(l => l.AssignmentId, l => l.Hours);
        return new Draft(id, name,
            [.. plan.Assignments.Values.Where(a => a.ClassId == id).Select(a => new OpenAssignment(a.Id, a.SubjectAr, a.SubjectFr, a.TeacherAr, a.TeacherLatin, a.HoursDue - placed[a.Id].Sum())).OrderByDescending(a => a.Left > 0)],
            SpotChoices.Of(plan), request.Day is >= 1 and <= 6 and var day && request.Hour is { } hour ? TypedSpot.StartOf((DayOfWeek)day, hour) : null);
    }

    public async Task<Outcome<Placed>> Handle(Command request, CancellationToken cancellationToken)
    {
        if (await planning.Of(isChanging: true, cancellationToken) is not { } plan) return Refusal.NotFound;
        if (!plan.Assignments.TryGetValue(int.Parse(request.Assignment!, CultureInfo.InvariantCulture), out var assignment) || assignment.ClassId != request.SchoolClass)
            return await db.Classes.InSchoolsOf(user, db).AnyAsync(c => c.Id == request.SchoolClass, cancellationToken) ? Refusal.Invalid("Assignment", "timetables.assignment.needed") : Refusal.NotFound;

        var spot = planning.Accept(plan, request.Spot.Read(plan.Grid.From, plan.Grid.Until), assignment.At);
        if (spot.IsRefused) return spot.Refusal!;

        var lesson = Planning.New(plan, assignment, spot.Value);
        db.Lessons.Add(lesson);
        await db.SaveChangesAsync(cancellationToken);
        planning.Trace(lesson, null, spot.Value);
        await db.SaveChangesAsync(cancellationToken);
        return new Placed(lesson.Id);
    }
}
