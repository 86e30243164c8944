using Massar.Features.TextBooks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.TextBooks.WriteEntry;

public sealed record Query(long Lesson, DateOnly Day) : IQuery<ToWrite>;

/// <param name="Time">08:30.</param>
/// <param name="EntryId">Set where the lesson has its entry already.</param>
/// <param name="Next">What the plan has next; null without a plan.</param>
/// <param name="FreeUntil">The entry may be changed without a reason until then.</param>
public sealed record ToWrite(HeldLesson Lesson, string Time, long? EntryId, EntryChoices Choices, PlanChoice? Next, DateOnly FreeUntil, bool IsEarly);

public sealed record Command(long Lesson, DateOnly Day, TypedEntry Words) : ICommand<Written>;

public sealed record Written(long Id);

public sealed class Handler(MassarDb db, EntryDesk desk, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, ToWrite>, ICommandHandler<Command, Written>
{
    public async Task<Outcome<ToWrite>> Handle(Query query, CancellationToken ct) =>
        await desk.Of(user.PlaceId, query.Lesson, query.Day, user.EmployeeId ?? 0, ct) is { } place
            ? new ToWrite(place.Lesson, place.Frame.TimeOf(place.Lesson.Hour), place.EntryId, place.Choices, place.Choices.Items.FirstOrDefault(i => !i.IsDone), place.Frame.FreeUntil(query.Day), query.Day > MoroccanDay.Today(clock))
            : Refusal.NotFound;

    public async Task<Outcome<Written>> Handle(Command command, CancellationToken ct)
    {
        var (lesson, now) = (command.Lesson, clock.GetUtcNow().UtcDateTime);
        // Two forms of one lesson come one after the other.
        await db.Lessons.Where(l => l.Id == lesson && l.SchoolId == user.PlaceId).Select(l => l.Id).ForUpdate().FirstOrDefaultAsync(ct);
        if (await desk.Of(user.PlaceId, lesson, command.Day, user.EmployeeId ?? 0, ct) is not { } place) return Refusal.NotFound;
        if (place.EntryId is not null) return Refusal.Conflict("text-books.taken").Next("text-books.taken.next");
        if (command.Day > MoroccanDay.Of(now)) return Refusal.Conflict("text-books.early");
        if (EntryDesk.Read(command.Words, place.Choices, out var refusal) is not { } words) return refusal!;

        if (place.Choices.Items.Any(i => i.Id == words.PlanItemId && i.IsDone)) return Refusal.Conflict("text-books.item.done").Next("text-books.item.done.next");

        var entry = place.Lesson.Begin(place.Frame, words, user.AccountId, now);
        db.BookEntries.Add(entry);
        await db.SaveChangesAsync(ct);
        return new Written(entry.Id);
    }
}
