using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ShowPromotion;

/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(long Table, string? Show, string? Grade, string? Q, int Page, bool IsWhole = false) : IQuery<TableView>;

/// <summary>A list with one page of its lines.</summary>
/// <param name="IsPreparer">The reader prepared it, and does not decide it.</param>
/// <param name="Own">Lines about the reader, or the reader's spouse.</param>
public sealed record TableView(
    long Id, int Version, int Year, PromotionWay Way, PromotionState State, int Years, int Quota, decimal PointsYear, decimal PointsRating, string PlaceAr, string PlaceFr, string? ReturnedFor, DateTime ChangedAt, long? Batch,
    bool IsPreparer, IReadOnlyList<GradeCount> Grades, string Show, string? Grade, string? Q, int Total, int Page, IReadOnlyList<LineView> Lines, IReadOnlyList<long> Own) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    public int Eligible => Grades.Sum(g => g.Eligible);

    public int On => Grades.Sum(g => g.On);

    public int Others => Grades.Sum(g => g.Others);

    public int Moved => Grades.Sum(g => g.Moved);

    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <summary>How many of a grade stand where.</summary>
/// <param name="Posts">What the quota gives; null by exam.</param>
public sealed record GradeCount(string Code, string Ar, string Fr, int Eligible, int On, int Others, int Moved, int? Posts);

public sealed record LineView(
    long Id, long EmployeeId, string Ppr, string NameAr, string NameLatin, string GradeCode, string NewGradeCode, DateOnly? GradeSince, int Days, DateOnly? EligibleOn, DateOnly? EffectiveOn, decimal? Rating, decimal? Points,
    decimal? Mark, int? Rank, bool IsOn, string? MovedFor, string? WhyCode, string? WhyArgs, long? Decision, DecisionState? DecisionState, string? Number)
{
    public Said? Why => PromotionLine.WhyOf(WhyCode, WhyArgs);

    /// <summary>On, Off, Other.</summary>
    public string Standing => IsOn ? "On" : Rank is null ? "Other" : "Off";
}

/// <param name="Version">The list as it was read.</param>
/// <param name="Remark">Why it is given back.</param>
public sealed record Command(long Table, string? Act, string? Version, string? Remark) : ICommand<Stepped>;

/// <param name="Batch">The decisions drafted.</param>
public sealed record Stepped(PromotionState State, long? Batch, int Decisions);

public sealed class Handler(MassarDb db, CurrentUser user, PromotionStaff staff, ProcedureBook book, TimeProvider clock) : IQueryHandler<Query, TableView>, ICommandHandler<Command, Stepped>
{
    private static readonly DecisionKind Kind = DecisionKinds.Find(GradePromotion.KindCode)!;

