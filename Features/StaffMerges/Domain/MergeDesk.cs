using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Meetings.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Ratings.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.StaffFiles.Domain;
using Massar.Features.StaffPapers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace Massar.Features.StaffMerges.Domain;

/// <summary>A file as it stands beside another one.</summary>
/// <param name="IsTaken">In another merge, proposed or done.</param>
/// <param name="HasOldFiles">Another file was merged into it, and that merge counts.</param>
/// <param name="HasOutcome">A published run of the movement names it.</param>
/// <param name="HasPassword">Somebody signs in with one of its open accounts.</param>
/// <param name="HasDuties">One of its open accounts has a role beside that of every employee.</param>
public sealed record StaffSide(
    long Id, int Version, string Ppr, string Cin, string LastNameAr, string FirstNameAr, string LastNameLatin, string FirstNameLatin, Sex Sex, DateOnly BirthDate, DateOnly RecruitedOn, MaritalStatus Marital,
    string GradeCode, string? GradeAr, string? GradeFr, string PlaceAr, string PlaceFr, string PlacePath, bool HasAccount, bool IsTaken,
    bool HasOldFiles, bool HasOutcome, bool HasPassword, bool HasDuties, PaperLines Career, PaperLines Postings, PaperLines Family)
{
    /// <summary>How many rows of each kind the file has.</summary>
    public IReadOnlyDictionary<MergePart, int> Parts { get; init; } = new Dictionary<MergePart, int>();

    public string NameAr => $"{LastNameAr} {FirstNameAr}";

    public string NameLatin => $"{LastNameLatin} {FirstNameLatin}";
}

/// <summary>Lines of a history that were taken over from paper, by no decision and no declaration.</summary>
/// <param name="HasAny">There are lines of any origin.</param>
public sealed record PaperLines(bool HasAny, int Count, DateOnly? First)
{
    /// <summary>Whether this history says more than another one, or begins earlier.</summary>
    public bool SaysMoreThan(PaperLines other) => other.HasAny && Count > 0 && (Count > other.Count || First < other.First);
}

/// <summary>Two files side by side, and what keeps them from being merged, whichever of them stays.</summary>
public sealed record StaffPair(StaffSide One, StaffSide Two, IReadOnlyList<Refusal> Obstacles) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 2;

    /// <summary>Files of which one may be the one that stays.</summary>
    [JsonIgnore]
    public IEnumerable<StaffSide> MayStay => new[] { One, Two }.Where(s => !Against(s.Id).Any());

    /// <summary>What keeps the other file from going into this one; it may be possible the other way round.</summary>
    public IEnumerable<Refusal> Against(long kept)
    {
        var (stays, gone) = (Of(kept), NotOf(kept));
        if (gone.HasOldFiles) yield return Obstacle("carries", gone);
        if (gone.HasOutcome) yield return Obstacle("movement", gone);
        if (stays.HasAccount && gone.HasDuties) yield return Obstacle("duties", gone);
        if (stays.HasAccount && gone.HasAccount && !stays.HasPassword) yield return Obstacle("password", stays);
        if (gone.Career.SaysMoreThan(stays.Career) || gone.Postings.SaysMoreThan(stays.Postings) || gone.Family.SaysMoreThan(stays.Family)) yield return Obstacle("history", gone);
    }

    /// <summary>Lines taken over from paper that stay with the vanished file, because the one that stays has its own.</summary>
    public int StayingBehind(long kept)
    {
        var (stays, gone) = (Of(kept), NotOf(kept));
        return Left(stays.Career, gone.Career) + Left(stays.Postings, gone.Postings) + Left(stays.Family, gone.Family);

        static int Left(PaperLines here, PaperLines there) => here.HasAny ? there.Count : 0;
    }

    private static Refusal Obstacle(string what, StaffSide side) => Refusal.Conflict($"staff-merges.obstacle.{what}", side.Ppr).Next($"staff-merges.obstacle.{what}.next");

    public StaffSide Of(long id) => One.Id == id ? One : Two;

    public StaffSide NotOf(long id) => One.Id == id ? Two : One;

    /// <summary>What was read: a file that somebody changed meanwhile, or that has more by now, is looked at again.</summary>
    public string Seen => string.Create(CultureInfo.InvariantCulture, $"{One.Version}-{One.Parts.Values.Sum()}-{Two.Version}-{Two.Parts.Values.Sum()}");
}

