using Massar.Features.Meetings.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Meetings.ShowMeeting;

public sealed record Query(long Id) : IQuery<Case>;

/// <param name="Topic">What the family wants to talk about; between the two, so null for the office.</param>
/// <param name="Why">Why the school called it off; null for the office too.</param>
/// <param name="Acts">cancel, outcome.</param>
public sealed record Case(MeetingLine Line, string SchoolAr, string SchoolFr, string? Topic, string? Why, DateTime BookedAt, DateTime StateSince, int Version, bool IsFamily, bool IsOffice, IReadOnlyList<string> Acts) : IShowsPersons
{
    int IShowsPersons.PersonsShown => IsFamily ? 0 : 1;
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Case>
{
    public async Task<Outcome<Case>> Handle(Query query, CancellationToken ct)
    {
        var (id, now, today) = (query.Id, clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock));
        var visible = db.Meetings.VisibleTo(user, db, today).Where(m => m.Id == id);
        var row = await (
            from line in visible.Named(db)
            join m in db.Meetings on line.Id equals m.Id
            join s in db.Places on m.SchoolId equals s.Id
            select new { Line = line, s.NameAr, s.NameFr, m.Topic, m.Why, m.BookedAt, m.StateSince, m.Version }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null)
            return Refusal.NotFound;

        var (isFamily, isOffice, hasBegun) = (user.Has(Permissions.Ask), user.Has(Permissions.Follow), row.Line.Slot.HasBegun(now));
        List<string> acts = [];
        if (!isOffice && row.Line.State == MeetingState.Booked && !hasBegun)
            acts.Add("cancel");
        if (!isOffice && !isFamily && hasBegun && row.Line.State is (MeetingState.Booked or MeetingState.Held or MeetingState.NotHeld))
            acts.Add("outcome");
        return new Case(row.Line, row.NameAr, row.NameFr, isOffice ? null : row.Topic, isOffice ? null : row.Why, row.BookedAt, row.StateSince, row.Version, isFamily, isOffice, acts);
    }
}
