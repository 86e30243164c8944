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
public sealed record AbsenceLine(long Id, string Ppr, string NameAr, string NameLatin, int? Hours, StrikeState State, DateOnly ReplyDueOn, bool IsOwn)
{
    /// <summary>A deduction may be proposed for it now.</summary>
    public bool IsRipe { get; init; }

    /// <summary>A proposal for it was refused or given up.</summary>
    public bool HasFallen { get; init; }

    /// <summary>Entered, and never told: nothing follows from the silence.</summary>
    public bool IsUntold { get; init; }
}

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
        var reached = db.StrikeAbsences.Reached(db);
        var rows = await (
            from s in db.StrikeAbsences.Where(a => a.StrikeDayId == id).Standing(db)
            join e in db.Employees on s.Of.EmployeeId equals e.Id
            orderby e.LastNameAr, e.FirstNameAr, s.Of.Id
            select new
            {
                s.Of.Id,
                s.Of.EmployeeId,
                e.Ppr,
                Ar = e.LastNameAr + " " + e.FirstNameAr,
                Latin = e.LastNameLatin + " " + e.FirstNameLatin,
                s.Of.HoursDue,
                s.State,
                s.Of.ReplyDueOn,
                s.Of.DecisionId,
                IsReached = reached.Any(r => r.Id == s.Of.Id),
            }).AsNoTracking().ToListAsync(ct);
        var lines = rows.ConvertAll(r => new AbsenceLine(r.Id, r.Ppr, r.Ar, r.Latin, r.HoursDue, r.State, r.ReplyDueOn, own.Contains(r.EmployeeId))
        {
            IsRipe = !own.Contains(r.EmployeeId) && StrikeAbsence.IsRipe(r.State, r.ReplyDueOn, today, r.IsReached),
            HasFallen = r.DecisionId is not null && r.State is not StrikeState.Proposed,
            IsUntold = r.State is StrikeState.Told && !r.IsReached,
        });
        return new DayView(day.Id, day.Version, day.Day, day.NameAr, day.NameFr, day.Expected,
            lines.Count(l => l.IsRipe), today, lines);
    }
}
