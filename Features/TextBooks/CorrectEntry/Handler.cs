using System.Globalization;
using FluentValidation;
using Massar.Features.TextBooks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.TextBooks.CorrectEntry;

public sealed record Query(long Id) : IQuery<ToCorrect>;

/// <param name="NeedsReason">The days of free change are over.</param>
/// <param name="Changes">How often it was changed.</param>
public sealed record ToCorrect(long Id, int Version, string ClassName, string SubjectAr, string SubjectFr, int Half, DateOnly Day, string Time, TypedEntry Words, EntryChoices Choices, bool NeedsReason, DateOnly FreeUntil, int Changes);

public sealed record Command(long Id, int Version, TypedEntry Words, string? Why) : ICommand<Corrected>;

public sealed record Corrected(DateOnly Day);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Why).Must(w => BidiSafe.Clean(w).Length <= BookEntry.WhyLength).WithMessage("text-books.too-long").WithState(_ => new object[] { BookEntry.WhyLength });
}

public sealed class Handler(MassarDb db, EntryDesk desk, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, ToCorrect>, ICommandHandler<Command, Corrected>
{
    public async Task<Outcome<ToCorrect>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        var found = await (
            from e in Own
            where e.Id == id
            join c in db.Classes on e.ClassId equals c.Id
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, e.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            select new { Entry = e, c.Name, plan.NameAr, plan.NameFr, Changes = db.EntryChanges.Count(x => x.EntryId == e.Id) }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null || await BookFrame.Of(db, found.Entry.SchoolId, ct) is not { } frame) return Refusal.NotFound;
        var (entry, words) = (found.Entry, found.Entry.Words);
        var typed = new TypedEntry($"{words.Work}", words.Title, words.Summary, Number(words.PlanItemId), words.Homework, words.DueOn is { } due ? TypedDay.Iso(due) : null, Number(words.Minutes));
        return new ToCorrect(entry.Id, entry.Version, found.Name, found.NameAr, found.NameFr, entry.Half, entry.Day, frame.TimeOf(entry.Hour), typed, await desk.Of(frame, entry, ct), NeedsReason(frame, entry), frame.FreeUntil(entry.Day), found.Changes);

        static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);
    }

    public async Task<Outcome<Corrected>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        if (await Own.Where(e => e.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } entry || await BookFrame.Of(db, entry.SchoolId, ct) is not { } frame) return Refusal.NotFound;
        if (entry.Version != command.Version) return Refusal.Stale;
        var choices = await desk.Of(frame, entry, ct);
        if (EntryDesk.Read(command.Words, choices, out var refusal) is not { } words) return refusal!;
        if (words.PlanItemId is { } item && item != entry.PlanItemId && choices.Items.Any(i => i.Id == item && i.IsDone)) return Refusal.Conflict("text-books.item.done").Next("text-books.item.done.next");
        if (entry.Correct(words, BidiSafe.CleanOrNull(command.Why), NeedsReason(frame, entry), user.AccountId, clock.GetUtcNow().UtcDateTime, out refusal) is not { } was) return refusal!;

        db.EntryChanges.Add(was);
        await db.SaveChangesAsync(ct);
        return new Corrected(entry.Day);
    }

    /// <summary>Entries the signed-in teacher wrote this year at the school of the hat.</summary>
    private IQueryable<BookEntry> Own
    {
        get
        {
            var (school, me) = (user.PlaceId, user.EmployeeId ?? 0);
            return db.BookEntries.Where(e => e.SchoolId == school && e.EmployeeId == me && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent));
        }
    }

    private bool NeedsReason(BookFrame frame, BookEntry entry) => MoroccanDay.Today(clock) > frame.FreeUntil(entry.Day);
}
