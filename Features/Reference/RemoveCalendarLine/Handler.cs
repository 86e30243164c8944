using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Reference.RemoveCalendarLine;

public sealed record Query(int Id) : IQuery<Line>;

/// <param name="Kept">Why it stays, a text key; null where it may go.</param>
public sealed record Line(int Id, int Version, int Year, string NameAr, string NameFr, DateOnly StartsOn, DateOnly EndsOn, string? Kept);

public sealed record Command(int Id, string? Version) : ICommand<Gone>;

public sealed record Gone(int Year);

public sealed class Handler(MassarDb db, TimeProvider clock) : IQueryHandler<Query, Line>, ICommandHandler<Command, Gone>
{
    public async Task<Outcome<Line>> Handle(Query request, CancellationToken cancellationToken) =>
        await db.CalendarEntries.AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.Id, cancellationToken) is { } row
            ? new Line(row.Id, row.Version, row.SchoolYearId, row.NameAr, row.NameFr, row.StartsOn, row.EndsOn, Kept(row))
            : Refusal.NotFound;

    public async Task<Outcome<Gone>> Handle(Command command, CancellationToken cancellationToken)
    {
        if (await db.CalendarEntries.Where(c => c.Id == command.Id).ForUpdate().SingleOrDefaultAsync(cancellationToken) is not { } row) return Refusal.NotFound;
        if (row.Version != TypedVersion.Read(command.Version)) return Refusal.Stale;
        if (Kept(row) is { } kept) return Refusal.Conflict(kept).Next("reference.calendar.kept.next");
        db.CalendarEntries.Remove(row);
        await db.SaveChangesAsync(cancellationToken);
        return new Gone(row.SchoolYearId);
    }

    // Screens ask for a line with a code; absences and delays were counted by days that are over.
    private string? Kept(CalendarEntry row) => row.Code is not null ? "reference.calendar.kept-code" : row.StartsOn <= MoroccanDay.Today(clock) ? "reference.calendar.kept-past" : null;
}
