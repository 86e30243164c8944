using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.ShowCampaign;

/// <param name="Show">The name of a state, or "exceptions"; all when it is none.</param>
public sealed record Query(int Campaign, string? Show, int? Page) : IQuery<Board>;

/// <summary>The whole list, for a file that leaves the house: needs a fresh second factor.</summary>
public sealed record FileQuery(int Campaign, string? Show) : IQuery<Whole>;

public sealed record Whole(string LevelAr, string LevelFr, int ToYear, IReadOnlyList<Line> Lines);

/// <param name="Seats">Seats of all schools.</param>
/// <param name="Exceptions">Pupils for whom the rule found no seat and nobody has decided.</param>
/// <param name="IsOut">The hour of publication has come.</param>
/// <param name="IsBusy">The rule is being applied, or the places handed over, right now.</param>
public sealed record Board(
    int Id, int Version, GuidanceStage Stage, string LevelAr, string LevelFr, int ToYear, DateOnly OpensOn, DateOnly ClosesOn, DateOnly OpinionsUntil, DateTime? PublishAt, DateOnly? AppealsUntil, bool IsOut, bool MayPropose, bool MayAssign, bool MayWithdraw, DateTime? WithdrawnAt, string? WithdrawReason,
    int Seats, int Exceptions, bool IsBusy, IReadOnlyDictionary<GuidanceState, int> Counts, string? Show, IReadOnlyList<Line> Lines, int Page, int Pages) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;

    public int Of(params IReadOnlyList<GuidanceState> states) => Counts.Where(c => states.Contains(c.Key)).Sum(c => c.Value);
}

public sealed record Line(
    long File, string Code, string NameAr, string NameLatin, string SchoolAr, string SchoolFr, GuidanceState State, decimal? Average, string? ToAr, string? ToFr, string? StreamAr, string? StreamFr, bool IsByPerson);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Board>, IQueryHandler<FileQuery, Whole>
{
    private const int PageSize = 20;

    /// <summary>More pupils than any directorate has at a level.</summary>
    private const int Most = 50_000;

    public async Task<Outcome<Board>> Handle(Query query, CancellationToken ct)
    {
        if (await Find(query.Campaign, ct) is not { } found) return Refusal.NotFound;
        var (campaign, today) = (found.Campaign, MoroccanDay.Today(clock));
        var counts = await db.GuidanceFiles.Sent().Where(f => f.CampaignId == campaign.Id).GroupBy(f => new { f.State, IsOpen = f.State == GuidanceState.Decided && f.ToSchoolId == null })
            .Select(g => new { g.Key.State, g.Key.IsOpen, Count = g.Count() }).ToListAsync(ct);
        var shown = Narrow(campaign.Id, query.Show);
        var total = string.IsNullOrEmpty(query.Show) ? counts.Sum(c => c.Count) : await shown.CountAsync(ct);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        var lines = await Lines(shown).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        return new Board(campaign.Id, campaign.Version, campaign.Stage, found.LevelAr, found.LevelFr, campaign.ToYear, campaign.OpensOn, campaign.ClosesOn, campaign.OpinionsUntil, campaign.PublishAt, campaign.AppealsUntil, found.IsOut,
            campaign.Stage is GuidanceStage.Open or GuidanceStage.Proposed && today > campaign.ClosesOn, campaign.Stage == GuidanceStage.Published && found.IsOut && today > campaign.AppealsUntil, campaign.MayWithdraw(found.IsOut), campaign.WithdrawnAt, campaign.WithdrawReason,
            found.Seats, counts.Where(c => c.IsOpen).Sum(c => c.Count), found.IsBusy, counts.GroupBy(c => c.State).ToDictionary(g => g.Key, g => g.Sum(c => c.Count)), query.Show, lines, page, pages);
    }

    public async Task<Outcome<Whole>> Handle(FileQuery query, CancellationToken ct)
    {
        if (await Find(query.Campaign, ct) is not { } found) return Refusal.NotFound;
        return user.HasSteppedUp(clock)
            ? new Whole(found.LevelAr, found.LevelFr, found.Campaign.ToYear, await Lines(Narrow(found.Campaign.Id, query.Show)).Take(Most).ToListAsync(ct))
            : Refusal.StepUp;
    }

    private Task<Found?> Find(int id, CancellationToken ct) => (
        from c in db.GuidanceCampaigns.LedBy(user)
        where c.Id == id
        join level in db.Levels on c.ToLevel equals level.Code
        select new Found(c, level.NameAr, level.NameFr, c.PublishAt != null && c.PublishAt <= DateTime.UtcNow,
            db.GuidanceSeats.Where(s => s.DirectorateId == c.PlaceId && s.SchoolYearId == c.SchoolYearId + 1 && s.LevelCode == c.ToLevel).Sum(s => s.Seats),
            db.WorkItems.Any(w => w.Key.StartsWith("guidance/" + c.Id + "/") && (w.Kind == "guidance-propose" || w.Kind == "guidance-assign") && (w.State == WorkState.Waiting || w.State == WorkState.Running)))).AsNoTracking().SingleOrDefaultAsync(ct);

    private IQueryable<GuidanceFile> Narrow(int campaign, string? show)
    {
        var files = db.GuidanceFiles.Sent().Where(f => f.CampaignId == campaign);
        return show == "exceptions" ? files.Where(f => f.State == GuidanceState.Decided && f.ToSchoolId == null)
            : Enum.TryParse<GuidanceState>(show, out var state) ? files.Where(f => f.State == state)
            : files;
    }

    // What waits for somebody comes first.
    private IQueryable<Line> Lines(IQueryable<GuidanceFile> files) =>
        from f in files
        join p in db.Pupils on f.PupilId equals p.Id
        join school in db.Places on f.SchoolId equals school.Id
        join to in db.Places on f.ToSchoolId equals (int?)to.Id into tos
        from to in tos.DefaultIfEmpty()
        join stream in db.StudyStreams on f.ToStream equals stream.Code into streams
        from stream in streams.DefaultIfEmpty()
        orderby f.State == GuidanceState.Appealed descending, f.State == GuidanceState.Decided && f.ToSchoolId == null descending, f.State, f.Id
        select new Line(f.Id, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, school.NameAr, school.NameFr, f.State, f.Average, to.NameAr, to.NameFr, stream.NameAr, stream.NameFr, f.DecisionReason != null);

    private sealed record Found(GuidanceCampaign Campaign, string LevelAr, string LevelFr, bool IsOut, int Seats, bool IsBusy);
}
