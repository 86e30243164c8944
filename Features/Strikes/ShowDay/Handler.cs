using Massar.Features.Decisions.Domain;
using Massar.Features.Strikes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Strikes.ShowDay;

/// <param name="IsFile">For a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(long Id, bool IsFile = false) : IQuery<DayView>;

/// <summary>One strike day at one school.</summary>
/// <param name="Ripe">People for whom a deduction may be proposed now.</param>
public sealed record DayView(long Id, int Version, DateOnly Day, string PlaceAr, string PlaceFr, int Expected, int Ripe, DateOnly Today, IReadOnlyList<AbsenceLine> Lines) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="IsOwn">The reader, or family: looked at by somebody else.</param>
public sealed record AbsenceLine(long Id, string Ppr, string NameAr, string NameLatin, int? Hours, StrikeState State, DateOnly ReplyDueOn, bool IsOwn);

public sealed class Handler(MassarDb db, CurrentUser user, StrikeDesk desk, TimeProvider clock) : IQueryHandler<Query, DayView>
{
    public async Task<Outcome<DayView>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsFile && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var (id, today, own) = (query.Id, MoroccanDay.Today(clock), await desk.Own(ct));
        var day = await db.StrikeDays.Below(user).Where(d => d.Id == id).Join(db.Places, d => d.PlaceId, p => p.Id, (d, p) => new { d.Id, d.Version, d.Day, d.Expected, p.NameAr, p.NameFr }).SingleOrDefaultAsync(ct);
        if (day is null)
            return Refusal.NotFound;
        var rows = await (
            from a in db.StrikeAbsences
            where a.StrikeDayId == id
            join e in db.Employees on a.EmployeeId equals e.Id
            orderby e.LastNameAr, e.FirstNameAr, a.Id
            select new { a.Id, a.EmployeeId, e.Ppr, Ar = e.LastNameAr + " " + e.FirstNameAr, Latin = e.LastNameLatin + " " + e.FirstNameLatin, a.HoursDue, State = db.Decisions.Any(d => d.Id == a.DecisionId && d.Number == null && (d.State == DecisionState.Refused || d.State == DecisionState.Withdrawn)) ? StrikeState.Upheld : a.State, a.ReplyDueOn }).AsNoTracking().ToListAsync(ct);
        var lines = rows.ConvertAll(r => new AbsenceLine(r.Id, r.Ppr, r.Ar, r.Latin, r.HoursDue, r.State, r.ReplyDueOn, own.Contains(r.EmployeeId)));
        return new DayView(day.Id, day.Version, day.Day, day.NameAr, day.NameFr, day.Expected,
            lines.Count(l => !l.IsOwn && (l.State is StrikeState.Upheld || (l.State is StrikeState.Told && today > l.ReplyDueOn))), today, lines);
    }
}