/// <summary>Merges two files of one employee and takes it back, in the caller's transaction.</summary>
public sealed class MergeDesk(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock)
{
    private static readonly MethodInfo MoveMethod = typeof(MergeDesk).GetMethod(nameof(Move), BindingFlags.NonPublic | BindingFlags.Instance)!;
    private static readonly MethodInfo BackMethod = typeof(MergeDesk).GetMethod(nameof(Back), BindingFlags.NonPublic | BindingFlags.Instance)!;

    public const string Prefix = "staff-merges.";

    private const int MostNamed = 3;

    /// <summary>Days in which a merge may be taken back, this year.</summary>
    public static async Task<int> UndoDays(MassarDb db, CancellationToken ct) => (await YearFigures.Current(db, Prefix, ct)).Number("undo-days", 30, 1, 366);

    /// <summary>What part of a file rows of the journal are.</summary>
    public MergePart? PartOf(MovedRows rows) => MergeMap.Columns.Single(c => c.Key.Column == rows.Column && db.Model.FindEntityType(c.Key.Entity)!.GetTableName() == rows.Table).Value.Part;

    /// <summary>The two files, where both are at or below a place; null where one is not. Three statements.</summary>
    /// <param name="merge">The case that is looked at, which does not stand in its own way; 0 for none.</param>
    public async Task<StaffPair?> Pair(long one, long two, string path, long merge, CancellationToken ct)
    {
        long[] ids = [one, two];
        var today = MoroccanDay.Today(clock);
        var sides = await (
            from e in db.Employees
            where ids.Contains(e.Id) && e.PlacePath.StartsWith(path)
            join place in db.Places on e.PlaceId equals place.Id
            join grade in db.StaffGrades on e.GradeCode equals grade.Code into grades
            from grade in grades.DefaultIfEmpty()
            select new StaffSide(
                e.Id, e.Version, e.Ppr, e.Cin, e.LastNameAr, e.FirstNameAr, e.LastNameLatin, e.FirstNameLatin, e.Sex, e.BirthDate, e.RecruitedOn, e.MaritalStatus,
                e.GradeCode, grade == null ? null : grade.CadreAr + " " + grade.GradeAr, grade == null ? null : grade.CadreFr + " " + grade.GradeFr, place.NameAr, place.NameFr, e.PlacePath,
                db.Accounts.Any(a => a.EmployeeId == e.Id && a.ClosedAt == null),
                db.StaffMerges.Any(m => m.LiveKey == e.Id && m.Id != merge) || db.StaffMerges.Any(m => m.KeptEmployeeId == e.Id && m.State == StaffMergeState.Proposed && m.Id != merge),
                db.StaffMerges.Any(m => m.KeptEmployeeId == e.Id && m.State == StaffMergeState.Done && m.Id != merge),
                db.RunOutcomes.Any(o => o.EmployeeId == e.Id),
                db.Accounts.Any(a => a.EmployeeId == e.Id && a.ClosedAt == null && a.PasswordHash != null),
                db.Accounts.Any(a => a.EmployeeId == e.Id && a.ClosedAt == null && a.Hats.Any(h => h.Role != Roles.Employee && (h.EndsOn == null || h.EndsOn >= today))),
                new PaperLines(db.CareerSteps.Any(s => s.EmployeeId == e.Id), db.CareerSteps.Count(s => s.EmployeeId == e.Id && s.DecisionId == null), db.CareerSteps.Where(s => s.EmployeeId == e.Id && s.DecisionId == null).Min(s => (DateOnly?)s.StartsOn)),
                new PaperLines(db.Postings.Any(p => p.EmployeeId == e.Id), db.Postings.Count(p => p.EmployeeId == e.Id && p.DecisionId == null), db.Postings.Where(p => p.EmployeeId == e.Id && p.DecisionId == null).Min(p => (DateOnly?)p.StartsOn)),
                new PaperLines(db.FamilySteps.Any(f => f.EmployeeId == e.Id), db.FamilySteps.Count(f => f.EmployeeId == e.Id && f.EventId == null), db.FamilySteps.Where(f => f.EmployeeId == e.Id && f.EventId == null).Min(f => (DateOnly?)f.StartsOn)))).AsNoTracking().ToListAsync(ct);
        if (one == two || sides.Count != 2) return null;
        var parts = await Count(one, two, ct);
        var (first, second) = (Side(one), Side(two));
        var pair = new StaffPair(first, second, await Obstacles(first, second, ct));
        // Neither may be the one that stays: both reasons are told.
        return pair.MayStay.Any() ? pair : pair with { Obstacles = [.. pair.Obstacles, .. pair.Against(one), .. pair.Against(two)] };

        StaffSide Side(long id) => sides.Single(s => s.Id == id) with { Parts = parts[id].GroupBy(p => p.Part).ToDictionary(g => g.Key, g => g.Sum(p => p.Count)) };
    }