    public async Task<Outcome<TableView>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var id = query.Table;
        var found = await (from t in db.PromotionTables.InReachOf(user) where t.Id == id join p in db.Places on t.PlaceId equals p.Id select new { Table = t, p.NameAr, p.NameFr }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;
        var table = found.Table;
        var counts = await db.PromotionLines.Where(l => l.TableId == id).GroupBy(l => new { l.GradeCode, l.NewGradeCode }).Select(g => new
        {
            g.Key.GradeCode,
            g.Key.NewGradeCode,
            Eligible = g.Count(l => l.Rank != null),
            On = g.Count(l => l.IsOn),
            Others = g.Count(l => l.Rank == null),
            Moved = g.Count(l => l.MovedAt != null),
        }).ToListAsync(ct);
        var codes = counts.SelectMany(c => new[] { c.GradeCode, c.NewGradeCode }).ToHashSet();
        var names = await db.StaffGrades.Where(g => codes.Contains(g.Code)).Select(g => new { g.Code, Ar = g.CadreAr + "، " + g.GradeAr, Fr = g.CadreFr + ", " + g.GradeFr }).ToDictionaryAsync(g => g.Code, ct);
        var grades = codes.Select(c => (Code: c, Of: counts.Where(x => x.GradeCode == c).ToList())).OrderBy(c => c.Code, StringComparer.Ordinal)
            .Select(c => new GradeCount(c.Code, names.GetValueOrDefault(c.Code)?.Ar ?? c.Code, names.GetValueOrDefault(c.Code)?.Fr ?? c.Code, c.Of.Sum(x => x.Eligible), c.Of.Sum(x => x.On), c.Of.Sum(x => x.Others), c.Of.Sum(x => x.Moved),
                table.Way is PromotionWay.Choice ? PromotionRules.PostsOf(c.Of.Sum(x => x.Eligible), table.Quota) : null)).ToList();

        var show = query.Show is "off" or "other" or "moved" or "all" ? query.Show : "on";
        if (query.IsWhole && query.Show is null)
            show = "all";
        var lines = db.PromotionLines.Where(l => l.TableId == id);
        lines = show switch
        {
            "off" => lines.Where(l => !l.IsOn && l.Rank != null),
            "other" => lines.Where(l => l.Rank == null),
            "moved" => lines.Where(l => l.MovedAt != null),
            "all" => lines,
            _ => lines.Where(l => l.IsOn),
        };
        if (query.Grade is { Length: > 0 } grade)
            lines = lines.Where(l => l.GradeCode == grade);
        var pairs = lines.Join(db.Employees, l => l.EmployeeId, e => e.Id, (l, e) => new Pair { Line = l, Employee = e });
        var words = BidiSafe.Clean(query.Q);
        pairs = Employee.IsPpr(words) ? pairs.Where(r => r.Employee.Ppr == words) : pairs.NamedLike(r => r.Employee.SearchKey, words);
        var total = query.IsWhole ? 0 : await pairs.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + TableView.PageSize - 1) / TableView.PageSize));
        var ordered = pairs.OrderBy(r => r.Line.GradeCode).ThenBy(r => r.Line.Rank == null).ThenBy(r => r.Line.Rank).ThenBy(r => r.Employee.Ppr);
        var shown = await (
            from r in query.IsWhole ? ordered : ordered.Skip((page - 1) * TableView.PageSize).Take(TableView.PageSize)
            join d in db.Decisions on r.Line.DecisionId equals (long?)d.Id into decisions
            from d in decisions.DefaultIfEmpty()
            orderby r.Line.GradeCode, r.Line.Rank == null, r.Line.Rank, r.Employee.Ppr
            select new LineView(r.Line.Id, r.Employee.Id, r.Employee.Ppr, r.Employee.LastNameAr + " " + r.Employee.FirstNameAr, r.Employee.LastNameLatin + " " + r.Employee.FirstNameLatin, r.Line.GradeCode, r.Line.NewGradeCode,
                r.Line.GradeSince, r.Line.Days, r.Line.EligibleOn, r.Line.EffectiveOn, r.Line.Rating, r.Line.Points, r.Line.Mark, r.Line.Rank, r.Line.IsOn, r.Line.MovedFor, r.Line.WhyCode, r.Line.WhyArgs,
                d == null ? null : d.Id, d == null ? null : d.State, d == null ? null : d.Number)).AsNoTracking().ToListAsync(ct);
        var own = table.State is PromotionState.WithCommission && user.Has(Permissions.Commission) ? await db.PromotionLines.Where(l => l.TableId == id).About(db, user.EmployeeId, ct) : [];
        return new TableView(table.Id, table.Version, table.Year, table.Way, table.State, table.Years, table.Quota, table.PointsYear, table.PointsRating, found.NameAr, found.NameFr, table.ReturnedFor, table.ChangedAt, table.BatchId,
            table.PreparedByAccountId == user.AccountId, grades, show, query.Grade, query.Q, query.IsWhole ? shown.Count : total, page, shown, own);
    }

    public async Task<Outcome<Stepped>> Handle(Command command, CancellationToken ct)
    {
        // Held until the end: two people who close at once get one set of decisions between them.
        var id = command.Table;
        var table = await db.PromotionTables.InReachOf(user).Where(t => t.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (table is null)
            return Refusal.NotFound;
        if (Acts.Read(command.Act) is not { } act)
            return Refusal.Conflict("decisions.not-now").Next("decisions.not-now-next");
        if (!user.Has(act is "HandIn" ? Permissions.Prepare : Permissions.Commission))
            return Refusal.Forbidden;
        if (act is "Close" && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        if (table.Version.ToString(CultureInfo.InvariantCulture) != command.Version)
            return Refusal.Stale;

        var now = clock.GetUtcNow().UtcDateTime;
        if (act is "Close")
            return await Close(table, now, ct);
        if ((act is "HandIn" ? table.HandIn(now) : table.GiveBack(await Hands.Of(db, user, ct), command.Remark, now)) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(ct);
        return new Stepped(table.State, null, 0);
    }

    private async Task<Outcome<Stepped>> Close(PromotionTable table, DateTime now, CancellationToken ct)
    {
        var hands = await Hands.Of(db, user, ct);
        if (table.Sits(hands) is { } refusal)
            return refusal;
        var id = table.Id;
        // Whoever is ranked in it, or whose spouse is, closes it neither for himself nor for the others.
        if ((await db.PromotionLines.Where(l => l.TableId == id && l.Rank != null).About(db, user.EmployeeId, ct)).Count > 0)
            return Decision.OwnCase;
        var inForce = await book.InForce(db, Kind.Code, MoroccanDay.Of(now), ct);
        if (inForce.IsRefused)
            return inForce.Refusal!;
        var procedure = inForce.Value;

        await db.Places.Where(p => p.Id == table.PlaceId).ForUpdate().SingleAsync(ct);
        var lines = await db.PromotionLines.Where(l => l.TableId == id && l.IsOn).OrderBy(l => l.GradeCode).ThenBy(l => l.Rank).ThenBy(l => l.Id).ToListAsync(ct);
        DecisionBatch? batch = null;
        if (lines.Count > 0)
        {
            // Judged again: files may have changed since the list was prepared.
            var ids = lines.ConvertAll(l => l.EmployeeId);
            var people = (await staff.Read(db.Employees.Where(e => ids.Contains(e.Id)), table.Year, table.Way, await staff.Rules(table.Year, ct), ct)).ToDictionary(c => c.Employee.Id);
            foreach (var line in lines)
                if (people.GetValueOrDefault(line.EmployeeId) is not { Why: null, Case: not null } person || person.Next.Code != line.NewGradeCode)
                    return Refusal.Conflict("decisions.promotion.line-fails", await db.Employees.Where(e => e.Id == line.EmployeeId).Select(e => e.Ppr).SingleAsync(ct)).Next("decisions.promotion.line-fails-next");

            db.DecisionBatches.Add(batch = new DecisionBatch { Kind = Kind.Code, PlaceId = table.PlaceId, PlacePath = table.PlacePath, AsOf = table.On, LineCount = lines.Count, CreatedAt = now, CreatedByAccountId = table.PreparedByAccountId });
            await db.SaveChangesAsync(ct);
            var drafts = lines.ConvertAll(l => (Line: l, Decision: Kind.Draft(people[l.EmployeeId].Case!, procedure, (table.PlaceId, table.PlacePath), table.PreparedByAccountId, now, batch: batch.Id)));
            db.Decisions.AddRange(drafts.Select(d => d.Decision));
            await db.SaveChangesAsync(ct);
            foreach (var (line, decision) in drafts)
                line.DecisionId = decision.Id;
        }

        if (table.Close(hands, batch?.Id, now) is { } not)
            return not;
        await db.SaveChangesAsync(ct);
        return new Stepped(table.State, batch?.Id, lines.Count);
    }

    private sealed class Pair
    {
        public required PromotionLine Line { get; init; }

        public required Massar.Features.Employees.Domain.Employee Employee { get; init; }
    }
}

/// <summary>The steps this door takes.</summary>
internal static class Acts
{
    public static string? Read(string? typed) => typed is "HandIn" or "GiveBack" or "Close" ? typed : null;
}
