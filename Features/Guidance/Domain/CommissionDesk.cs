using System.Globalization;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.Domain;

/// <summary>The commission of a directorate (لجنة التوجيه): applies the rule to everybody, keeps the seats, and hands over what was decided.</summary>
public sealed class CommissionDesk(MassarDb db, ReorientationDesk reorientations, Facts facts, TimeProvider clock)
{
    private const int Together = 500;

    /// <summary>Applies the rule anew to all wishes that were sent; what persons decided stands, and its seats with it. Answers how many pupils it was about.</summary>
    public async Task<int> Propose(int id, CancellationToken ct)
    {
        var campaign = await db.GuidanceCampaigns.Where(c => c.Id == id).ForUpdate().SingleAsync(ct);
        if (campaign.Stage != GuidanceStage.Proposed) return 0;
        var files = await db.GuidanceFiles.Include(f => f.Wishes)
            .Where(f => f.CampaignId == id && (f.State == GuidanceState.Sent || f.State == GuidanceState.Advised || f.State == GuidanceState.Decided)).OrderBy(f => f.Id).ToListAsync(ct);
        var codes = await db.GuidanceFiles.Where(f => f.CampaignId == id).Join(db.Pupils, f => f.PupilId, p => p.Id, (f, p) => new { f.PupilId, p.MassarCode }).ToDictionaryAsync(p => p.PupilId, p => p.MassarCode, ct);
        var averages = new Dictionary<long, YearAverages>();
        foreach (var some in files.Select(f => f.PupilId).Chunk(Together))
            foreach (var (pupil, known) in await PublishedAverages.Of(db, some, campaign.SchoolYearId, MarkAudience.Pupils, ct)) averages[pupil] = known;

        var rows = await SeatsOf(campaign).ToDictionaryAsync(s => new GuidanceChoice(s.SchoolId, s.StreamCode), ct);
        var free = rows.ToDictionary(r => r.Key, r => r.Value.Seats);
        foreach (var row in rows.Values) (row.Admitted, row.LowestAverage, row.LastAverage, row.LastOpinion) = (0, null, null, GuidanceOpinion.None);
        var settled = files.FindAll(f => f is { IsException: true, ToSchoolId: not null });
        foreach (var file in settled)
        {
            var choice = new GuidanceChoice(file.ToSchoolId!.Value, file.ToStream!);
            free[choice] = free.GetValueOrDefault(choice) - 1;
            if (rows.TryGetValue(choice, out var row)) Admit(row, file.Average);
        }

        var open = files.Except(settled).ToDictionary(f => f.Id);
        var candidates = open.Values.Select(f => new Candidate(f.Id, Wishes.Best(averages.GetValueOrDefault(f.PupilId)).Average, CommissionRule.LotOf(id, codes[f.PupilId]),
            [.. f.Wishes.OrderBy(w => w.Rank).Select(w => new Candidacy(new GuidanceChoice(w.SchoolId, w.StreamCode), w.Opinion))])).ToList();
        var proposal = CommissionRule.Propose(candidates, free);
        var standings = proposal.Lists.ToDictionary(l => l.Key, l => l.Value.Select((file, i) => (file, i)).ToDictionary(p => p.file, p => p.i + 1));
        foreach (var candidate in candidates)
        {
            var file = open[candidate.File];
            GuidanceChoice? to = proposal.Admitted.TryGetValue(file.Id, out var wish) ? candidate.Wishes[wish].Choice : null;
            var (average, basis) = Wishes.Best(averages.GetValueOrDefault(file.PupilId));
            _ = file.Propose(average, basis, to is { } place ? (place.School, place.Stream) : null,
                file.Wishes.ToDictionary(w => w.Rank, w => Standing(file.Id, new GuidanceChoice(w.SchoolId, w.StreamCode))));
        }

        foreach (var (choice, list) in proposal.Lists)
            if (rows.TryGetValue(choice, out var row))
                foreach (var file in list.Select(f => open[f]).Where(f => f.ToSchoolId == choice.School && f.ToStream == choice.Stream))
                {
                    Admit(row, file.Average);
                    // The list is in order: who comes later overwrites who came before.
                    (row.LastAverage, row.LastOpinion) = (file.Average, file.Wishes.First(w => w.SchoolId == choice.School && w.StreamCode == choice.Stream).Opinion);
                }

        await db.SaveChangesAsync(ct);
        return files.Count;

        (int Standing, int Candidates) Standing(long file, GuidanceChoice choice) => (standings[choice][file], standings[choice].Count);
    }

    /// <summary>Nobody was admitted by a campaign that is withdrawn: the seats say nothing of it to the next families. Saves nothing.</summary>
    public async Task ForgetAdmitted(GuidanceCampaign campaign, CancellationToken ct)
    {
        foreach (var row in await SeatsOf(campaign).ForUpdate().ToListAsync(ct)) (row.Admitted, row.LowestAverage, row.LastAverage, row.LastOpinion) = (0, null, null, GuidanceOpinion.None);
    }

