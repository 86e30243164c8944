using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
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
/// <param name="Parts">How many rows of each kind the file has.</param>
public sealed record StaffSide(
    long Id, int Version, string Ppr, string Cin, string LastNameAr, string FirstNameAr, string LastNameLatin, string FirstNameLatin, Sex Sex, DateOnly BirthDate, DateOnly RecruitedOn, MaritalStatus Marital,
    string GradeCode, string? GradeAr, string? GradeFr, string PlaceAr, string PlaceFr, string PlacePath, bool HasAccount, bool IsTaken)
{
    public IReadOnlyDictionary<MergePart, int> Parts { get; init; } = new Dictionary<MergePart, int>();

    public string NameAr => $"{LastNameAr} {FirstNameAr}";

    public string NameLatin => $"{LastNameLatin} {FirstNameLatin}";
}

/// <summary>Two files side by side, and what keeps them from being merged.</summary>
public sealed record StaffPair(StaffSide One, StaffSide Two, IReadOnlyList<Refusal> Obstacles)
{
    public StaffSide Of(long id) => One.Id == id ? One : Two;

    public StaffSide NotOf(long id) => One.Id == id ? Two : One;

    /// <summary>What was read: a file that somebody changed meanwhile, or that has more by now, is looked at again.</summary>
    public string Seen => string.Create(CultureInfo.InvariantCulture, $"{One.Version}-{One.Parts.Values.Sum()}-{Two.Version}-{Two.Parts.Values.Sum()}");
}

/// <summary>Merges two files of one employee and takes it back, in the caller's transaction.</summary>
public sealed class MergeDesk(MassarDb db, CurrentUser user, TimeProvider clock)
{
    private static readonly MethodInfo MoveMethod = typeof(MergeDesk).GetMethod(nameof(Move), BindingFlags.NonPublic | BindingFlags.Instance)!;
    private static readonly MethodInfo BackMethod = typeof(MergeDesk).GetMethod(nameof(Back), BindingFlags.NonPublic | BindingFlags.Instance)!;

    public const string Prefix = "staff-merges.";

    /// <summary>Days in which a merge may be taken back, this year.</summary>
    public static async Task<int> UndoDays(MassarDb db, CancellationToken ct) => (await YearFigures.Current(db, Prefix, ct)).Number("undo-days", 30, 1, 366);

    /// <summary>What part of a file rows of the journal are.</summary>
    public MergePart? PartOf(MovedRows rows) => MergeMap.Columns.Single(c => c.Key.Column == rows.Column && db.Model.FindEntityType(c.Key.Entity)!.GetTableName() == rows.Table).Value.Part;

    /// <summary>The two files, where both are at or below a place; null where one is not. Three statements.</summary>
    /// <param name="merge">The case that is looked at, which does not stand in its own way; 0 for none.</param>
    public async Task<StaffPair?> Pair(long one, long two, string path, long merge, CancellationToken ct)
    {
        long[] ids = [one, two];
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
                db.StaffMerges.Any(m => m.LiveKey == e.Id && m.Id != merge) || db.StaffMerges.Any(m => m.KeptEmployeeId == e.Id && m.State == StaffMergeState.Proposed && m.Id != merge))).AsNoTracking().ToListAsync(ct);
        if (one == two || sides.Count != 2) return null;
        var parts = await Count(one, two, ct);
        var (first, second) = (Side(one), Side(two));
        return new StaffPair(first, second, await Obstacles(first, second, ct));

        StaffSide Side(long id) => sides.Single(s => s.Id == id) with { Parts = parts[id].GroupBy(p => p.Part).ToDictionary(g => g.Key, g => g.Sum(p => p.Count)) };
    }

    /// <summary>The two rows, held in one order: of two who decide about a file at once, the second finds what the first did.</summary>
    public Task Hold(long one, long two, CancellationToken ct) =>
        db.Employees.Where(e => e.Id == one || e.Id == two).OrderBy(e => e.Id).Select(e => e.Id).ForUpdate().ToListAsync(ct);

    /// <summary>Why the signed-in person is not the one to act: one of the files is their own or of the family, or it is their own proposal; null when it is right.</summary>
    /// <param name="merge">The proposal to decide; null where one is made or taken back.</param>
    public async Task<Refusal?> Own(long one, long two, StaffMerge? merge, CancellationToken ct)
    {
        if (merge is not null && (merge.ProposedByAccountId == user.AccountId || (merge.ProposedByEmployeeId is { } by && by == user.EmployeeId)))
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

        var files = await db.Employees.Where(e => e.Id == kept || e.Id == other).ToDictionaryAsync(e => e.Id, ct);
        var (stays, gone) = (files[kept], files[other]);
        var accounts = await db.Accounts.Where(a => (a.EmployeeId == kept || a.EmployeeId == other) && a.ClosedAt == null).OrderBy(a => a.Id).ToListAsync(ct);
        var (account, hasOwn) = (accounts.Find(a => a.EmployeeId == other), accounts.Exists(a => a.EmployeeId == kept));
        merge.Do(moved, new MergedBefore(stays.GradeCode, stays.PlaceId, gone.PlaceId, hasOwn ? null : account?.Id, hasOwn ? account?.Id : null), user.AccountId, now, reason);
        if (account is not null && hasOwn) account.ClosedAt = now;
        else account?.EmployeeId = kept;

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
        if (before.LinkedAccount is { } linked && await db.Accounts.SingleOrDefaultAsync(a => a.Id == linked && a.EmployeeId == kept, ct) is { } account) account.EmployeeId = other;
        if (before.ClosedAccount is { } closed && await db.Accounts.SingleOrDefaultAsync(a => a.Id == closed && a.ClosedAt == merge.DecidedAt, ct) is { } shut) shut.ClosedAt = null;
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
