using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.ListSchoolChanges;

/// <param name="State">"open" (also without it) for what waits for the school, "all", or a state by name.</param>
/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? State, int? Page, bool IsWhole) : IQuery<Requests>;

/// <param name="ToAdvise">Requests without the school's opinion.</param>
/// <param name="ToPlace">Pupils accepted for another stream of this school who have no class there yet.</param>
public sealed record Requests(string State, int ToAdvise, int ToPlace, DateOnly? OpinionsUntil, IReadOnlyList<Line> Lines, int Page, int Pages) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Line(
    long Id, string? ClassName, string Code, string NameAr, string NameLatin, string FromAr, string FromFr, string ToAr, string ToFr, string ToSchoolAr, string ToSchoolFr, bool IsSameSchool, DateTime AskedAt, bool? IsFavorable, ReorientationState State);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Requests>
{
    private const int PageSize = 20;

    /// <summary>More requests than any school has in a year.</summary>
    private const int Most = 5_000;

    public async Task<Outcome<Requests>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock)) return Refusal.StepUp;
        var place = user.PlaceId;
        var ours = db.Reorientations.AdvisedBy(user, db);
        var facts = await db.Places.Where(p => p.Id == place).Select(p => new
        {
            ToAdvise = ours.Count(r => r.State == ReorientationState.Asked),
            ToPlace = ours.Count(r => r.State == ReorientationState.Accepted && r.ToSchoolId == place),
            Until = db.ReorientationWindows.Where(w => db.SchoolYears.Any(y => y.Id == w.SchoolYearId && y.IsCurrent) && db.Places.Any(m => m.Id == p.ParentId && m.ParentId == w.PlaceId)).Select(w => (DateOnly?)w.OpinionsUntil).FirstOrDefault(),
        }).SingleAsync(ct);
        ReorientationState? one = Enum.TryParse<ReorientationState>(query.State, out var named) && Enum.IsDefined(named) ? named : null;
        var state = one is not null ? $"{one}" : query.State == "all" ? "all" : "open";
        var shown = one is not null ? ours.Where(r => r.State == one)
            : state == "all" ? ours
            : ours.Where(r => r.State == ReorientationState.Asked || (r.State == ReorientationState.Accepted && r.ToSchoolId == place));
        var total = query.IsWhole ? 0 : await shown.CountAsync(ct);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        var lines = await (
            from r in shown
            join p in db.Pupils on r.PupilId equals p.Id
            join e in db.Enrollments on r.EnrollmentId equals e.Id
            join there in db.Places on r.ToSchoolId equals there.Id
            join @from in db.StudyStreams on r.FromStream equals @from.Code
            join to in db.StudyStreams on r.ToStream equals to.Code
            join k in db.Classes on e.ClassId equals (int?)k.Id into classes
            from k in classes.DefaultIfEmpty()
            orderby k.Name, r.AskedAt, r.Id
            select new Line(r.Id, k.Name, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, @from.NameAr, @from.NameFr, to.NameAr, to.NameFr, there.NameAr, there.NameFr, r.ToSchoolId == r.SchoolId, r.AskedAt, r.IsFavorable, r.State))
            .AsNoTracking().Skip((page - 1) * PageSize).Take(query.IsWhole ? Most : PageSize).ToListAsync(ct);
        return new Requests(state, facts.ToAdvise, facts.ToPlace, facts.Until, lines, page, pages);
    }
}
