using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.ShowReport;

/// <param name="IsWhole">For a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(long Session, bool IsWhole) : IQuery<Report>;

/// <param name="ByDay">People present on each day that was called.</param>
public sealed record Report(SessionHead Head, IReadOnlyList<DayFigure> ByDay, IReadOnlyList<Line> Lines) : IShowsPersons
{
    /// <summary>People who were to come.</summary>
    public int Awaited => Lines.Count(l => l.IsAwaited);

    public int Excused => Lines.Count(l => l.State is SeatState.Excused);

    /// <summary>People who came on one day at least.</summary>
    public int Came => Lines.Count(l => l.IsAwaited && l.Here.Count > 0);

    public int Earned => Lines.Count(l => l.IsEarned);

    /// <summary>Of all the days people were to come, the part they came; null before the first call.</summary>
    public decimal? Rate => ByDay.Count == 0 || Awaited == 0 ? null : (decimal)ByDay.Sum(d => d.Present) / (Awaited * ByDay.Count);

    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record DayFigure(DateOnly Day, int Present);

/// <param name="Here">Days present.</param>
/// <param name="Away">Days called without him.</param>
public sealed record Line(string Ppr, string NameAr, string NameLatin, string PlaceAr, string PlaceFr, SeatState State, bool IsEarned, IReadOnlyList<DateOnly> Here, IReadOnlyList<DateOnly> Away)
{
    public bool IsAwaited => State is SeatState.Summoned or SeatState.Asked;
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Report>
{
    public async Task<Outcome<Report>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var row = await (
            from s in db.TrainingSessions.HeldBy(user)
            where s.Id == query.Session && s.State != TrainingState.Planned
            join office in db.Places on s.PlaceId equals office.Id
            select new { Session = s, OfficeAr = office.NameAr, OfficeFr = office.NameFr, Days = s.Days.OrderBy(d => d.Day).Select(d => new { d.Id, d.Day, d.CalledAt }).ToList() }).AsNoTracking().AsSingleQuery().SingleOrDefaultAsync(ct);
        if (row is null)
            return Refusal.NotFound;
        var session = row.Session;
        var people = await (
            from t in db.TrainingSeats
            where t.SessionId == query.Session && t.SummonedAt != null
            join e in db.Employees on t.EmployeeId equals e.Id
            join place in db.Places on t.PlaceId equals place.Id
            orderby e.LastNameAr, e.FirstNameAr, t.Id
            select new { t.Id, e.Ppr, NameAr = e.LastNameAr + " " + e.FirstNameAr, NameLatin = e.LastNameLatin + " " + e.FirstNameLatin, PlaceAr = place.NameAr, PlaceFr = place.NameFr, t.State, t.IsEarned }).AsNoTracking().ToListAsync(ct);
        var days = row.Days.Where(d => d.CalledAt is not null).ToDictionary(d => d.Id, d => d.Day);
        List<long> ids = [.. days.Keys];
        var marks = (await db.TrainingPresences.AsNoTracking().Where(p => ids.Contains(p.DayId)).ToListAsync(ct)).ToLookup(p => p.SeatId);
        var lines = people.Select(p => new Line(p.Ppr, p.NameAr, p.NameLatin, p.PlaceAr, p.PlaceFr, p.State, p.IsEarned, Days(p.Id, true), Days(p.Id, false))).ToList();
        return new Report(
            new SessionHead(session.Id, session.Version, session.State, session.ThemeAr, session.ThemeFr, [.. row.Days.Select(d => d.Day)], session.FromMinute, session.ToMinute, session.Venue, session.Trainer, row.OfficeAr, row.OfficeFr, session.Report),
            [.. days.Values.Order().Select(d => new DayFigure(d, lines.Count(l => l.IsAwaited && l.Here.Contains(d))))], lines);

        List<DateOnly> Days(long seat, bool isHere) => [.. marks[seat].Where(m => m.IsPresent == isHere).Select(m => days[m.DayId]).Order()];
    }
}
