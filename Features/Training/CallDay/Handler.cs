using Massar.Features.Families.Domain;
using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.CallDay;

/// <param name="Day">Null for what is no day.</param>
public sealed record Query(long Session, DateOnly? Day) : IQuery<Roll>;

/// <param name="IsOpen">The names may be called: the day has come and the session is not closed.</param>
public sealed record Roll(long Session, string ThemeAr, string ThemeFr, DateOnly Day, int Version, DateTime? CalledAt, bool IsOpen, IReadOnlyList<Name> Names) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Names.Count;
}

/// <param name="IsHere">Null while nobody has called the day.</param>
/// <param name="IsOwn">Who reads it, or one of the family: somebody else calls them.</param>
public sealed record Name(long Seat, string NameAr, string NameLatin, string PlaceAr, string PlaceFr, bool? IsHere, bool IsOwn);

public sealed record Command(long Session, DateOnly? Day, int Version, IReadOnlyList<long> Here) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Roll>, ICommandHandler<Command>
{
    public async Task<Outcome<Roll>> Handle(Query query, CancellationToken ct)
    {
        var row = await (
            from s in db.TrainingSessions.CalledBy(user)
            where s.Id == query.Session
            from d in s.Days
            where d.Day == query.Day
            select new { s.ThemeAr, s.ThemeFr, s.State, Day = d }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null)
            return Refusal.NotFound;
        var (own, day) = (await Kinship.WithSelf(db, user.EmployeeId, ct), row.Day.Id);
        var names = await (
            from t in db.TrainingSeats
            where t.SessionId == query.Session && (t.State == SeatState.Summoned || t.State == SeatState.Asked)
            join e in db.Employees on t.EmployeeId equals e.Id
            join place in db.Places on t.PlaceId equals place.Id
            orderby e.LastNameAr, e.FirstNameAr, t.Id
            select new Name(t.Id, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, place.NameAr, place.NameFr,
                db.TrainingPresences.Where(p => p.DayId == day && p.SeatId == t.Id).Select(p => (bool?)p.IsPresent).FirstOrDefault(), own.Contains(t.EmployeeId))).AsNoTracking().ToListAsync(ct);
        return new Roll(query.Session, row.ThemeAr, row.ThemeFr, row.Day.Day, row.Day.Version, row.Day.CalledAt, row.State is TrainingState.Convened && row.Day.Day <= MoroccanDay.Today(clock), names);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var session = await db.TrainingSessions.CalledBy(user).Where(s => s.Id == command.Session).ForUpdate().SingleOrDefaultAsync(ct);
        var day = session is null ? null : await db.TrainingDays.SingleOrDefaultAsync(d => d.SessionId == command.Session && d.Day == command.Day, ct);
        if (day is null)
            return Refusal.NotFound;
        if (day.Version != command.Version)
            return Refusal.Stale;
        var now = clock.GetUtcNow().UtcDateTime;
        if (session!.State is not TrainingState.Convened)
            return Refusal.Conflict("training.call.closed").Next("training.call.closed.next");
        if (day.Day > MoroccanDay.Of(now))
            return Refusal.Conflict("training.call.early", Formats.ShortDate(day.Day)).Next("training.call.early.next");
        var seats = await db.TrainingSeats.Where(t => t.SessionId == command.Session && (t.State == SeatState.Summoned || t.State == SeatState.Asked)).Select(t => new { t.Id, t.EmployeeId }).ToListAsync(ct);
        if (command.Here.Any(h => !seats.Exists(s => s.Id == h)))
            return Refusal.NotFound;
        var kin = await Kinship.WithSelf(db, user.EmployeeId, ct);
        var own = seats.Where(s => kin.Contains(s.EmployeeId)).Select(s => s.Id).ToList();
        if (own.Exists(command.Here.Contains))
            return TrainingDesk.Own;
        var known = await db.TrainingPresences.Where(p => p.DayId == day.Id).ToDictionaryAsync(p => p.SeatId, ct);
        foreach (var seat in seats.Where(s => !own.Contains(s.Id)))
            if (known.TryGetValue(seat.Id, out var presence))
                presence.IsPresent = command.Here.Contains(seat.Id);
            else
                db.TrainingPresences.Add(new TrainingPresence { DayId = day.Id, SeatId = seat.Id, IsPresent = command.Here.Contains(seat.Id) });
        day.Call(user.AccountId, now);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
