using FluentValidation;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Reference.MoveWindow;

public sealed record Query(int Entry) : IQuery<Window>;

/// <param name="StartsOn">The ministry's days.</param>
/// <param name="OwnFrom">The directorate's; null where the ministry's count.</param>
/// <param name="Version">Of the directorate's days; -1 where there are none.</param>
public sealed record Window(int Entry, int Year, string NameAr, string NameFr, DateOnly StartsOn, DateOnly EndsOn, int MoveDays, DateOnly? OwnFrom, DateOnly? OwnTo, string? Reason, int Version);

public sealed record Command(int Entry, string? StartsOn, string? EndsOn, string? Reason, int Version) : ICommand;

public sealed record BackCommand(int Entry, int Version) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.StartsOn).Must(d => TypedDay.Read(d) is not null).WithMessage("reference.not-day");
        RuleFor(c => c.EndsOn).Must(d => TypedDay.Read(d) is not null).WithMessage("reference.not-day");
        RuleFor(c => c.Reason).Must(r => BidiSafe.Clean(r).Length is > 0 and <= MovedWindow.ReasonLength).WithMessage("reference.window.reason.needed").WithState(_ => new object[] { MovedWindow.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, Window>, ICommandHandler<Command>, ICommandHandler<BackCommand>
{
    public async Task<Outcome<Window>> Handle(Query request, CancellationToken cancellationToken)
    {
        var (id, place) = (request.Entry, user.PlaceId);
        var found = await (
            from c in Windows(id)
            join m in db.MovedWindows.Where(m => m.PlaceId == place) on c.Id equals m.EntryId into own
            from m in own.DefaultIfEmpty()
            select new { c.Id, c.SchoolYearId, c.NameAr, c.NameFr, c.StartsOn, c.EndsOn, c.MoveDays, From = m == null ? (DateOnly?)null : m.StartsOn ?? c.StartsOn, To = m == null ? (DateOnly?)null : m.EndsOn ?? c.EndsOn, m.Reason, Version = (int?)m.Version }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return found is null ? Refusal.NotFound : new Window(found.Id, found.SchoolYearId, found.NameAr, found.NameFr, found.StartsOn, found.EndsOn, found.MoveDays, found.From, found.To, found.Reason, found.Version ?? -1);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
    {
        var (id, place) = (command.Entry, user.PlaceId);
        // The ministry's line is held: what it allows stays as it was read until these days are written.
        if (await Windows(id).ForUpdate().SingleOrDefaultAsync(cancellationToken) is not { } entry) return Refusal.NotFound;
        if (!await db.Places.AnyAsync(p => p.Id == place && p.Kind == PlaceKind.Directorate, cancellationToken)) return Refusal.Conflict("reference.window.not-directorate");
        var own = await db.MovedWindows.SingleOrDefaultAsync(m => m.EntryId == id && m.PlaceId == place, cancellationToken);
        if ((own?.Version ?? -1) != command.Version) return Refusal.Stale;
        var (starts, ends, today) = (TypedDay.Read(command.StartsOn)!.Value, TypedDay.Read(command.EndsOn)!.Value, MoroccanDay.Today(clock));
        if (MovedWindow.Bounds(entry, starts, ends) is { } outside) return outside;
        // What was open was open: a window that began is not made to begin later, and none is closed on a day that is over.
        var (from, to) = (own?.StartsOn ?? entry.StartsOn, own?.EndsOn ?? entry.EndsOn);
        if (starts != from && from <= today) return Refusal.Invalid("StartsOn", "reference.window.begun", Formats.ShortDate(from));
        if (starts < from && starts < today) return Refusal.Invalid("StartsOn", "reference.window.past");
        if (ends != to && ends < today) return Refusal.Invalid("EndsOn", "reference.window.past");

        if ((starts, ends) == (entry.StartsOn, entry.EndsOn)) return Refusal.Invalid("StartsOn", "reference.window.same");

        // A day that is the ministry's stays the ministry's.
        DateOnly? first = starts == entry.StartsOn ? null : starts, last = ends == entry.EndsOn ? null : ends;
        var reason = BidiSafe.Clean(command.Reason);
        if (own is null) db.MovedWindows.Add(own = new MovedWindow { EntryId = id, PlaceId = place, StartsOn = first, EndsOn = last, Reason = reason });
        else (own.StartsOn, own.EndsOn, own.Reason, own.Times) = (first, last, reason, own.Times + 1);
        await db.SaveChangesAsync(cancellationToken);
        await facts.Tell(new WindowMoved(id, place, own.Id, own.Times, starts, ends, IsBack: false), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    public async Task<Outcome<Done>> Handle(BackCommand command, CancellationToken cancellationToken)
    {
        var (id, place) = (command.Entry, user.PlaceId);
        if (await Windows(id).ForUpdate().SingleOrDefaultAsync(cancellationToken) is not { } entry) return Refusal.NotFound;
        if (await db.MovedWindows.SingleOrDefaultAsync(m => m.EntryId == id && m.PlaceId == place, cancellationToken) is not { } own) return Refusal.Conflict("reference.window.not-moved").Next("reference.window.not-moved.next");
        if (own.Version != command.Version) return Refusal.Stale;
        // As when it is moved: what is open is not closed on a day that is over, and what began does not begin later.
        var today = MoroccanDay.Today(clock);
        var (from, to) = (own.StartsOn ?? entry.StartsOn, own.EndsOn ?? entry.EndsOn);
        if (from <= today && to >= today && (entry.EndsOn < today || entry.StartsOn > today)) return Refusal.Conflict("reference.window.over").Next("reference.window.over.next");
        db.MovedWindows.Remove(own);
        await db.SaveChangesAsync(cancellationToken);
        await facts.Tell(new WindowMoved(id, place, own.Id, own.Times, entry.StartsOn, entry.EndsOn, IsBack: true), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    private IQueryable<CalendarEntry> Windows(int id) => db.CalendarEntries.Where(c => c.Id == id && c.Kind == "window" && c.Code != null);
}