    /// <summary>The two rows, held in one order: of two who decide about a file at once, the second finds what the first did.</summary>
    public Task Hold(long one, long two, CancellationToken ct) =>
        db.Employees.Where(e => e.Id == one || e.Id == two).OrderBy(e => e.Id).Select(e => e.Id).ForUpdate().ToListAsync(ct);

    /// <summary>Why the signed-in person is not the one to act: one of the files is their own or of the family, or it is their own proposal; null when it is right.</summary>
    /// <param name="merge">The proposal to decide; null where one is made or taken back.</param>
    public async Task<Refusal?> Own(long one, long two, StaffMerge? merge, CancellationToken ct)
    {
        if (merge is not null && (await Hands.Of(db, user, ct)).Did(merge.ProposedByAccountId))
            return Refusal.Conflict("staff-merges.own-proposal").Next("staff-merges.own-proposal.next").Recorded();
        var own = await Kinship.WithSelf(db, user.EmployeeId, ct);
        return own.Contains(one) || own.Contains(two) ? Refusal.Conflict("staff-merges.own").Next("staff-merges.own.next").Recorded() : null;
    }

    /// <summary>Brings what the other file has to the one that stays, and writes down from where. The caller saves.</summary>
    public async Task Do(StaffMerge merge, string? reason, CancellationToken ct)
    {
        var (kept, other, now) = (merge.KeptEmployeeId, merge.OtherEmployeeId, clock.GetUtcNow().UtcDateTime);
        var moved = new List<MovedRows>();
        foreach (var ((entity, column), (_, fate)) in MergeMap.Columns)
        {
            if (fate is not (MergeFate.Moves or MergeFate.MovesWhereMissing)) continue;
            var type = db.Model.FindEntityType(entity)!;
            var staying = fate == MergeFate.Moves ? [] : await Doubled(entity, kept, other, ct);
            var keys = await (Task<List<string>>)MoveMethod.MakeGenericMethod(entity, type.FindPrimaryKey()!.Properties[0].ClrType, type.FindProperty(column)!.ClrType).Invoke(this, [type, column, other, kept, staying, ct])!;
            if (keys.Count > 0) moved.Add(new MovedRows(type.GetTableName()!, column, keys));
        }

        await Rekey(other, kept, ct);
        var files = await db.Employees.Where(e => e.Id == kept || e.Id == other).ToDictionaryAsync(e => e.Id, ct);
        var (stays, gone) = (files[kept], files[other]);
        var accounts = await db.Accounts.Where(a => (a.EmployeeId == kept || a.EmployeeId == other) && a.ClosedAt == null).OrderBy(a => a.Id).ToListAsync(ct);
        var (going, hasOwn) = (accounts.Where(a => a.EmployeeId == other).ToList(), accounts.Exists(a => a.EmployeeId == kept));
        var numbers = going.ConvertAll(a => a.Id);
        merge.Do(moved, new MergedBefore(stays.GradeCode, stays.PlaceId, gone.PlaceId, hasOwn ? [] : numbers, hasOwn ? numbers : []), user.AccountId, now, reason);
        foreach (var account in going)
            if (hasOwn) account.ClosedAt = now;
            else account.EmployeeId = kept;

        // The situation of today may be one that came with the other file.
        var today = MoroccanDay.Of(now);
        if ((await db.CareerSteps.AsNoTracking().Where(s => s.EmployeeId == kept).ToListAsync(ct)).KnownAt(now).On(today) is { } step) stays.GradeCode = step.GradeCode;
        if ((await db.Postings.AsNoTracking().Where(p => p.EmployeeId == kept).ToListAsync(ct)).WorkedAt(now).HeldOn(today) is { } post) (stays.PlaceId, stays.PlacePath) = (post.PlaceId, post.PlacePath);
        (gone.PlaceId, gone.PlacePath) = (merge.PlaceId, Employee.Gone);
    }

