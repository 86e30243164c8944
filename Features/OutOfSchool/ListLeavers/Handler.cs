using Massar.Features.OutOfSchool.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.OutOfSchool.ListLeavers;

/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(int Page, bool IsWhole = false) : IQuery<Leavers>;

/// <summary>The school's pupils of this year who are looked for, or were.</summary>
public sealed record Leavers(int Total, int Page, IReadOnlyList<Leaver> Lines) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <summary>What a school is told of a case: whether the child is looked for, is taught somewhere again, or the case has ended.</summary>
public enum Seen
{
    LookedFor = 0,
    Taught = 1,
    Ended = 2,
}

public sealed record Leaver(string Code, string NameAr, string NameLatin, string LevelAr, string LevelFr, LeavingCause Cause, DateOnly Since, Seen Seen, string? OfficerAr, string? OfficerLatin);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Leavers>
{
    private const int Most = 20_000;

    public async Task<Outcome<Leavers>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var sitting = Finder.Sitting(db);
        // A child who died, or whose file is another one's now, is on no school's list of leavers.
        var rows = db.OutOfSchoolCases.LeftFrom(user).Where(c => db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent) && c.State != FollowState.Deceased && c.State != FollowState.Merged
            && !db.Enrollments.Any(e => e.PupilId == c.PupilId && e.State == Enrollments.Domain.EnrollmentState.Deceased));
        var total = query.IsWhole ? 0 : await rows.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Leavers.PageSize - 1) / Leavers.PageSize));
        var lines = await (
            from c in rows
            join p in db.Pupils on c.PupilId equals p.Id
            join e in db.Enrollments on c.EnrollmentId equals e.Id
            join level in db.Levels on e.LevelCode equals level.Code
            join a in db.Accounts on c.OwnerAccountId equals (long?)a.Id into officers
            from a in officers.DefaultIfEmpty()
            orderby c.LiveKey == null, c.Since, c.Id
            select new
            {
                Code = p.MassarCode,
                NameAr = p.LastNameAr + " " + p.FirstNameAr,
                NameLatin = p.LastNameLatin + " " + p.FirstNameLatin,
                LevelAr = level.NameAr,
                LevelFr = level.NameFr,
                c.Cause,
                c.Since,
                c.State,
                IsBack = sitting.Any(o => o.PupilId == c.PupilId && o.SchoolYearId >= c.SchoolYearId),
                OfficerAr = a.NameAr,
                OfficerLatin = a.NameLatin,
            }).AsNoTracking().Skip((page - 1) * Leavers.PageSize).Take(query.IsWhole ? Most : Leavers.PageSize).ToListAsync(ct);
        return new Leavers(query.IsWhole ? lines.Count : total, page,
        [
            .. lines.Select(l => new Leaver(l.Code, l.NameAr, l.NameLatin, l.LevelAr, l.LevelFr, l.Cause, l.Since,
                l.State switch
                {
                    FollowState.ReEnrolled or FollowState.SecondChance or FollowState.Vocational or FollowState.FoundElsewhere => Seen.Taught,
                    FollowState.LostSight => Seen.Ended,
                    _ => l.IsBack ? Seen.Taught : Seen.LookedFor,
                }, l.OfficerAr, l.OfficerLatin)),
        ]);
    }
}
