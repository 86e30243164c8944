using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.ShowSession;

public sealed record Query(long Session) : IQuery<SessionView>;

/// <param name="Target">Names of the subject and the grade it is for, where there are some.</param>
/// <param name="Called">Days whose names have been called.</param>
/// <param name="Acts">What the reader may do now: plan, choose, drop, summon, cancel, call, close, report.</param>
public sealed record SessionView(
    SessionHead Head, int Seats, string? Cycle, Target? Subject, Target? Grade, IReadOnlyList<DateOnly> Called, DateOnly Today, bool IsHeld, IReadOnlyList<Seat> People, IReadOnlyList<string> Acts) : IShowsPersons
{
    public int Taken => People.Count(p => p.State is SeatState.Chosen or SeatState.Summoned or SeatState.Asked);

    int IShowsPersons.PersonsShown => People.Count;
}

public sealed record Target(string NameAr, string NameFr);

public sealed record Seat(long Id, long Employee, string NameAr, string NameLatin, string Ppr, string PlaceAr, string PlaceFr, SeatState State, bool HasSummons, int? PresentDays, bool IsEarned, bool HasAttestation, bool IsAnswered);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, SessionView>
{
    public async Task<Outcome<SessionView>> Handle(Query query, CancellationToken ct)
    {
        var row = await (
            from s in db.TrainingSessions.VisibleTo(user, db)
            where s.Id == query.Session
            join office in db.Places on s.PlaceId equals office.Id
            select new
            {
                Session = s,
                OfficeAr = office.NameAr,
                OfficeFr = office.NameFr,
                Days = s.Days.OrderBy(d => d.Day).Select(d => new { d.Day, d.CalledAt }).ToList(),
                SubjectAr = db.SubjectPlans.Where(p => p.SchoolYearId == s.SchoolYearId && p.SubjectCode == s.SubjectCode).Select(p => p.NameAr).FirstOrDefault(),
                SubjectFr = db.SubjectPlans.Where(p => p.SchoolYearId == s.SchoolYearId && p.SubjectCode == s.SubjectCode).Select(p => p.NameFr).FirstOrDefault(),
                GradeAr = db.StaffGrades.Where(g => g.Code == s.GradeCode).Select(g => g.GradeAr).FirstOrDefault(),
                GradeFr = db.StaffGrades.Where(g => g.Code == s.GradeCode).Select(g => g.GradeFr).FirstOrDefault(),
            }).AsNoTracking().AsSingleQuery().SingleOrDefaultAsync(ct);
        if (row is null)
            return Refusal.NotFound;

        var (session, path, today) = (row.Session, user.PlacePath, MoroccanDay.Today(clock));
        var isOffice = user.Has(Permissions.Follow) && session.PlacePath.StartsWith(path, StringComparison.Ordinal);
        var isTrainer = session.TrainerId is { } trainer && trainer == user.EmployeeId;
        var seats = db.TrainingSeats.Where(t => t.SessionId == query.Session);
        if (!isOffice)
            seats = seats.Where(t => t.SummonedAt != null);
        if (!isOffice && !isTrainer)
            seats = seats.Where(t => t.PlacePath.StartsWith(path));
        var people = await (
            from t in seats
            join e in db.Employees on t.EmployeeId equals e.Id
            join place in db.Places on t.PlaceId equals place.Id
            orderby t.State == SeatState.Asked ? 0 : 1, e.LastNameAr, e.FirstNameAr, t.Id
            select new Seat(t.Id, e.Id, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, e.Ppr, place.NameAr, place.NameFr, t.State, t.SummonsId != null, t.PresentDays, t.IsEarned, t.AttestationId != null, t.AnsweredAt != null))
            .AsNoTracking().Take(TrainingSession.MostSeats * 2).ToListAsync(ct);

        // Who gives the session calls names, and needs no more.
        if (!isOffice && !user.Has(Permissions.Follow))
            people = people.ConvertAll(p => p with { Ppr = "" });
        var acts = new List<string>();
        var (mayPlan, called) = (isOffice && user.Has(Permissions.Plan), row.Days.Where(d => d.CalledAt is not null).Select(d => d.Day).ToList());
        var isOpen = session.State is TrainingState.Planned or TrainingState.Convened;
        if (mayPlan && session.State is TrainingState.Planned)
            acts.Add("plan");
        if (mayPlan && isOpen && session.StartsOn > today)
            acts.AddRange(["choose", .. people.Exists(p => p.State is SeatState.Chosen) ? (string[])["drop", "summon"] : []]);
        if (mayPlan && isOpen && called.Count == 0)
            acts.Add("cancel");
        if ((mayPlan || isTrainer) && session.State is TrainingState.Convened && session.StartsOn <= today)
            acts.Add("call");
        if (mayPlan && session.State is TrainingState.Convened && session.EndsOn <= today)
            acts.Add("close");
        if (isOffice && called.Count > 0)
            acts.Add("report");
        var head = new SessionHead(
            session.Id, session.Version, session.State, session.ThemeAr, session.ThemeFr, [.. row.Days.Select(d => d.Day)], session.FromMinute, session.ToMinute, session.Venue, session.Trainer, row.OfficeAr, row.OfficeFr, isOffice || session.State is TrainingState.Cancelled ? session.Report : null);
        return new SessionView(head, session.Seats, session.CycleCode, row.SubjectAr is null ? null : new Target(row.SubjectAr, row.SubjectFr!), row.GradeAr is null ? null : new Target(row.GradeAr, row.GradeFr!), called, today, mayPlan, people, acts);
    }
}