    /// <summary>Brings back what <see cref="Do"/> moved, and nothing else. The caller saves.</summary>
    public async Task Undo(StaffMerge merge, string reason, CancellationToken ct)
    {
        var (kept, other) = (merge.KeptEmployeeId, merge.OtherEmployeeId);
        var (moved, before) = merge.Undo(user.AccountId, clock.GetUtcNow().UtcDateTime, reason);
        foreach (var rows in moved)
        {
            var (entity, _) = MergeMap.Columns.Keys.Single(c => db.Model.FindEntityType(c.Entity)!.GetTableName() == rows.Table && c.Column == rows.Column);
            var type = db.Model.FindEntityType(entity)!;
            await (Task)BackMethod.MakeGenericMethod(entity, type.FindPrimaryKey()!.Properties[0].ClrType, type.FindProperty(rows.Column)!.ClrType).Invoke(this, [type, rows.Column, kept, other, rows.Keys, ct])!;
        }

        await Rekey(kept, other, ct);
        var files = await db.Employees.Where(e => e.Id == kept || e.Id == other).ToDictionaryAsync(e => e.Id, ct);
        // Somebody may have decided about the file meanwhile: its situation of today is read from its own lines.
        var (stays, now) = (files[kept], clock.GetUtcNow().UtcDateTime);
        var today = MoroccanDay.Of(now);
        stays.GradeCode = (await db.CareerSteps.AsNoTracking().Where(s => s.EmployeeId == kept).ToListAsync(ct)).KnownAt(now).On(today)?.GradeCode ?? before.KeptGrade;
        var post = (await db.Postings.AsNoTracking().Where(p => p.EmployeeId == kept).ToListAsync(ct)).WorkedAt(now).HeldOn(today);
        // The tree may have changed meanwhile: a path is that of its place today.
        var paths = await db.Places.Where(p => p.Id == before.KeptPlace || p.Id == before.OtherPlace).ToDictionaryAsync(p => p.Id, p => p.Path, ct);
        (stays.PlaceId, stays.PlacePath) = post is null ? (before.KeptPlace, paths[before.KeptPlace]) : (post.PlaceId, post.PlacePath);
        (files[other].PlaceId, files[other].PlacePath) = (before.OtherPlace, paths[before.OtherPlace]);
        var (linked, closed) = (before.LinkedAccounts, before.ClosedAccounts);
        foreach (var account in await db.Accounts.Where(a => linked.Contains(a.Id) && a.EmployeeId == kept).ToListAsync(ct)) account.EmployeeId = other;
        foreach (var account in await db.Accounts.Include(a => a.Hats).Where(a => closed.Contains(a.Id) && a.ClosedAt == merge.DecidedAt).ToListAsync(ct))
        {
            account.ClosedAt = null;
            // What it was given beside an employee's own is given again by who decides about roles.
            foreach (var hat in account.Hats.Where(h => h.Role != Roles.Employee && (h.EndsOn is null || h.EndsOn >= today)).ToList()) _ = await HatEnds.End(db, hat, today, ct);
        }
    }

