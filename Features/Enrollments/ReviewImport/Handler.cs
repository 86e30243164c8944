using System.Globalization;
using System.Text.Json;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.ReviewImport;

/// <param name="Show">The name of an <see cref="ImportFate"/>; everything without one.</param>
public sealed record Query(int Import, string? Show, int? Page) : IQuery<Review>;

/// <param name="Faults">What a package's report says is wrong.</param>
/// <param name="Notes">What it says besides.</param>
/// <param name="Fates">How many rows do what.</param>
/// <param name="Full">Classes that would be filled beyond their size.</param>
/// <param name="SameFileOn">When this very file was written before.</param>
/// <param name="UndoUntil">Until when it can be taken back, UTC; null where it cannot.</param>
public sealed record Review(
    int Import, int Version, string FileName, string ReadAs, string Ignored, ImportState State, bool IsOld, string ByAr, string ByLatin, DateTime SentAt, DateTime CheckedAt, DateTime? DoneAt, DateTime? UndoneAt,
    int Created, int Enrolled, int Seated, int Moved, ImportSource Source, int Faults, int Notes, IReadOnlyDictionary<ImportFate, int> Fates, string? Show, IReadOnlyList<Line> Lines, int Page, int Pages, IReadOnlyList<FullClass> Full, DateTime? SameFileOn, DateTime? UndoUntil) : IShowsPersons
{
    /// <summary>Rows that write something when it is confirmed.</summary>
    public int Ready => Of(ImportFate.New) + Of(ImportFate.Enroll) + Of(ImportFate.Seat) + Of(ImportFate.Move);

    public int Of(ImportFate fate) => Fates.GetValueOrDefault(fate);

    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record FullClass(string Name, int Pupils, int Coming, int Size);

/// <param name="Code">Typed, or issued by the import.</param>
/// <param name="Birth">As typed.</param>
/// <param name="BirthDate">As it was read; null where it was not.</param>
/// <param name="From">Of a move: the class the pupil leaves.</param>
/// <param name="Choice">"other", or the number of the file of the same child.</param>
public sealed record Line(
    int Number, string Name, string? Code, string? Birth, DateOnly? BirthDate, string? Place, string? From, ImportFate Fate, bool IsWritten, IReadOnlyList<RowProblem> Problems, IReadOnlyList<DoubleHint> Hints, string? Choice, long? FileId);

/// <summary>All rows, for a file that leaves the house: needs a fresh second factor.</summary>
public sealed record FileQuery(int Import, string? Show) : IQuery<Whole>;

public sealed record Whole(int Import, string FileName, IReadOnlyList<FileRow> Rows);

public sealed record FileRow(int Number, IReadOnlyDictionary<ImportColumn, string> Cells, ImportFate Fate, bool IsWritten, IReadOnlyList<RowProblem> Problems, string? Code);

/// <summary>Writes what was seen.</summary>
/// <param name="Beyond">Classes may be filled beyond their size.</param>
public sealed record Command(int Import, int Version, bool Beyond) : ICommand<Confirmed>;

/// <param name="Job">The background work to watch; null where it is done.</param>
public sealed record Confirmed(long? Job);

/// <param name="Rows">Number of a row → "other", the number of the file of the same child, or nothing.</param>
public sealed record ChooseCommand(int Import, int Version, IReadOnlyDictionary<string, string> Rows) : ICommand;

/// <summary>Holds every row against the files anew.</summary>
public sealed record CheckCommand(int Import) : ICommand;

public sealed record DropCommand(int Import) : ICommand;

public sealed class Handler(MassarDb db, ImportDesk desk, CurrentUser user, WorkDesk work, TimeProvider clock)
    : IQueryHandler<Query, Review>, IQueryHandler<FileQuery, Whole>, ICommandHandler<Command, Confirmed>, ICommandHandler<ChooseCommand>, ICommandHandler<CheckCommand>, ICommandHandler<DropCommand>
{
    private const int PageSize = 20;

    /// <summary>More rows than this take longer than a person waits.</summary>
    private const int MostAtOnce = 60;

    private const string Other = "other";

    public async Task<Outcome<Review>> Handle(Query request, CancellationToken cancellationToken)
    {
        var id = request.Import;
        var found = await (
            from i in db.PupilImports.At(user)
            where i.Id == id
            join a in db.Accounts on i.ByAccountId equals a.Id
            select new
            {
                Import = i,
                a.NameAr,
                a.NameLatin,
                Before = db.PupilImports.Where(o => o.SchoolId == i.SchoolId && o.FileHash == i.FileHash && o.Id != i.Id && o.State == ImportState.Done).Max(o => o.DoneAt),
                UndoHours = db.Settings.Where(s => s.SchoolYearId == i.SchoolYearId && s.Code == RollOverCalendar.UndoSetting).Select(s => s.Value).FirstOrDefault(),
            }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (found is null) return Refusal.NotFound;
        var (import, now) = (found.Import, clock.GetUtcNow().UtcDateTime);
        var fates = await db.PupilImportRows.Where(r => r.ImportId == id).GroupBy(r => r.Fate).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var show = Fate(request.Show);
        var total = show is { } one ? fates.GetValueOrDefault(one) : fates.Values.Sum();
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(request.Page ?? 1, 1, pages);
        // What needs a word comes first.
        var rows = await Rows(id, show).OrderBy(r => r.Fate == ImportFate.Double ? 0 : r.Fate == ImportFate.Refused || r.Fate == ImportFate.Elsewhere ? 1 : 2).ThenBy(r => r.Number).Skip((page - 1) * PageSize).Take(PageSize)
            .Select(r => new { Row = r, Code = r.IsWritten ? db.Pupils.Where(p => p.Id == r.PupilId).Select(p => p.MassarCode).FirstOrDefault() : null, Class = db.Classes.Where(c => c.Id == r.ClassId).Select(c => c.Name).FirstOrDefault(), From = db.Classes.Where(c => c.Id == r.FromClassId).Select(c => c.Name).FirstOrDefault() })
            .AsNoTracking().ToListAsync(cancellationToken);
        var hours = int.TryParse(found.UndoHours, NumberStyles.None, CultureInfo.InvariantCulture, out var set) ? set : 48;
        var until = import is { State: ImportState.Done, DoneAt: { } done } && now - done <= TimeSpan.FromHours(hours) ? done.AddHours(hours) : (DateTime?)null;
        return new Review(id, import.Version, import.FileName, import.ReadAs, import.Ignored, import.State, import.State == ImportState.Waiting && fates.Count == 0, found.NameAr, found.NameLatin, import.SentAt, import.CheckedAt, import.DoneAt, import.UndoneAt,
            import.Created, import.Enrolled, import.Seated, import.Moved, import.Source, import.Faults, import.Notes, fates, show?.ToString(), [.. rows.Select(r => Of(r.Row, r.Code, r.Class, r.From))], page, pages,
            import.State == ImportState.Waiting ? await Full(import, cancellationToken) : [], found.Before, until);
    }

    public async Task<Outcome<Whole>> Handle(FileQuery request, CancellationToken cancellationToken)
    {
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        var id = request.Import;
        if (await db.PupilImports.At(user).AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellationToken) is not { } import) return Refusal.NotFound;
        var rows = await Rows(id, Fate(request.Show)).OrderBy(r => r.Number).Select(r => new { Row = r, Code = r.IsWritten ? db.Pupils.Where(p => p.Id == r.PupilId).Select(p => p.MassarCode).FirstOrDefault() : null }).AsNoTracking().ToListAsync(cancellationToken);
        return new Whole(id, import.FileName, [.. rows.Select(r => new FileRow(r.Row.Number, r.Row.Cells, r.Row.Fate, r.Row.IsWritten, r.Row.ProblemList, r.Code))]);
    }

    public async Task<Outcome<Confirmed>> Handle(Command command, CancellationToken cancellationToken)
    {
        if (await Held(command.Import, cancellationToken) is not { } import) return Refusal.NotFound;
        if (import.State != ImportState.Waiting) return Refusal.Conflict("enrollments.import.not-waiting").Next("enrollments.import.not-waiting.next");
        if (import.Version != command.Version) return Refusal.Stale;
        var ready = await db.PupilImportRows.CountAsync(r => r.ImportId == import.Id && (r.Fate == ImportFate.New || r.Fate == ImportFate.Enroll || r.Fate == ImportFate.Seat || r.Fate == ImportFate.Move), cancellationToken);
        if (ready == 0) return Refusal.Conflict("enrollments.import.nothing").Next("enrollments.import.nothing.next");
        if (!command.Beyond && await Full(import, cancellationToken) is { Count: > 0 } full)
            return Refusal.Conflict("enrollments.import.full", string.Join(" – ", full.Select(f => $"{f.Name}: {f.Pupils} + {f.Coming} > {f.Size}"))).Next("enrollments.import.full.next");
        // The head who sent it is not always the one who confirms it.
        if (await db.PupilImportRows.AnyAsync(r => r.ImportId == import.Id && (r.Fate == ImportFate.Enroll || r.Fate == ImportFate.Seat || r.Fate == ImportFate.Move) && db.Guardianships.OfPerson(user, db).Any(g => g.PupilId == r.PupilId), cancellationToken))
            return Refusal.Conflict("enrollments.import.wrong.own").Next("enrollments.import.own.next");
        (import.State, import.ConfirmedByAccountId) = (ImportState.Running, user.AccountId);
        await db.SaveChangesAsync(cancellationToken);
        if (ready <= MostAtOnce)
        {
            await desk.Run(import.Id, cancellationToken);
            return new Confirmed(null);
        }

        var item = work.Queue<ImportWork>(import.WorkKey, JsonSerializer.Serialize(import.Id), total: ready);
        await db.SaveChangesAsync(cancellationToken);
        return new Confirmed(item.Id);
    }

    public async Task<Outcome<Done>> Handle(ChooseCommand command, CancellationToken cancellationToken)
    {
        if (await Held(command.Import, cancellationToken) is not { } import) return Refusal.NotFound;
        if (import.State != ImportState.Waiting) return Refusal.Conflict("enrollments.import.not-waiting").Next("enrollments.import.not-waiting.next");
        if (import.Version != command.Version) return Refusal.Stale;
        var rows = await db.PupilImportRows.Where(r => r.ImportId == import.Id).OrderBy(r => r.Number).ToListAsync(cancellationToken);
        foreach (var (number, chosen) in command.Rows)
        {
            if (rows.Find(r => r.Number.ToString(CultureInfo.InvariantCulture) == number) is not { } row) return Refusal.NotFound;
            if (string.IsNullOrEmpty(chosen)) (row.ChosenPupilId, row.IsOther) = (null, false);
            else if (chosen == Other) (row.ChosenPupilId, row.IsOther) = (null, true);
            // Only a file that the row was shown may be chosen.
            else if (long.TryParse(chosen, NumberStyles.None, CultureInfo.InvariantCulture, out var file) && row.HintList.Any(h => h.Id == file)) (row.ChosenPupilId, row.IsOther) = (file, false);
            else if (chosen != row.ChosenPupilId?.ToString(CultureInfo.InvariantCulture)) return Refusal.NotFound;
        }

        await desk.Check(import, rows, user, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    public async Task<Outcome<Done>> Handle(CheckCommand command, CancellationToken cancellationToken)
    {
        if (await Held(command.Import, cancellationToken) is not { } import) return Refusal.NotFound;
        if (import.State != ImportState.Waiting) return Refusal.Conflict("enrollments.import.not-waiting").Next("enrollments.import.not-waiting.next");
        await desk.Check(import, await db.PupilImportRows.Where(r => r.ImportId == import.Id).OrderBy(r => r.Number).ToListAsync(cancellationToken), user, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    public async Task<Outcome<Done>> Handle(DropCommand command, CancellationToken cancellationToken)
    {
        if (await Held(command.Import, cancellationToken) is not { } import) return Refusal.NotFound;
        if (import.State is not (ImportState.Waiting or ImportState.Invalid)) return Refusal.Conflict("enrollments.import.not-waiting").Next("enrollments.import.not-waiting.next");
        await db.PupilImportRows.Where(r => r.ImportId == import.Id).ExecuteDeleteAsync(cancellationToken);
        await db.RosterFindings.Where(f => f.ImportId == import.Id).ExecuteDeleteAsync(cancellationToken);
        await db.RosterFindingBooks.Where(b => b.ImportId == import.Id).ExecuteDeleteAsync(cancellationToken);
        db.PupilImports.Remove(import);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    private static ImportFate? Fate(string? show) => Enum.TryParse<ImportFate>(show, out var fate) && Enum.IsDefined(fate) ? fate : null;

    private Task<PupilImport?> Held(int id, CancellationToken ct) => db.PupilImports.At(user).Where(i => i.Id == id).ForUpdate().SingleOrDefaultAsync(ct);

    private IQueryable<PupilImportRow> Rows(int import, ImportFate? show) => db.PupilImportRows.Where(r => r.ImportId == import && (show == null || r.Fate == show));

    private static Line Of(PupilImportRow row, string? code, string? className, string? from)
    {
        var cells = row.Cells;
        var birth = cells.GetValueOrDefault(ImportColumn.BirthDate);
        var name = $"{cells.GetValueOrDefault(ImportColumn.LastNameAr)} {cells.GetValueOrDefault(ImportColumn.FirstNameAr)}".Trim();
        return new Line(row.Number, name.Length > 0 ? name : $"{cells.GetValueOrDefault(ImportColumn.LastNameLatin)} {cells.GetValueOrDefault(ImportColumn.FirstNameLatin)}".Trim(), code ?? cells.GetValueOrDefault(ImportColumn.Code), birth,
            birth is null ? null : ImportedDay.Read(birth).Day, className ?? cells.GetValueOrDefault(ImportColumn.Class) ?? cells.GetValueOrDefault(ImportColumn.Level), from, row.Fate, row.IsWritten, row.ProblemList, row.HintList,
            row.IsOther ? Other : row.ChosenPupilId?.ToString(CultureInfo.InvariantCulture), row.IsWritten || row.Fate == ImportFate.Same ? row.PupilId : null);
    }

    // The yearly size of a class of the level, against who sits there and who would come.
    private async Task<IReadOnlyList<FullClass>> Full(PupilImport import, CancellationToken ct)
    {
        var id = import.Id;
        var coming = await db.PupilImportRows.Where(r => r.ImportId == id && r.ClassId != null && (r.Fate == ImportFate.New || r.Fate == ImportFate.Enroll || r.Fate == ImportFate.Seat || r.Fate == ImportFate.Move))
            .GroupBy(r => r.ClassId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        if (coming.Count == 0) return [];
        var ids = coming.Keys.ToList();
        var classes = await (
            from c in db.Classes
            where ids.Contains(c.Id)
            join level in db.Levels on c.LevelCode equals level.Code
            select new { c.Id, c.Name, Level = level, Leaving = db.PupilImportRows.Count(r => r.ImportId == id && r.Fate == ImportFate.Move && r.FromClassId == c.Id), Pupils = db.Enrollments.Count(e => e.ClassId == c.Id && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected)) }).AsNoTracking().ToListAsync(ct);
        var rules = await StructureRules.Of(db, import.SchoolYearId, ct);
        return [.. classes.Select(c => new FullClass(c.Name, c.Pupils - c.Leaving, coming[c.Id], rules.NormOf(c.Level))).Where(f => f.Pupils + f.Coming > f.Size).OrderBy(f => f.Name, StringComparer.Ordinal)];
    }
}

/// <summary>Writes a long list in one transaction: stopped anywhere, nothing or everything is written, and the next try begins anew.</summary>
public sealed class ImportWork(MassarDb db, UnitOfWork unit, ImportDesk desk) : IWork
{
    public static string Kind => "pupil-import";

    public static bool IsLong => true;

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = JsonSerializer.Deserialize<int>(item.Payload);
        var school = await db.PupilImports.Where(i => i.Id == id).Select(i => i.SchoolId).SingleAsync(ct);
        Acting.Now = new Actor(item.AccountId, null, "system", school, item.Key);
        var count = 0;
        await unit.Run("Enrollments.ImportPupils", async token => { count = await desk.Run(id, token); }, ct);
        await progress.Report(count, 0, count, ct);
        item.Result = JsonSerializer.Serialize(new { address = Links.Import(id) }, JsonSerializerOptions.Web);
    }
}
