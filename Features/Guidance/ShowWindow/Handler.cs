using Massar.Features.Guidance.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.ShowWindow;

/// <param name="State">The name of a state; all when it is none.</param>
public sealed record Query(int Window, string? State, int? Page) : IQuery<Board>;

/// <summary>The whole list, for a file that leaves the house: needs a fresh second factor.</summary>
public sealed record FileQuery(int Window, string? State) : IQuery<Whole>;

public sealed record Whole(int Year, IReadOnlyList<Line> Lines);

/// <param name="Asked">All requests, those taken back too.</param>
/// <param name="Favorable">Those on which the school's opinion is favorable.</param>
/// <param name="Accepted">Pupils with a seat, the placed ones too.</param>
/// <param name="Placed">Pupils who sit in a class of the new stream.</param>
public sealed record Board(
    int Id, int Year, DateOnly OpensOn, DateOnly ClosesOn, DateOnly OpinionsUntil, bool IsOpen, int Seats, int Asked, int Favorable, int Accepted, int Placed, IReadOnlyDictionary<ReorientationState, int> Counts, string? State, IReadOnlyList<Line> Lines, int Page, int Pages) : IShowsPersons
{
    /// <summary>The hour of publication, UTC; null where decisions are read at once.</summary>
    public DateTime? PublishAt { get; init; }

    /// <summary>Decisions that wait for the hour, or could not be carried out at it.</summary>
    public int Held { get; init; }

    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Line(
    long Id, string Code, string NameAr, string NameLatin, string SchoolAr, string SchoolFr, string FromAr, string FromFr, string ToAr, string ToFr, string ToSchoolAr, string ToSchoolFr, DateTime AskedAt, bool? IsFavorable, ReorientationState State)
{
    /// <summary>What the commission decided and nobody reads yet; on the board alone, in no file.</summary>
    public ReorientationState? Held { get; init; }
}

public sealed class Handler(MassarDb db, CurrentUser user, ReorientationDesk desk, TimeProvider clock) : IQueryHandler<Query, Board>, IQueryHandler<FileQuery, Whole>
{
    private const int PageSize = 20;

    /// <summary>More requests than any directorate has in a year.</summary>
    private const int Most = 50_000;

    public async Task<Outcome<Board>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Window;
        var found = await db.ReorientationWindows.LedBy(user).Where(w => w.Id == id).Select(w => new { Window = w, Seats = db.ReorientationSeats.Where(s => s.WindowId == id).Sum(s => s.Seats), Held = db.HeldDecisions.Count(h => h.WindowId == id) }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null) return Refusal.NotFound;
        var window = found.Window;
        var counts = await db.Reorientations.Where(r => r.WindowId == id).GroupBy(r => new { r.State, r.IsFavorable }).Select(g => new { g.Key.State, g.Key.IsFavorable, Count = g.Count() }).ToListAsync(ct);
        var states = counts.GroupBy(c => c.State).ToDictionary(g => g.Key, g => g.Sum(c => c.Count));
        var asked = states.Values.Sum();
        var shown = Narrow(id, query.State, out var state);
        var total = state is null ? asked : states.GetValueOrDefault(state.Value);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        var lines = await Lines(shown, await desk.Family(ct)).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        return new Board(id, window.SchoolYearId, window.OpensOn, window.ClosesOn, window.OpinionsUntil, window.TakesRequests(MoroccanDay.Today(clock)), found.Seats, asked, counts.Where(c => c.IsFavorable == true).Sum(c => c.Count),
            states.GetValueOrDefault(ReorientationState.Accepted) + states.GetValueOrDefault(ReorientationState.Placed), states.GetValueOrDefault(ReorientationState.Placed), states, state?.ToString(), lines, page, pages)
        { PublishAt = window.PublishAt, Held = found.Held };
    }

    public async Task<Outcome<Whole>> Handle(FileQuery query, CancellationToken ct)
    {
        var id = query.Window;
        var year = await db.ReorientationWindows.LedBy(user).Where(w => w.Id == id).Select(w => (int?)w.SchoolYearId).SingleOrDefaultAsync(ct);
        if (year is null) return Refusal.NotFound;
        return user.HasSteppedUp(clock) ? new Whole(year.Value, await Lines(Narrow(id, query.State, out _), null).Take(Most).ToListAsync(ct)) : Refusal.StepUp;
    }

    private IQueryable<Reorientation> Narrow(int window, string? name, out ReorientationState? state)
    {
        state = Enum.TryParse<ReorientationState>(name, out var one) && Enum.IsDefined(one) ? one : null;
        var (requests, wanted) = (db.Reorientations.Where(r => r.WindowId == window), state);
        return wanted is null ? requests : requests.Where(r => r.State == wanted);
    }

    // What waits for the commission comes first, the oldest before the others. What is kept of a child of the family, or of others who ask for the same seats, is shown to nobody of it.
    private IQueryable<Line> Lines(IQueryable<Reorientation> requests, IQueryable<Guardianship>? own)
    {
        var (withHeld, family) = (own is not null, own ?? db.Guardianships);
        var live = db.Reorientations.LiveOf(family);
        return
            from r in requests
            join p in db.Pupils on r.PupilId equals p.Id
            join school in db.Places on r.SchoolId equals school.Id
            join there in db.Places on r.ToSchoolId equals there.Id
            join @from in db.StudyStreams on r.FromStream equals @from.Code
            join to in db.StudyStreams on r.ToStream equals to.Code
            orderby r.State == ReorientationState.Advised descending, r.State == ReorientationState.Asked descending, r.State == ReorientationState.Waiting descending, r.AskedAt, r.Id
            select new Line(r.Id, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, school.NameAr, school.NameFr, @from.NameAr, @from.NameFr, to.NameAr, to.NameFr, there.NameAr, there.NameFr, r.AskedAt, r.IsFavorable, r.State)
            { Held = withHeld && !family.Any(g => g.PupilId == r.PupilId) && !live.Any(o => o.WindowId == r.WindowId && o.ToSchoolId == r.ToSchoolId && o.ToStream == r.ToStream) ? db.HeldDecisions.Where(h => h.RequestId == r.Id).Select(h => (ReorientationState?)h.State).FirstOrDefault() : null };
    }
}
