using Massar.Features.TextBooks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.TextBooks.FollowPlan;

public sealed record Command(long Lesson, DateOnly Day, string? Item) : ICommand<Followed>;

public sealed record Followed(long Id, string Title);

public sealed class Handler(MassarDb db, EntryDesk desk, CurrentUser user, TimeProvider clock) : ICommandHandler<Command, Followed>
{
    public async Task<Outcome<Followed>> Handle(Command command, CancellationToken ct)
    {
        var (lesson, me, now) = (command.Lesson, user.EmployeeId ?? 0, clock.GetUtcNow().UtcDateTime);
        // Two taps on one lesson come one after the other.
        await db.Lessons.Where(l => l.Id == lesson && l.SchoolId == user.PlaceId).Select(l => l.Id).ForUpdate().FirstOrDefaultAsync(ct);
        if (await desk.Of(user.PlaceId, lesson, command.Day, me, ct) is not { } place) return Refusal.NotFound;
        if (place.EntryId is not null) return Refusal.Conflict("text-books.taken").Next("text-books.taken.next");
        if (command.Day > MoroccanDay.Of(now)) return Refusal.Conflict("text-books.early");
        if (EntryDesk.Read(new TypedEntry(nameof(LessonWork.Lesson), null, null, command.Item, null, null, null), place.Choices, out var refusal) is not { } words) return refusal!;
        if (place.Choices.Items.Any(i => i.Id == words.PlanItemId && i.IsDone)) return Refusal.Conflict("text-books.item.done").Next("text-books.item.done.next");

        var entry = place.Lesson.Begin(place.Frame, words, user.AccountId, now);
        db.BookEntries.Add(entry);
        await db.SaveChangesAsync(ct);
        return new Followed(entry.Id, entry.Title);
    }
}