    /// <summary>Why a merge cannot be taken back any more: the file went elsewhere, or something was built on what came with the merge; null when it can.</summary>
    public async Task<Refusal?> StandsInTheWay(StaffMerge merge, CancellationToken ct)
    {
        var (kept, other, path) = (merge.KeptEmployeeId, merge.OtherEmployeeId, merge.PlacePath);
        var paths = await db.Employees.Where(e => e.Id == kept || e.Id == other).ToDictionaryAsync(e => e.Id, e => e.PlacePath, ct);
        if (paths[kept] == Employee.Gone) return Refusal.Conflict("staff-merges.undo.chained").Next("staff-merges.undo.chained.next");
        if (!paths[kept].StartsWith(path, StringComparison.Ordinal) || paths[other] != Employee.Gone) return Refusal.Conflict("staff-merges.obstacle.elsewhere").Next("staff-merges.undo.elsewhere.next");

        var since = merge.DecidedAt!.Value;
        var moved = JsonSerializer.Deserialize<List<MovedRows>>(merge.Moved)!;
        var (decisions, events, children, papers, transfers) = (Keys(typeof(Decision)), Keys(typeof(FamilyEvent)), Keys(typeof(EmployeeChild)), Keys(typeof(StaffPaper)), Keys(typeof(FileTransfer)));
        var numbers = await db.Decisions
            .Where(d => (decisions.Contains(d.Id) && (d.SignedAt >= since || db.CareerSteps.Any(s => s.DecisionId == d.Id && s.LearntAt >= since) || db.Postings.Any(p => p.EmployeeId == kept && p.DecisionId == d.Id && p.LearntAt >= since)))
                || (d.WithdrawsId != null && decisions.Contains(d.WithdrawsId.Value) && d.CreatedAt >= since))
            .OrderBy(d => d.Id).Select(d => d.Number ?? d.Kind).Take(MostNamed).ToListAsync(ct);
        if (numbers.Count > 0) return Built("decision", string.Join(", ", numbers));
        var isFamily = (events.Count > 0 && (await db.FamilySteps.AnyAsync(f => f.EventId != null && events.Contains(f.EventId.Value) && f.LearntAt >= since, ct) || await db.EmployeeChildren.AnyAsync(c => c.EventId != null && events.Contains(c.EventId.Value) && c.LearntAt >= since, ct)))
            || (events.Count + children.Count > 0 && await db.ChildSteps.AnyAsync(s => ((s.EventId != null && events.Contains(s.EventId.Value)) || children.Contains(s.ChildId)) && s.LearntAt >= since, ct))
            || (events.Count > 0 && await db.Decisions.AnyAsync(d => d.CreatedAt >= since && db.FamilyEvents.Any(f => f.DecisionId == d.Id && events.Contains(f.Id)), ct));
        if (isFamily) return Built("family");
        if (papers.Count > 0 && await db.StaffPapers.AnyAsync(p => papers.Contains(p.Id) && p.IssuedAt >= since, ct)) return Built("paper");
        return transfers.Count > 0 && await db.FileTransfers.AnyAsync(t => transfers.Contains(t.Id) && (t.SentAt >= since || t.ReceivedAt >= since), ct) ? Built("transfer") : null;

        List<long> Keys(Type entity) => [.. moved.Where(m => m.Column == "EmployeeId" && m.Table == db.Model.FindEntityType(entity)!.GetTableName()).SelectMany(m => m.Keys).Select(k => long.Parse(k, CultureInfo.InvariantCulture))];

        static Refusal Built(string what, params object[] args) => Refusal.Conflict($"staff-merges.undo.built.{what}", args).Next("staff-merges.undo.built.next");
    }

    /// <summary>What every step ends with. Saves.</summary>
    /// <param name="what">proposed, done, refused, withdrawn or undone.</param>
    public async Task Settle(StaffMerge merge, string what, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        await facts.Tell(new StaffMergeStepped(merge.Id, what, merge.KeptEmployeeId, merge.OtherEmployeeId, merge.PlaceId, merge.ProposedByAccountId), ct);
        await db.SaveChangesAsync(ct);
    }

