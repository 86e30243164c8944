using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.PrepareEchelonAdvancement;

/// <param name="On">Day on which people are to be due, yyyy-MM-dd; today when empty.</param>
/// <param name="Show">due, problem, postponed, exceptions (both of them), later.</param>
/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? On, string? Show, string? Q, int Page, bool IsWhole = false) : IQuery<DueList>;

/// <summary>Who is due on a day, one page of one of the lists.</summary>
public sealed record DueList(DateOnly On, string Show, string? Q, int Due, int Problems, int Postponed, int Later, int Page, int Pages, IReadOnlyList<Candidate> Lines, IReadOnlyList<RecentBatch> Batches) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;


    /// <summary>Signed decisions to hand over on paper.</summary>
    public int ToHandOver { get; init; }
}

/// <summary>A batch prepared earlier.</summary>
public sealed record RecentBatch(long Id, DateOnly AsOf, int Lines, int WithUs, int Signed, DateTime CreatedAt);

/// <param name="All">Everybody due, instead of those named.</param>
public sealed record Command(string? On, long[] Employees, bool All) : ICommand<Prepared>;

/// <summary>What was prepared.</summary>
public sealed record Prepared(long Batch, int Lines, int LeftOut);

public sealed class Handler(MassarDb db, CurrentUser user, DueStaff staff, ProcedureBook book, TimeProvider clock)
    : IQueryHandler<Query, DueList>, ICommandHandler<Command, Prepared>
{
    private const int PageSize = 20;

    /// <summary>The lists there are.</summary>
    internal static readonly string[] Shows = ["due", "problem", "postponed", "exceptions", "later"];

    /// <summary>More lines than this in one batch cannot be looked over by anybody.</summary>
    private const int MostLines = 600;

    public async Task<Outcome<DueList>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var on = TypedDay.Read(query.On) ?? MoroccanDay.Today(clock);
        var path = user.PlacePath;
        var all = await staff.Read(db.Employees.Where(e => e.PlacePath.StartsWith(path)), on, ct);
        var (due, problems, postponed, later) = (all.Count(c => c.IsDue), all.Count(c => c.IsProblem), all.Count(c => c.Postponed is not null), all.Count(c => c.IsLater));

        var show = Shows.Contains(query.Show) ? query.Show! : Shows[0];
        var shown = all.Where(c => show switch
        {
            "problem" => c.IsProblem,
            "postponed" => c.Postponed is not null,
            "exceptions" => c.IsProblem || c.Postponed is not null,
            "later" => c.IsLater,
            _ => c.IsDue,
        });
        if (query.Q?.Trim() is { Length: > 0 } typed)
        {
            var folded = ArabicFolding.Fold(typed);
            var latin = ArabicFolding.FoldLatin(typed);
            shown = shown.Where(c => c.Ppr == typed
                || (folded.Length > 0 && ArabicFolding.Fold(c.NameAr).Contains(folded, StringComparison.Ordinal))
                || (latin.Length > 0 && ArabicFolding.FoldLatin(c.NameLatin).Contains(latin, StringComparison.Ordinal)));
        }

        var lines = shown.OrderBy(c => c.Advancement.DueOn ?? DateOnly.MaxValue).ThenBy(c => c.Ppr, StringComparer.Ordinal).ToList();
        if (query.IsWhole)
            return new DueList(on, show, query.Q, due, problems, postponed, later, 1, 1, lines, []);
        var pages = Math.Max(1, (lines.Count + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);

        var batches = await db.DecisionBatches.InReachOf(user).OrderByDescending(b => b.CreatedAt).Take(5)
            .Select(b => new RecentBatch(b.Id, b.AsOf, b.LineCount,
                db.Decisions.Count(d => d.BatchId == b.Id && (d.State == DecisionState.Draft || d.State == DecisionState.Returned)),
                db.Decisions.Count(d => d.BatchId == b.Id && (d.State == DecisionState.Signed || d.State == DecisionState.Notified)), b.CreatedAt))
            .ToListAsync(ct);
        return new DueList(on, show, query.Q, due, problems, postponed, later, page, pages, [.. lines.Skip((page - 1) * PageSize).Take(PageSize)], batches)
        {
            ToHandOver = await db.Decisions.ToHandOver(user).CountAsync(ct),
        };
    }

    public async Task<Outcome<Prepared>> Handle(Command command, CancellationToken ct)
    {
        var on = TypedDay.Read(command.On) ?? MoroccanDay.Today(clock);
        var inForce = await book.InForce(db, DecisionProcedure.EchelonAdvancement, MoroccanDay.Today(clock), ct);
        if (inForce.IsRefused)
            return inForce.Refusal!;
        var procedure = inForce.Value;

        // Two managers preparing at once wait here for each other, so that nobody gets two decisions.
        await db.Places.Where(p => p.Id == user.PlaceId).ForUpdate().SingleAsync(ct);
        var (path, wanted) = (user.PlacePath, command.Employees);
        var scope = db.Employees.Where(e => e.PlacePath.StartsWith(path));
        if (!command.All)
            scope = scope.Where(e => wanted.Contains(e.Id));
        var found = await staff.Read(scope, on, ct);
        if (!command.All && found.Count < wanted.Length)
            return Refusal.NotFound;

        // Nobody prepares his own advancement: a colleague does.
        var own = found.Find(c => c.EmployeeId == user.EmployeeId);
        if (own is not null && !command.All)
            return Decision.OwnCase;

        var due = found.Where(c => c.IsDue && c.EmployeeId != user.EmployeeId).OrderBy(c => c.Ppr, StringComparer.Ordinal).Take(MostLines).ToList();
        if (due.Count == 0)
            return found is [{ Postponed: { } line }]
                ? Refusal.Conflict("decisions.why.postponed", line.Year).Next("decisions.why.postponed-next")
                : found.Count == 1 && found[0].Advancement.Why is { } why
                ? Refusal.Conflict(why.Key, why.Args)
                : Refusal.Conflict("decisions.nobody-due").Next("decisions.nobody-due-next");

        var now = clock.GetUtcNow().UtcDateTime;
        var batch = new DecisionBatch
        {
            Kind = procedure.Kind,
            PlaceId = user.PlaceId,
            PlacePath = user.PlacePath,
            AsOf = on,
            LineCount = due.Count,
            CreatedAt = now,
            CreatedByAccountId = user.AccountId,
        };
        db.DecisionBatches.Add(batch);
        await db.SaveChangesAsync(ct);
        db.Decisions.AddRange(due.Select(c => Draft(c, procedure, batch, now)));
        await db.SaveChangesAsync(ct);
        return new Prepared(batch.Id, due.Count, found.Count(c => c.IsDue) - due.Count);
    }

    private Decision Draft(Candidate candidate, DecisionProcedure procedure, DecisionBatch batch, DateTime now)
    {
        var advancement = candidate.Advancement;
        var old = advancement.Now;
        return new Decision
        {
            ProcedureId = procedure.Id,
            Kind = procedure.Kind,
            BatchId = batch.Id,
            EmployeeId = candidate.EmployeeId,
            PlaceId = user.PlaceId,
            PlacePath = user.PlacePath,
            GradeCode = old.GradeCode,
            Echelle = old.Echelle,
            OldEchelon = old.Echelon,
            OldIndex = old.Index,
            OldFrom = old.Since,
            OldLeftoverDays = old.LeftoverDays,
            NewEchelon = advancement.NewEchelon!.Value,
            NewIndex = advancement.NewIndex!.Value,
            EffectiveOn = advancement.EffectiveOn!.Value,
            PositionCode = old.PositionCode,
            WasTrainee = old.IsTrainee,
            IsTrainee = old.IsTrainee,
            Rhythm = advancement.Rhythm!.Value,
            Rating = advancement.Rating!.Value,
            Months = advancement.Months!.Value,
            LeftoverDays = advancement.LeftoverDays,
            CreatedAt = now,
            CreatedByAccountId = user.AccountId,
        }.StartsWaiting(now);
    }
}
