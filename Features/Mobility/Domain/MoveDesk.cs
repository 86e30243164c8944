using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Mobility.Domain;

/// <summary>Somebody to whom a run gave a post and for whom no decision was drafted: the situation changed since, or the post names no school. A person looks at it.</summary>
[NotAudited]
public sealed class RunException
{
    public required long RunId { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>The workplace the run moved the person from: whose office looks at it.</summary>
    public required string PlacePath { get; init; }

    /// <summary>The guard of the decision that does not hold, or one of <see cref="MoveDesk"/>'s own; named in the words <c>mobility.effects.why.*</c>.</summary>
    public required string Code { get; init; }

    public required DateTime At { get; init; }
}

public sealed class RunExceptionConfiguration : IEntityTypeConfiguration<RunException>
{
    public void Configure(EntityTypeBuilder<RunException> builder)
    {
        builder.ToTable("MobilityRunExceptions");
        builder.HasKey(e => new { e.RunId, e.EmployeeId });
        builder.Property(e => e.PlacePath).IsCode(64);
        builder.Property(e => e.Code).IsCode(40);
        builder.HasIndex(e => new { e.RunId, e.PlacePath });
    }
}

/// <summary>
/// Carries a published run out: one transfer decision in draft for each participant who got a post, on the desk of the directorate where he works, in a list
/// the offices pass as one. What is there already is passed over, so a stopped attempt goes on where it was.
/// </summary>
public sealed class MoveDesk(MassarDb db, CaseReader cases, ProcedureBook book, TimeProvider clock)
{
    /// <summary>People taken in one transaction.</summary>
    public const int Together = 40;

    private const string Kind = "Transfer";

    private const string Cause = "movement";

    /// <summary>More lines than this in one list cannot be looked over by anybody.</summary>
    private const int MostLines = 600;

    /// <summary>Key of the background work; another attempt has a key of its own.</summary>
    public static string WorkKey(long run, int attempt = 1) => string.Create(CultureInfo.InvariantCulture, $"{WorkKeys(run)}{attempt}");

    /// <summary>The beginning of the keys of all attempts.</summary>
    public static string WorkKeys(long run) => string.Create(CultureInfo.InvariantCulture, $"movement-decisions/{run}/");

    /// <summary>Those of a run who got a post and have neither a decision nor a line among the exceptions.</summary>
    public IQueryable<RunOutcome> Left(long run) => db.RunOutcomes.Where(o => o.RunId == run && o.Wish > 0
        && !db.Decisions.Any(d => d.RunId == run && d.EmployeeId == o.EmployeeId) && !db.RunExceptions.Any(e => e.RunId == run && e.EmployeeId == o.EmployeeId));

    /// <summary>Drafts the next decisions, inside the caller's transaction; 0 when nobody is left.</summary>
    public async Task<int> Prepare(long run, CancellationToken ct)
    {
        // Held until the end: two workers take different people.
        var found = await db.AssignmentRuns.Published().Where(r => r.Id == run).ForUpdate().SingleOrDefaultAsync(ct);
        if (found is null)
            return 0;
        var outcomes = await Left(run).AsNoTracking().OrderBy(o => o.FromPath).ThenBy(o => o.Number).Take(Together).ToListAsync(ct);
        if (outcomes.Count == 0)
            return 0;

        var (now, kind) = (clock.GetUtcNow().UtcDateTime, DecisionKinds.Find(Kind)!);
        var today = MoroccanDay.Of(now);
        // Seniority is counted to the eve of the move; nobody moves before the result is out.
        var counted = await db.Campaigns.Where(c => c.Id == found.CampaignId).Select(c => c.CountedOn).SingleAsync(ct);
        var from = counted.AddDays(1) is var eve && eve > today ? eve : today;
        var inForce = await book.InForce(db, Kind, today, ct);
        var procedure = inForce.IsRefused ? null : inForce.Value;
        List<int> wanted = [.. outcomes.Select(o => o.ToPlaceId).Distinct()];
        var schools = await db.Schools.Open().Where(s => wanted.Contains(s.Id)).Select(s => s.Place).AsNoTracking().ToDictionaryAsync(p => p.Id, ct);
        var batches = new Dictionary<int, DecisionBatch>();
        foreach (var outcome in outcomes)
        {
            var place = schools.GetValueOrDefault(outcome.ToPlaceId);
            var judged = place is null ? null : await cases.Read(db.Employees, outcome.EmployeeId, new CaseFacts(from, Place: place, Cause: Cause), 0, ct);
            var office = judged is null ? null : Territory.DirectorateOf(judged.Employee.PlacePath);
            if (Against(kind, procedure, judged, outcome, office) is { } code)
            {
                db.RunExceptions.Add(new RunException { RunId = run, EmployeeId = outcome.EmployeeId, PlacePath = outcome.FromPath, Code = code, At = now });
                continue;
            }

            var batch = await BatchOf(run, (Territory.LastOf(office!), office!), from, found.PublishedByAccountId!.Value, now, batches, ct);
            batch.LineCount++;
            db.Decisions.Add(kind.Draft(judged!, procedure!, (batch.PlaceId, batch.PlacePath), found.PublishedByAccountId!.Value, now, from: new MoveOrigin(run, outcome.Wish, batch.Id)));
        }

        await db.SaveChangesAsync(ct);
        return outcomes.Count;
    }