    // Keys that keep a person from having two of something at once bear the number of the file, and go with their rows.
    private async Task Rekey(long from, long to, CancellationToken ct)
    {
        var (old, anew) = (string.Create(CultureInfo.InvariantCulture, $"{from}/"), string.Create(CultureInfo.InvariantCulture, $"{to}/"));
        await db.FileTransfers.Where(t => t.EmployeeId == to && t.OpenKey == from).ExecuteUpdateAsync(s => s.SetProperty(t => t.OpenKey, (long?)to), ct);
        foreach (var key in await db.Meetings.Where(m => m.EmployeeId == to && m.LiveKey != null && m.LiveKey.StartsWith(old)).Select(m => m.LiveKey!).ToListAsync(ct))
            await db.Meetings.Where(m => m.LiveKey == key).ExecuteUpdateAsync(s => s.SetProperty(m => m.LiveKey, anew + key[old.Length..]), ct);
        // A paper of one kind asked for in both files on one day: the one of the file that stays is the one that is found again.
        foreach (var key in await db.StaffPapers.Where(p => p.EmployeeId == to && p.LiveKey != null && p.LiveKey.StartsWith(old)).Select(p => p.LiveKey!).ToListAsync(ct))
            if (anew + key[old.Length..] is var next && !await db.StaffPapers.AnyAsync(p => p.LiveKey == next, ct))
                await db.StaffPapers.Where(p => p.LiveKey == key).ExecuteUpdateAsync(s => s.SetProperty(p => p.LiveKey, next), ct);
    }

    // What was taken over from paper in both files is kept once; what a decision or a declaration wrote goes with it.
    private async Task<HashSet<long>> Doubled(Type entity, long kept, long other, CancellationToken ct)
    {
        if (entity == typeof(CareerStep))
            return await db.CareerSteps.AnyAsync(s => s.EmployeeId == kept, ct) ? [.. await db.CareerSteps.Where(s => s.EmployeeId == other && s.DecisionId == null).Select(s => s.Id).ToListAsync(ct)] : [];
        if (entity == typeof(Posting))
            return await db.Postings.AnyAsync(p => p.EmployeeId == kept, ct) ? [.. await db.Postings.Where(p => p.EmployeeId == other && p.DecisionId == null).Select(p => p.Id).ToListAsync(ct)] : [];
        if (entity == typeof(FamilyStep))
            return await db.FamilySteps.AnyAsync(f => f.EmployeeId == kept, ct) ? [.. await db.FamilySteps.Where(f => f.EmployeeId == other && f.EventId == null).Select(f => f.Id).ToListAsync(ct)] : [];
        if (entity == typeof(StaffRating))
            return [.. await db.StaffRatings.Where(r => r.EmployeeId == other && db.StaffRatings.Any(k => k.EmployeeId == kept && k.Year == r.Year)).Select(r => r.Id).ToListAsync(ct)];
        if (entity == typeof(RatingLine))
            return [.. await db.RatingLines.Where(r => r.EmployeeId == other && db.RatingLines.Any(k => k.EmployeeId == kept && k.Year == r.Year)).Select(r => r.Id).ToListAsync(ct)];
        // A child of both files is one child, and brings one allowance. Its lines stay with it. Asked before its file moves.
        var here = await db.EmployeeChildren.AsNoTracking().Where(c => c.EmployeeId == kept).ToListAsync(ct);
        var twice = (await db.EmployeeChildren.AsNoTracking().Where(c => c.EmployeeId == other).ToListAsync(ct))
            .Where(c => here.Exists(h => h.BirthDate == c.BirthDate && ArabicFolding.Fold(h.FirstNameAr) == ArabicFolding.Fold(c.FirstNameAr))).Select(c => c.Id).ToList();
        return entity == typeof(EmployeeChild) ? [.. twice] : [.. await db.ChildSteps.Where(s => s.EmployeeId == other && db.EmployeeChildren.Any(c => c.Id == s.ChildId && c.EmployeeId == other)).Select(s => s.Id).ToListAsync(ct)];
    }

    private async Task<List<string>> Move<TEntity, TKey, TColumn>(IEntityType type, string column, long from, long to, HashSet<long> staying, CancellationToken ct) where TEntity : class
    {
        var key = type.FindPrimaryKey()!.Properties[0].Name;
        var keys = await db.Set<TEntity>().Where(Is<TEntity, TColumn>(column, from)).Select(e => EF.Property<TKey>(e, key)).OrderBy(k => k).ToListAsync(ct);
        if (staying.Count > 0) keys.RemoveAll(k => staying.Contains(Convert.ToInt64(k, CultureInfo.InvariantCulture)));
        if (keys.Count == 0) return [];
        await Put<TEntity, TColumn>(db.Set<TEntity>().Where(Is<TEntity, TColumn>(column, from)).Where(e => keys.Contains(EF.Property<TKey>(e, key))), column, to, ct);
        return keys.ConvertAll(k => Convert.ToString(k, CultureInfo.InvariantCulture)!);
    }