    /// <summary>Gives a pupil a seat by a person's word: the seat is counted under lock. Null when there is one.</summary>
    /// <param name="before">Where the pupil had one until now.</param>
    public async Task<Refusal?> Take(GuidanceCampaign campaign, GuidanceChoice to, GuidanceChoice? before, decimal? average, CancellationToken ct)
    {
        if (to == before) return null;
        var rows = await SeatsOf(campaign).Where(s => s.SchoolId == to.School || (before != null && s.SchoolId == before.Value.School)).ForUpdate().ToListAsync(ct);
        if (rows.Find(s => new GuidanceChoice(s.SchoolId, s.StreamCode) == to) is not { } row) return Refusal.Invalid("To", "guidance.to.unknown");
        if (row.Admitted >= row.Seats) return Refusal.Invalid("To", "guidance.to.full", row.Seats);
        Admit(row, average);
        if (before is { } old && rows.Find(s => new GuidanceChoice(s.SchoolId, s.StreamCode) == old) is { } left) left.Admitted--;
        return null;
    }

    /// <summary>Hands over what was decided; who said nothing in time is taken to accept.</summary>
    public async Task<int> Assign(int id, CancellationToken ct)
    {
        var campaign = await db.GuidanceCampaigns.Where(c => c.Id == id).ForUpdate().SingleAsync(ct);
        if (campaign.Stage != GuidanceStage.Assigned) return 0;
        var now = clock.GetUtcNow().UtcDateTime;
        var files = await db.GuidanceFiles
            .Where(f => f.CampaignId == id && f.ToSchoolId != null && (f.State == GuidanceState.Decided || f.State == GuidanceState.Accepted || f.State == GuidanceState.Answered)).OrderBy(f => f.Id).ToListAsync(ct);
        foreach (var file in files) _ = file.Assign(now);
        await facts.Tell(new PupilsGuided(id, campaign.ToYear, campaign.ToLevel, files.ConvertAll(f => new GuidedPupil(f.PupilId, f.ToSchoolId!.Value, f.ToStream!))), ct);
        await db.SaveChangesAsync(ct);
        return files.Count;
    }

    /// <summary>Why the signed-in person does not decide on a pupil: it is a child of the person's own or of the spouse's.</summary>
    public Task<Refusal?> Own(long pupil, CancellationToken ct) => reorientations.Own(pupil, ct);

    /// <summary>Every choice of a campaign with seats left, for a person to give.</summary>
    public async Task<IReadOnlyList<FreeChoice>> Free(GuidanceCampaign campaign, string? nextStreams, CancellationToken ct) =>
    [
        .. (await (
            from s in SeatsOf(campaign)
            where s.Admitted < s.Seats
            join p in db.Places.Open(db) on s.SchoolId equals p.Id
            join stream in db.StudyStreams on s.StreamCode equals stream.Code
            orderby p.NameFr, p.Id, stream.Code
            select new FreeChoice(s.SchoolId, s.StreamCode, p.NameAr, p.NameFr, stream.NameAr, stream.NameFr, s.Seats - s.Admitted)).AsNoTracking().Take(600).ToListAsync(ct))
            .Where(c => Wishes.Follows(nextStreams, c.Stream)),
    ];

    private IQueryable<GuidanceSeats> SeatsOf(GuidanceCampaign campaign)
    {
        var (place, year, level) = (campaign.PlaceId, campaign.ToYear, campaign.ToLevel);
        return db.GuidanceSeats.Where(s => s.DirectorateId == place && s.SchoolYearId == year && s.LevelCode == level);
    }

    private static void Admit(GuidanceSeats row, decimal? average)
    {
        row.Admitted++;
        if (average is { } own && !(own >= row.LowestAverage))
            row.LowestAverage = own;
    }
}

/// <param name="Left">Seats nobody has.</param>
public sealed record FreeChoice(int School, string Stream, string SchoolAr, string SchoolFr, string StreamAr, string StreamFr, int Left)
{
    public string Key => Wishes.KeyOf(School, Stream);
}

/// <summary>How wishes are written and read.</summary>
public static class Wishes
{
    /// <summary>As forms post it: school and stream.</summary>
    public static string KeyOf(int school, string stream) => string.Create(CultureInfo.InvariantCulture, $"{school}/{stream}");