    /// <summary>Drafts the decision by which an accepted appeal gives a post, in the caller's transaction; nothing when it is drafted, otherwise why it is not.</summary>
    public async Task<Refusal?> Give(long run, long employee, int school, long account, CancellationToken ct)
    {
        if (await db.Decisions.AnyAsync(d => d.RunId == run && d.EmployeeId == employee, ct))
            return Refusal.Conflict("mobility.appeal.has-decision").Next("mobility.appeal.has-decision.next");
        var found = await db.AssignmentRuns.AsNoTracking().SingleAsync(r => r.Id == run, ct);
        var outcome = await db.RunOutcomes.AsNoTracking().SingleAsync(o => o.RunId == run && o.EmployeeId == employee, ct);
        var (now, kind) = (clock.GetUtcNow().UtcDateTime, DecisionKinds.Find(Kind)!);
        var today = MoroccanDay.Of(now);
        var counted = await db.Campaigns.Where(c => c.Id == found.CampaignId).Select(c => c.CountedOn).SingleAsync(ct);
        var from = counted.AddDays(1) is var eve && eve > today ? eve : today;
        var inForce = await book.InForce(db, Kind, today, ct);
        var procedure = inForce.IsRefused ? null : inForce.Value;
        var place = await db.Schools.Open().Where(s => s.Id == school).Select(s => s.Place).AsNoTracking().SingleOrDefaultAsync(ct);
        var judged = place is null ? null : await cases.Read(db.Employees, employee, new CaseFacts(from, Place: place, Cause: Cause), 0, ct);
        var office = judged is null ? null : Territory.DirectorateOf(judged.Employee.PlacePath);
        if (Against(kind, procedure, judged, outcome, office) is { } code)
            return Refusal.Conflict($"mobility.effects.why.{code}").Next("mobility.appeal.post.next");
        var batch = await BatchOf(run, (Territory.LastOf(office!), office!), from, account, now, [], ct);
        batch.LineCount++;
        db.Decisions.Add(kind.Draft(judged!, procedure!, (batch.PlaceId, batch.PlacePath), account, now, from: new MoveOrigin(run, 0, batch.Id)));
        return null;
    }

    // Null when the decision can be drafted.
    private static string? Against(DecisionKind kind, DecisionProcedure? procedure, DecisionCase? judged, RunOutcome outcome, string? office) =>
        judged is null ? "no-school"
        : procedure is null ? "no-procedure"
        : office is null ? "no-office"
        : kind.Judge(judged).FirstOrDefault(g => !g.Holds) is { } guard ? guard.Code
        : judged.Workplace?.PlaceId != outcome.FromPlaceId ? "moved-since"
        : null;

    private async Task<DecisionBatch> BatchOf(long run, (int Id, string Path) office, DateOnly from, long account, DateTime now, Dictionary<int, DecisionBatch> open, CancellationToken ct)
    {
        if (open.TryGetValue(office.Id, out var known) && known.LineCount < MostLines)
            return known;
        var batch = known is not null ? null : await db.DecisionBatches
            .Where(b => b.PlaceId == office.Id && b.Kind == Kind && b.AsOf == from && b.LineCount < MostLines && db.Decisions.Any(d => d.BatchId == b.Id && d.RunId == run))
            .OrderByDescending(b => b.Id).FirstOrDefaultAsync(ct);
        if (batch is null)
        {
            batch = new DecisionBatch { Kind = Kind, PlaceId = office.Id, PlacePath = office.Path, AsOf = from, LineCount = 0, CreatedAt = now, CreatedByAccountId = account };
            db.DecisionBatches.Add(batch);
            await db.SaveChangesAsync(ct);
        }

        return open[office.Id] = batch;
    }
}

/// <summary>After the announcement: drafts the decisions of a run, a portion in each transaction.</summary>
public sealed class PrepareMoves(MassarDb db, UnitOfWork unit, MoveDesk desk) : IWork
{
    public static string Kind => "movement-decisions";

    public static bool IsLong => true;

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var run = long.Parse(item.Payload, CultureInfo.InvariantCulture);
        var moved = await db.RunOutcomes.CountAsync(o => o.RunId == run && o.Wish > 0, ct);
        var taken = 0;
        do
        {
            await unit.Run("Mobility.PrepareMoves", async token => taken = await desk.Prepare(run, token), ct);
            db.ChangeTracker.Clear();
            await progress.Report(moved - await desk.Left(run).CountAsync(ct), 0, moved, ct);
            if (await progress.ShouldStop(ct))
                throw new WorkStoppedException();
        }
        while (taken > 0);
    }
}