    // Only rows that are still the kept file's: what somebody took elsewhere meanwhile is not the merge's to bring back.
    private Task Back<TEntity, TKey, TColumn>(IEntityType type, string column, long from, long to, IReadOnlyList<string> written, CancellationToken ct) where TEntity : class
    {
        var key = type.FindPrimaryKey()!.Properties[0].Name;
        var keys = written.Select(k => (TKey)(typeof(TKey) == typeof(Guid) ? (object)Guid.Parse(k) : Convert.ChangeType(k, typeof(TKey), CultureInfo.InvariantCulture))).ToList();
        return Put<TEntity, TColumn>(db.Set<TEntity>().Where(Is<TEntity, TColumn>(column, from)).Where(e => keys.Contains(EF.Property<TKey>(e, key))), column, to, ct);
    }

    private static Task Put<TEntity, TColumn>(IQueryable<TEntity> rows, string column, long to, CancellationToken ct) where TEntity : class
    {
        var value = (TColumn)(object)to;
        return rows.ExecuteUpdateAsync(set =>
        {
            set.SetProperty(e => EF.Property<TColumn>(e, column), value);
            // A form that was open before finds that its row changed.
            if (typeof(IVersioned).IsAssignableFrom(typeof(TEntity))) set.SetProperty(e => EF.Property<int>(e, nameof(IVersioned.Version)), e => EF.Property<int>(e, nameof(IVersioned.Version)) + 1);
        }, ct);
    }

    private static Expression<Func<TEntity, bool>> Is<TEntity, TColumn>(string column, long id)
    {
        var row = Expression.Parameter(typeof(TEntity));
        var property = Expression.Call(typeof(EF), nameof(EF.Property), [typeof(TColumn)], row, Expression.Constant(column));
        return Expression.Lambda<Func<TEntity, bool>>(Expression.Equal(property, Expression.Constant(id, typeof(TColumn))), row);
    }

    // One statement for all tables: names of tables and columns come from the model, numbers as parameters.
    private async Task<ILookup<long, (MergePart Part, int Count)>> Count(long one, long two, CancellationToken ct)
    {
        var statement = new StringBuilder();
        foreach (var ((entity, column), (part, _)) in MergeMap.Columns.Where(c => c.Value.Part is not null))
        {
            var type = db.Model.FindEntityType(entity)!;
            var name = ColumnOf(type, column);
            statement.Append(statement.Length > 0 ? " UNION ALL " : "").Append(CultureInfo.InvariantCulture, $"SELECT {(int)part!.Value}, `{name}`, COUNT(*) FROM `{type.GetTableName()}` WHERE `{name}` IN (@one, @two) GROUP BY `{name}`");
        }

        var rows = await db.ReadByHand(statement.ToString(), r => (Part: (MergePart)Convert.ToInt32(r.GetValue(0), CultureInfo.InvariantCulture), Id: r.GetInt64(1), Count: Convert.ToInt32(r.GetValue(2), CultureInfo.InvariantCulture)), ct, ("one", one), ("two", two));
        return rows.ToLookup(r => r.Id, r => (r.Part, r.Count));
    }

