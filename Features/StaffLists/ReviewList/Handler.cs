using System.Globalization;
using System.Text.Json;
using Massar.Features.Accounts.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.StaffLists.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffLists.ReviewList;

/// <param name="Show">The name of a <see cref="StaffFate"/>; everything without one.</param>
public sealed record Query(int List, string? Show, int? Page) : IQuery<Review>;

/// <param name="Fates">How many rows do what.</param>
/// <param name="SameFileOn">When this very file was written before.</param>
/// <param name="UndoUntil">Until when it can be taken back, UTC; null where it cannot.</param>
/// <param name="Job">The work that writes it, while it runs.</param>
/// <param name="MayConfirm">The reader is one to confirm it: where it opens files, a second person of the office.</param>
public sealed record Review(
    int List, int Version, string FileName, string Source, string ReadAs, string Ignored, StaffListState State, bool IsOld, string ByAr, string ByLatin, DateTime SentAt, DateTime CheckedAt, DateTime? DoneAt, DateTime? UndoneAt,
    int Created, int Changed, IReadOnlyDictionary<StaffFate, int> Fates, string? Show, IReadOnlyList<Line> Lines, int Page, int Pages, DateTime? SameFileOn, DateTime? UndoUntil, long? Job, bool MayConfirm) : IShowsPersons
{
    /// <summary>Rows that write something when it is confirmed.</summary>
    public int Ready => Of(StaffFate.New) + Of(StaffFate.Change);

    public int Of(StaffFate fate) => Fates.GetValueOrDefault(fate);

    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="Word">"other", "list", "file", or the number of the file of the same person.</param>
/// <param name="AsksCard">The card number contradicts that of the file.</param>
/// <param name="MayBeOther">Another person is an answer.</param>
/// <param name="FileId">The employee's file, where the reader may open it.</param>
public sealed record Line(
    int Number, string Name, string? Ppr, string? School, StaffFate Fate, bool IsWritten, IReadOnlyList<StaffProblem> Problems, IReadOnlyList<StaffChange> Changes, IReadOnlyList<StaffHint> Hints, string? Word, bool AsksCard, bool MayBeOther, long? FileId);

/// <summary>All rows, for a file that leaves the house: needs a fresh second factor.</summary>
public sealed record FileQuery(int List, string? Show) : IQuery<Whole>;

public sealed record Whole(int List, string FileName, IReadOnlyList<FileRow> Rows);

public sealed record FileRow(int Number, IReadOnlyDictionary<StaffColumn, string> Cells, StaffFate Fate, bool IsWritten, IReadOnlyList<StaffProblem> Problems, IReadOnlyList<StaffChange> Changes);

/// <summary>Writes what was seen.</summary>
public sealed record Command(int List, int Version) : ICommand<Confirmed>;

/// <param name="Job">The background work to watch; null where it is done.</param>
public sealed record Confirmed(long? Job);

/// <param name="Rows">Number of a row → "other", "list", "file", the number of the file of the same person, or nothing.</param>
public sealed record SayCommand(int List, int Version, IReadOnlyDictionary<string, string> Rows) : ICommand;

/// <summary>Holds every row against the files anew.</summary>
public sealed record CheckCommand(int List, int Version) : ICommand;

public sealed record DropCommand(int List, int Version) : ICommand;

public sealed class Handler(MassarDb db, StaffListDesk desk, CurrentUser user, WorkDesk work, TimeProvider clock)
    : IQueryHandler<Query, Review>, IQueryHandler<FileQuery, Whole>, ICommandHandler<Command, Confirmed>, ICommandHandler<SayCommand>, ICommandHandler<CheckCommand>, ICommandHandler<DropCommand>
{
    private const int PageSize = 20;

    /// <summary>More rows than this take longer than a person waits.</summary>
    private const int MostAtOnce = 60;

    private const string Other = "other";
    private const string ListCard = "list";
    private const string FileCard = "file";

    public async Task<Outcome<Review>> Handle(Query query, CancellationToken ct)
    {
        var id = query.List;
        var found = await (
            from l in db.StaffLists.At(user)
            where l.Id == id
            join a in db.Accounts on l.ByAccountId equals a.Id
            select new
            {
                List = l,
                a.NameAr,
                a.NameLatin,
                Before = db.StaffLists.Where(o => o.PlaceId == l.PlaceId && o.FileHash == l.FileHash && o.Id != l.Id && o.State == StaffListState.Done).Max(o => o.DoneAt),
                UndoHours = db.Settings.Where(s => s.Code == StaffListDesk.Prefix + StaffListDesk.UndoSetting && db.SchoolYears.Any(y => y.Id == s.SchoolYearId && y.IsCurrent)).Select(s => s.Value).FirstOrDefault(),
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null) return Refusal.NotFound;
        var (list, now) = (found.List, clock.GetUtcNow().UtcDateTime);
        var fates = await db.StaffListRows.Where(r => r.ListId == id).GroupBy(r => r.Fate).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var show = Fate(query.Show);
        var total = show is { } one ? fates.GetValueOrDefault(one) : fates.Values.Sum();
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        // What needs a word comes first.
        var rows = await Rows(id, show).OrderBy(r => r.Fate == StaffFate.Ask ? 0 : r.Fate == StaffFate.Refused || r.Fate == StaffFate.Elsewhere ? 1 : 2).ThenBy(r => r.Number).Skip((page - 1) * PageSize).Take(PageSize)
            .Select(r => new { Row = r, IsInReach = r.EmployeeId != null && db.Employees.InReachOf(user).Any(e => e.Id == r.EmployeeId) }).AsNoTracking().ToListAsync(ct);
        var hours = int.TryParse(found.UndoHours, NumberStyles.None, CultureInfo.InvariantCulture, out var set) ? set : 48;
        var until = list is { State: StaffListState.Done, DoneAt: { } done } && now - done <= TimeSpan.FromHours(hours) && list.Created + list.Changed > 0 ? done.AddHours(hours) : (DateTime?)null;
        var key = list.WorkKey;
        var job = list.State == StaffListState.Running ? await db.WorkItems.Where(w => w.Key == key).Select(w => (long?)w.Id).SingleOrDefaultAsync(ct) : null;
        return new Review(id, list.Version, list.FileName, list.Source, list.ReadAs, list.Ignored, list.State, list.State == StaffListState.Waiting && fates.Count == 0, found.NameAr, found.NameLatin, list.SentAt, list.CheckedAt, list.DoneAt, list.UndoneAt,
            list.Created, list.Changed, fates, show?.ToString(), [.. rows.Select(r => Of(r.Row, r.IsInReach))], page, pages, found.Before, until, job,
            fates.GetValueOrDefault(StaffFate.New) == 0 || (user.Has(Permissions.Confirm) && !(await Hands.Of(db, user, ct)).Did(list.ByAccountId)));
    }

    public async Task<Outcome<Whole>> Handle(FileQuery query, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        var id = query.List;
        if (await db.StaffLists.At(user).AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct) is not { } list) return Refusal.NotFound;
        var rows = await Rows(id, Fate(query.Show)).OrderBy(r => r.Number).AsNoTracking().ToListAsync(ct);
        return new Whole(id, list.FileName, [.. rows.Select(r => new FileRow(r.Number, r.Cells, r.Fate, r.IsWritten, r.ProblemList, r.ChangeList))]);
    }

    public async Task<Outcome<Confirmed>> Handle(Command command, CancellationToken ct)
    {
        var (held, refusal) = await Held(command.List, command.Version, ct);
        if (held is not { } list) return refusal!;
        var ready = await db.StaffListRows.CountAsync(r => r.ListId == list.Id && (r.Fate == StaffFate.New || r.Fate == StaffFate.Change), ct);
        if (ready == 0) return Refusal.Conflict("staff-lists.nothing").Next("staff-lists.nothing.next");
        // Who sent it is not always who confirms it.
        if (await desk.Own(list.Id, user, ct) is { } own) return own;
        // Nobody opens files alone.
        if (await db.StaffListRows.AnyAsync(r => r.ListId == list.Id && r.Fate == StaffFate.New, ct)
            && (!user.Has(Permissions.Confirm) || (await Hands.Of(db, user, ct)).Did(list.ByAccountId)))
            return Refusal.Conflict("staff-lists.second").Next("staff-lists.second.next").Recorded();
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        (list.State, list.ConfirmedByAccountId, list.ConfirmedAt) = (StaffListState.Running, user.AccountId, clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(ct);
        if (ready <= MostAtOnce)
        {
            await desk.Run(list.Id, MostAtOnce, ct);
            return new Confirmed(null);
        }

        var item = work.Queue<StaffListWork>(list.WorkKey, JsonSerializer.Serialize(list.Id), total: ready);
        await db.SaveChangesAsync(ct);
        return new Confirmed(item.Id);
    }

    public async Task<Outcome<Done>> Handle(SayCommand command, CancellationToken ct)
    {
        var (held, refusal) = await Held(command.List, command.Version, ct);
        if (held is not { } list) return refusal!;
        var rows = await db.StaffListRows.Where(r => r.ListId == list.Id).OrderBy(r => r.Number).ToListAsync(ct);
        foreach (var (number, said) in command.Rows)
        {
            if (rows.Find(r => r.Number.ToString(CultureInfo.InvariantCulture) == number) is not { } row) return Refusal.NotFound;
            if (string.IsNullOrEmpty(said)) (row.ChosenEmployeeId, row.Word) = (null, StaffWord.None);
            else if (said == Other) (row.ChosenEmployeeId, row.Word) = (null, StaffWord.Other);
            else if (said is ListCard or FileCard) row.Word = said == ListCard ? StaffWord.ListCard : StaffWord.FileCard;
            // Only a file that the row was shown may be chosen.
            else if (long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var file) && file > 0 && row.HintList.Any(h => h.Id == file)) (row.ChosenEmployeeId, row.Word) = (file, StaffWord.None);
            else if (said != WordOf(row)) return Refusal.NotFound;
        }

        if (await desk.Check(list, rows, user, ct) is { } tooMany) return tooMany;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    public async Task<Outcome<Done>> Handle(CheckCommand command, CancellationToken ct)
    {
        var (held, refusal) = await Held(command.List, command.Version, ct);
        if (held is not { } list) return refusal!;
        if (await desk.Check(list, await db.StaffListRows.Where(r => r.ListId == list.Id).OrderBy(r => r.Number).ToListAsync(ct), user, ct) is { } tooMany) return tooMany;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    public async Task<Outcome<Done>> Handle(DropCommand command, CancellationToken ct)
    {
        var (held, refusal) = await Held(command.List, command.Version, ct);
        if (held is not { } list) return refusal!;
        await db.StaffListRows.Where(r => r.ListId == list.Id).ExecuteDeleteAsync(ct);
        list.State = StaffListState.Dropped;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    private static StaffFate? Fate(string? show) => Enum.TryParse<StaffFate>(show, out var fate) && Enum.IsDefined(fate) ? fate : null;

    private async Task<(StaffList? List, Refusal? Refusal)> Held(int id, int version, CancellationToken ct) =>
        await db.StaffLists.At(user).Where(l => l.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } list ? (null, Refusal.NotFound)
        : list.State != StaffListState.Waiting ? (null, Refusal.Conflict("staff-lists.not-waiting").Next("staff-lists.not-waiting.next"))
        : list.Version != version ? (null, Refusal.Stale) : (list, null);

    private IQueryable<StaffListRow> Rows(int list, StaffFate? show) => db.StaffListRows.Where(r => r.ListId == list && (show == null || r.Fate == show));

    private static Line Of(StaffListRow row, bool isInReach)
    {
        var cells = row.Cells;
        var problems = row.ProblemList;
        return new Line(row.Number, $"{cells.GetValueOrDefault(StaffColumn.LastNameAr)} {cells.GetValueOrDefault(StaffColumn.FirstNameAr)}".Trim(), cells.GetValueOrDefault(StaffColumn.Ppr), cells.GetValueOrDefault(StaffColumn.School),
            row.Fate, row.IsWritten, problems, row.ChangeList, row.HintList, WordOf(row), row is { Fate: StaffFate.Ask, EmployeeId: not null } || row.Word is StaffWord.ListCard or StaffWord.FileCard,
            row.Word == StaffWord.Other || problems.Any(p => p.Key is "staff-lists.wrong.double" or "staff-lists.wrong.double-elsewhere"), isInReach ? row.EmployeeId : null);
    }

    private static string? WordOf(StaffListRow row) => row.Word switch
    {
        StaffWord.Other => Other,
        StaffWord.ListCard => ListCard,
        StaffWord.FileCard => FileCard,
        _ => row.ChosenEmployeeId?.ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>Writes a long list some rows at a time, each time whole with its audit lines: stopped anywhere, what is written stays, and the next try goes on.</summary>
public sealed class StaffListWork(MassarDb db, UnitOfWork unit, StaffListDesk desk) : IWork
{
    private const int AtOnce = 100;

    /// <summary>Somebody else wrote one of the numbers at the same moment: the rows are looked at again.</summary>
    private const int MostTries = 5;

    public static string Kind => "staff-list";

    public static bool IsLong => true;

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = JsonSerializer.Deserialize<int>(item.Payload);
        var place = await db.StaffLists.Where(l => l.Id == id).Select(l => l.PlaceId).SingleAsync(ct);
        Acting.Now = new Actor(item.AccountId, null, "system", place, item.Key);
        for (var tries = 0; ;)
        {
            var outcome = await unit.Run<int>("StaffLists.ReviewList", async token => await desk.Run(id, AtOnce, token), ct);
            if (outcome.IsRefused)
            {
                if (++tries == MostTries) throw new InvalidOperationException(outcome.Refusal!.Reason.Key);
                continue;
            }

            tries = 0;
            await progress.Report(Math.Max(0, item.Total - outcome.Value), 0, item.Total, ct);
            if (outcome.Value == 0) break;
        }

        item.Result = JsonSerializer.Serialize(new { address = Links.List(id) }, JsonSerializerOptions.Web);
    }
}
