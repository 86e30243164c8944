using Massar.Features.Schools.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.UndoChange;

public sealed record Command(long Id) : ICommand<Undone>;

public sealed record Undone(int ClassId);

public sealed class Handler(MassarDb db, Planning planning, CurrentUser user) : ICommandHandler<Command, Undone>
{
    public async Task<Outcome<Undone>> Handle(Command request, CancellationToken cancellationToken)
    {
        if (await planning.Of(isChanging: true, cancellationToken) is not { } plan) return Refusal.NotFound;
        var change = await db.LessonChanges.InSchoolsOf(user, db).SingleOrDefaultAsync(c => c.Id == request.Id, cancellationToken);
        if (change is null) return Refusal.NotFound;
        if (change.UndoneById is not null) return Refusal.Conflict("timetables.undo.already");

        var (was, became) = (Planning.Read(change.Was), Planning.Read(change.Became));
        var lesson = await db.Lessons.InSchoolsOf(user, db).SingleOrDefaultAsync(l => l.Id == change.LessonId, cancellationToken);
        // What somebody changed again since then is theirs to take back first.
        if (became is null ? lesson is not null : lesson?.Spot != became) return Refusal.Conflict("timetables.undo.changed").Next("timetables.undo.changed.next");
        if (was is null)
        {
            db.Lessons.Remove(lesson!);
        }
        else
        {
            if (!plan.Assignments.TryGetValue(change.AssignmentId, out var assignment)) return Refusal.Conflict("timetables.undo.assignment");
            var wanted = assignment.At(was, was.RoomId is { } room && plan.Rooms.TryGetValue(room, out var found) ? found.Code : null) with { Id = lesson?.Id ?? 0 };
            if (planning.Refuse(plan.Against(wanted)) is { } refusal) return refusal;
            if (lesson is null)
                db.Lessons.Add(lesson = Planning.New(plan, assignment, was));
            else
                lesson.Move(was);
        }

        await db.SaveChangesAsync(cancellationToken);
        var back = planning.Trace(lesson!, became, was);
        await db.SaveChangesAsync(cancellationToken);
        change.UndoneById = back.Id;
        await db.SaveChangesAsync(cancellationToken);
        return new Undone(change.ClassId);
    }
}