    // What excludes each other in two files of one person; asked in one statement.
    private async Task<IReadOnlyList<Refusal>> Obstacles(StaffSide one, StaffSide two, CancellationToken ct)
    {
        var (statement, asked) = (new StringBuilder(), new List<string>());
        // Of two rows that a unique index would refuse in one file, nobody can say which one counts.
        foreach (var ((entity, column), (part, _)) in MergeMap.Columns.Where(c => c.Value.Fate == MergeFate.Moves))
        {
            var type = db.Model.FindEntityType(entity)!;
            foreach (var index in type.GetIndexes().Where(i => i.IsUnique && i.Properties.Any(p => p.Name == column)))
                Ask($"part.{part}", $"`{type.GetTableName()}` a JOIN `{type.GetTableName()}` b ON {string.Join(" AND ", index.Properties.Where(p => p.Name != column).Select(p => $"a.`{ColumnOf(type, p.Name)}` = b.`{ColumnOf(type, p.Name)}`").DefaultIfEmpty("1 = 1"))} WHERE a.`{ColumnOf(type, column)}` = @one AND b.`{ColumnOf(type, column)}` = @two");
        }

        var (decisions, leaves) = (db.Model.FindEntityType(typeof(Decision))!.GetTableName(), db.Model.FindEntityType(typeof(Leave))!.GetTableName());
        var open = string.Join(", ", ((DecisionState[])[DecisionState.Draft, DecisionState.InVisa, DecisionState.ToSign, DecisionState.Returned]).Select(s => (int)s));
        var ended = string.Join(", ", ((LeaveState[])[LeaveState.Refused, LeaveState.Cancelled]).Select(s => (int)s));
        Ask("decisions", $"`{decisions}` a JOIN `{decisions}` b ON a.`Kind` = b.`Kind` WHERE a.`EmployeeId` = @one AND b.`EmployeeId` = @two AND a.`State` IN ({open}) AND b.`State` IN ({open})");
        Ask("leaves", $"`{leaves}` a JOIN `{leaves}` b ON a.`StartsOn` <= b.`EndsOn` AND b.`StartsOn` <= a.`EndsOn` WHERE a.`EmployeeId` = @one AND b.`EmployeeId` = @two AND a.`State` NOT IN ({ended}) AND b.`State` NOT IN ({ended})");
        Ask("related", $"`{decisions}` a WHERE (a.`EmployeeId` = @one AND a.`RelatedEmployeeId` = @two) OR (a.`EmployeeId` = @two AND a.`RelatedEmployeeId` = @one)");
        var parties = db.Model.FindEntityType(typeof(Exchanges.Domain.ExchangeParty))!.GetTableName();
        Ask("exchange", $"`{parties}` a JOIN `{parties}` b ON a.`ExchangeId` = b.`ExchangeId` WHERE a.`EmployeeId` = @one AND b.`EmployeeId` = @two");
        var (transfers, meetings) = (db.Model.FindEntityType(typeof(FileTransfer))!.GetTableName(), db.Model.FindEntityType(typeof(Meeting))!.GetTableName());
        Ask($"part.{MergePart.PaperFile}", $"`{transfers}` a JOIN `{transfers}` b WHERE a.`EmployeeId` = @one AND b.`EmployeeId` = @two AND a.`OpenKey` IS NOT NULL AND b.`OpenKey` IS NOT NULL");
        Ask("meetings", $"`{meetings}` a JOIN `{meetings}` b ON a.`Day` = b.`Day` AND a.`Minute` = b.`Minute` WHERE a.`EmployeeId` = @one AND b.`EmployeeId` = @two AND a.`LiveKey` IS NOT NULL AND b.`LiveKey` IS NOT NULL");
        var found = await db.ReadByHand(statement.ToString(), r => Convert.ToInt32(r.GetValue(0), CultureInfo.InvariantCulture), ct, ("one", one.Id), ("two", two.Id));
        var refusals = new List<Refusal>();
        if (one.IsTaken || two.IsTaken) refusals.Add(Refusal.Conflict("staff-merges.obstacle.taken").Next("staff-merges.obstacle.taken.next"));
        foreach (var what in found.Select(n => asked[n]).Distinct())
            refusals.Add(Refusal.Conflict($"staff-merges.obstacle.{what}").Next("staff-merges.obstacle.next"));
        return refusals;

        void Ask(string what, string from)
        {
            statement.Append(statement.Length > 0 ? " UNION ALL " : "").Append(CultureInfo.InvariantCulture, $"SELECT {asked.Count} FROM DUAL WHERE EXISTS (SELECT 1 FROM {from})");
            asked.Add(what);
        }
    }

    private static string ColumnOf(IEntityType type, string property) => type.FindProperty(property)!.GetColumnName();
}
