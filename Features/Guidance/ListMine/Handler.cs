using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.ListMine;

public sealed record Query : IQuery<Mine>;

/// <param name="Withdrawn">Campaigns of this year that a child had sent wishes to, and that the directorate gave up; the latest first.</param>
public sealed record Mine(IReadOnlyList<Line> Lines, IReadOnlyList<GivenUp> Withdrawn);

public sealed record GivenUp(long Pupil, string NameAr, string NameLatin, string LevelAr, string LevelFr, int ToYear, DateTime At, string Reason);

/// <param name="State">Null where nothing was written yet; before the hour of publication never more than a family may know.</param>
public sealed record Line(long Pupil, string NameAr, string NameLatin, string LevelAr, string LevelFr, int ToYear, DateOnly OpensOn, DateOnly ClosesOn, bool TakesWishes, GuidanceState? State);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Mine>
{
    private const int Most = 20;

    public async Task<Outcome<Mine>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var rows = await (
            from g in db.Pupils.GuidedBy(user, db, today).InCampaign(db)
            join level in db.Levels on g.Campaign.ToLevel equals level.Code
            join f in db.GuidanceFiles on new { Pupil = g.Pupil.Id, Campaign = g.Campaign.Id } equals new { Pupil = f.PupilId, Campaign = f.CampaignId } into files
            from f in files.DefaultIfEmpty()
            orderby g.Campaign.SchoolYearId descending, g.Pupil.BirthDate, g.Pupil.Id
            select new
            {
                g.Pupil.Id,
                NameAr = g.Pupil.LastNameAr + " " + g.Pupil.FirstNameAr,
                NameLatin = g.Pupil.LastNameLatin + " " + g.Pupil.FirstNameLatin,
                LevelAr = level.NameAr,
                LevelFr = level.NameFr,
                g.Campaign,
                IsOut = g.Campaign.PublishAt != null && g.Campaign.PublishAt <= DateTime.UtcNow,
                State = (GuidanceState?)f.State,
            }).AsNoTracking().Take(Most).ToListAsync(ct);
        var given = await (
            from p in db.Pupils.GuidedBy(user, db, today)
            join f in db.GuidanceFiles.Sent() on p.Id equals f.PupilId
            join c in db.GuidanceCampaigns on f.CampaignId equals c.Id
            where c.Stage == GuidanceStage.Withdrawn && db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent)
            join level in db.Levels on c.ToLevel equals level.Code
            orderby c.WithdrawnAt descending, p.Id
            select new GivenUp(p.Id, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, level.NameAr, level.NameFr, c.SchoolYearId + 1, c.WithdrawnAt!.Value, c.WithdrawReason!)).AsNoTracking().Take(Most).ToListAsync(ct);
        return new Mine([.. rows.DistinctBy(r => r.Id).Select(r => new Line(r.Id, r.NameAr, r.NameLatin, r.LevelAr, r.LevelFr, r.Campaign.ToYear, r.Campaign.OpensOn, r.Campaign.ClosesOn, r.Campaign.TakesWishes(today),
            r.State is { } state ? GuidanceStates.Shown(state, r.IsOut) : null))], given);
    }
}
