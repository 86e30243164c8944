using Massar.Features.OutOfSchool.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.OutOfSchool.ListCases;

/// <param name="State">open (also without it), late, nobody, all, or a state by name.</param>
/// <param name="Q">Name or Massar code.</param>
/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? State, int? Commune, string? Q, int Page, bool IsWhole = false) : IQuery<Children>;

/// <summary>One page of children, the most urgent first.</summary>
/// <param name="Communes">Those with children the reader follows.</param>
public sealed record Children(string? State, int? Commune, string? Q, int Total, int Page, DateOnly Today, IReadOnlyList<ChildLine> Lines, IReadOnlyList<Choice> Communes) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Choice(int Id, string NameAr, string NameFr);

/// <param name="DueOn">The last day for the next step; null where the case has ended.</param>
public sealed record ChildLine(
    long Id, string Code, string NameAr, string NameLatin, string LevelAr, string LevelFr, string SchoolAr, string SchoolFr, string CommuneAr, string CommuneFr, LeavingCause Cause, DateOnly Since, FollowState State,
    DateOnly? DueOn, string? OfficerAr, string? OfficerLatin);

public sealed class Handler(MassarDb db, CurrentUser user, FollowDesk desk, TimeProvider clock) : IQueryHandler<Query, Children>
{
    private const int Most = 20_000;

    public async Task<Outcome<Children>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;

        var (today, kin) = (MoroccanDay.Today(clock), await desk.Kin(ct));
        var mine = db.OutOfSchoolCases.FollowedBy(user, db, kin);
        List<Choice> communes = query.IsWhole ? [] : await db.Places.Where(p => mine.Any(c => c.CommuneId == p.Id)).OrderBy(p => p.NameAr).ThenBy(p => p.Id).Select(p => new Choice(p.Id, p.NameAr, p.NameFr)).Take(200).ToListAsync(ct);
        var rows = query.State switch
        {
            "all" => mine,
            "late" => mine.StillOut(db).Where(c => c.DueOn < today),
            "nobody" => mine.StillOut(db).Where(c => c.OwnerAccountId == null),
            { } state when Enum.TryParse<FollowState>(state, out var one) && Enum.IsDefined(one) => one < FollowState.ReEnrolled ? mine.StillOut(db).Where(c => c.State == one) : mine.Where(c => c.State == one),
            _ => mine.StillOut(db),
        };
        if (query.Commune is { } commune)
            rows = rows.Where(c => c.CommuneId == commune);
        var pairs = rows.Join(db.Pupils, c => c.PupilId, p => p.Id, (c, p) => new Pair { Case = c, Pupil = p });
        var words = BidiSafe.Clean(query.Q, 60);
        pairs = MassarCode.Read(words)?.Value is { } code ? pairs.Where(r => r.Pupil.MassarCode == code) : pairs.NamedLike(r => r.Pupil.SearchKey, words);
        var total = query.IsWhole ? 0 : await pairs.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Children.PageSize - 1) / Children.PageSize));
        var lines = await (
            from r in pairs
            join e in db.Enrollments on r.Case.EnrollmentId equals e.Id
            join level in db.Levels on e.LevelCode equals level.Code
            join school in db.Places on r.Case.SchoolId equals school.Id
            join place in db.Places on r.Case.CommuneId equals place.Id
            join a in db.Accounts on r.Case.OwnerAccountId equals (long?)a.Id into officers
            from a in officers.DefaultIfEmpty()
            orderby r.Case.LiveKey == null, r.Case.DueOn, r.Case.Id
            select new ChildLine(
                r.Case.Id, r.Pupil.MassarCode, r.Pupil.LastNameAr + " " + r.Pupil.FirstNameAr, r.Pupil.LastNameLatin + " " + r.Pupil.FirstNameLatin, level.NameAr, level.NameFr, school.NameAr, school.NameFr, place.NameAr, place.NameFr,
                r.Case.Cause, r.Case.Since, r.Case.State, r.Case.LiveKey == null ? null : r.Case.DueOn, a.NameAr, a.NameLatin))
            .AsNoTracking().Skip((page - 1) * Children.PageSize).Take(query.IsWhole ? Most : Children.PageSize).ToListAsync(ct);
        return new Children(query.State, query.Commune, words.Length == 0 ? null : words, query.IsWhole ? lines.Count : total, page, today, lines, communes);
    }

    private sealed class Pair
    {
        public required OutOfSchoolCase Case { get; init; }

        public required Pupil Pupil { get; init; }
    }
}