    public static GuidanceChoice? Read(string? key) =>
        key?.Split('/', 2) is [var school, var stream] && int.TryParse(school, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new GuidanceChoice(id, stream) : null;

    /// <summary>Whether a stream may follow the pupil's own.</summary>
    /// <param name="next">Streams the pupil's own leads to, separated by semicolons; after a level without streams, any.</param>
    public static bool Follows(string? next, string stream) =>
        string.IsNullOrEmpty(next) || next.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Contains(stream);

    /// <summary>The best known average: of the year, else of the semester that is complete, else of what is out so far.</summary>
    public static (decimal? Average, GuidanceBasis Basis) Best(YearAverages? known) => known switch
    {
        { Year: { } year } => (year, GuidanceBasis.Year),
        { First: { } first } => (first, GuidanceBasis.First),
        { Second: { } second } => (second, GuidanceBasis.Second),
        { SoFar: { } soFar } => (soFar, GuidanceBasis.SoFar),
        _ => (null, GuidanceBasis.None),
    };
}

/// <summary>Background work of the commission: one unit of work in the audit chain of the directorate, and the way back to the campaign.</summary>
public abstract class CommissionWork(MassarDb db, UnitOfWork unit, string name, Func<int, CancellationToken, Task<int>> step)
{
    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = int.Parse(item.Payload, CultureInfo.InvariantCulture);
        var place = await db.GuidanceCampaigns.Where(c => c.Id == id).Select(c => c.PlaceId).SingleAsync(ct);
        Acting.Now = new Actor(item.AccountId, null, "system", place, item.Key);
        var count = 0;
        await unit.Run(name, async token => { count = await step(id, token); }, ct);
        await progress.Report(count, 0, count, ct);
        item.Result = System.Text.Json.JsonSerializer.Serialize(new { address = Links.Campaign(id) }, System.Text.Json.JsonSerializerOptions.Web);
    }
}

/// <summary>Applies the rule.</summary>
public sealed class ProposeWork(MassarDb db, UnitOfWork unit, CommissionDesk desk) : CommissionWork(db, unit, "Guidance.Propose", desk.Propose), IWork
{
    public static string Kind => "guidance-propose";

    public static bool IsLong => true;
}

/// <summary>Hands over what was decided.</summary>
public sealed class AssignWork(MassarDb db, UnitOfWork unit, CommissionDesk desk) : CommissionWork(db, unit, "Guidance.Assign", desk.Assign), IWork
{
    public static string Kind => "guidance-assign";

    public static bool IsLong => true;
}

/// <summary>
/// At the hour: tells the families that the results are out, a portion in each transaction. Nothing becomes visible by it, for the campaign
/// carries its hour; a second run tells nobody twice, because one result makes one notice.
/// </summary>
public sealed class AnnounceWork(MassarDb db, UnitOfWork unit, Facts facts) : IWork
{
    public static string Kind => "guidance-announce";

    public static bool IsLong => true;

    public static string PayloadOf(int campaign, DateTime at) => string.Create(CultureInfo.InvariantCulture, $"{campaign}/{at:O}");

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var parts = item.Payload.Split('/', 2);
        var (id, hour) = (int.Parse(parts[0], CultureInfo.InvariantCulture), DateTime.Parse(parts[1], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind));
        // An hour that was taken back or moved has no announcement, or one of its own.
        var found = await db.GuidanceCampaigns.Where(c => c.Id == id && c.PublishAt == hour).Select(c => new { IsOut = c.PublishAt <= DateTime.UtcNow }).SingleOrDefaultAsync(ct);
        if (found is null) return;
        // A worker whose clock is ahead of the database's comes back later.
        if (!found.IsOut) throw new InvalidOperationException("The hour has not come for the database.");
        await Telling.All(db, unit, progress, db.GuidanceFiles.Where(f => f.CampaignId == id && f.ToSchoolId != null), "Guidance.Announce", some => facts.Tell(new GuidancePublished(id, some), ct), ct);
    }
}

/// <summary>Tells the families of a withdrawn campaign, a portion in each transaction; one campaign makes one notice.</summary>
public sealed class TellWithdrawnWork(MassarDb db, UnitOfWork unit, Facts facts) : IWork
{
    public static string Kind => "guidance-withdraw";

    public static bool IsLong => true;

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = int.Parse(item.Payload, CultureInfo.InvariantCulture);
        return Telling.All(db, unit, progress, db.GuidanceFiles.Sent().Where(f => f.CampaignId == id), "Guidance.TellWithdrawn", some => facts.Tell(new GuidanceWithdrawn(id, some), ct), ct);
    }
}

/// <summary>Something said to the families of many files.</summary>
internal static class Telling
{
    private const int Together = 200;

    public static async Task All(MassarDb db, UnitOfWork unit, WorkProgress progress, IQueryable<GuidanceFile> files, string name, Func<IReadOnlyList<(long PupilId, int SchoolId)>, Task> tell, CancellationToken ct)
    {
        var total = await files.CountAsync(ct);
        var told = 0;
        for (var last = 0L; ;)
        {
            var after = last;
            var some = await files.Where(f => f.Id > after).OrderBy(f => f.Id).Take(Together).Select(f => new { f.Id, f.PupilId, f.SchoolId }).ToListAsync(ct);
            if (some.Count == 0) break;
            await unit.Run(name, async token =>
            {
                await tell(some.ConvertAll(f => (f.PupilId, f.SchoolId)));
                await db.SaveChangesAsync(token);
            }, ct);
            last = some[^1].Id;
            told += some.Count;
            await progress.Report(told, 0, total, ct);
        }
    }
}
