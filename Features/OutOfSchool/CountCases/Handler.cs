using Massar.Features.OutOfSchool.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.OutOfSchool.CountCases;

public sealed record Query : IQuery<Counts>;

/// <summary>The cases found in a school year, by commune; numbers only.</summary>
public sealed record Counts(int Year, IReadOnlyList<CommuneLine> Lines);

/// <param name="Open">Still at no school.</param>
/// <param name="Late">Of these, past the day of the next step.</param>
/// <param name="Nobody">Of these, with nobody charged.</param>
/// <param name="Back">At a school again.</param>
public sealed record CommuneLine(int Commune, string NameAr, string NameFr, int Open, int Late, int Nobody, int Back, int SecondChance, int Vocational, int Elsewhere, int Lost);

public sealed class Handler(MassarDb db, CurrentUser user, FollowDesk desk, TimeProvider clock) : IQueryHandler<Query, Counts>
{
    public async Task<Outcome<Counts>> Handle(Query request, CancellationToken cancellationToken)
    {
        var (today, kin) = (MoroccanDay.Today(clock), await desk.Kin(cancellationToken));
        var year = await db.CurrentYear(cancellationToken);
        var sitting = Finder.Sitting(db);
        var cases = await (
            from c in db.OutOfSchoolCases.FollowedBy(user, db, kin)
            where c.SchoolYearId == year || c.LiveKey != null
            select new
            {
                c.CommuneId,
                c.State,
                IsLive = c.LiveKey != null,
                IsLate = c.DueOn < today,
                IsNobodys = c.OwnerAccountId == null,
                IsBack = c.State == FollowState.ReEnrolled || (c.LiveKey != null && sitting.Any(e => e.PupilId == c.PupilId && e.SchoolYearId >= c.SchoolYearId)),
            }).ToListAsync(cancellationToken);
        List<int> communes = [.. cases.Select(c => c.CommuneId).Distinct()];
        var places = await db.Places.Where(p => communes.Contains(p.Id)).OrderBy(p => p.NameAr).ThenBy(p => p.Id).Select(p => new { p.Id, p.NameAr, p.NameFr }).ToListAsync(cancellationToken);
        var by = cases.ToLookup(c => c.CommuneId);
        return new Counts(year,
        [
            .. places.Select(p => new CommuneLine(
                p.Id, p.NameAr, p.NameFr, by[p.Id].Count(c => c.IsLive && !c.IsBack), by[p.Id].Count(c => c.IsLive && !c.IsBack && c.IsLate), by[p.Id].Count(c => c.IsLive && !c.IsBack && c.IsNobodys), by[p.Id].Count(c => c.IsBack),
                by[p.Id].Count(c => c.State == FollowState.SecondChance), by[p.Id].Count(c => c.State == FollowState.Vocational), by[p.Id].Count(c => c.State == FollowState.FoundElsewhere), by[p.Id].Count(c => c.State == FollowState.LostSight))),
        ]);
    }
}
