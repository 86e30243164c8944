using System.Text.Json;
using Massar.Features.Accounts.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Payslips.ReviewPayImport;

/// <param name="Show">"wrong", "ready"; everybody without one.</param>
public sealed record Query(int Import, string? Show, int? Page) : IQuery<Review>;

/// <param name="Ready">People whose month is written when it is confirmed, or was.</param>
/// <param name="Wrong">People left out.</param>
/// <param name="Blocked">What keeps the file as a whole from being written.</param>
/// <param name="MayPublish">The reader neither sent nor confirmed it.</param>
public sealed record Review(
    int Import, int Version, string PlaceAr, string PlaceFr, DateOnly Month, string FileName, string FileHash, string ReadAs, PayImportState State, bool IsOld, string ByAr, string ByLatin, DateTime SentAt,
    DateTime? DoneAt, DateTime? PublishedAt, DateTime? UndoneAt, int FileLines, int People, int Written, decimal Credits, decimal Debits, int Ready, int Wrong, IReadOnlyList<Said> Blocked, bool MayPublish,
    string? Show, IReadOnlyList<Line> Lines, int Page, int Pages) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="NameAr">Null for a number nobody of the academy has.</param>
public sealed record Line(int Number, string Ppr, string? NameAr, string? NameLatin, int Lines, decimal Credits, decimal Debits, bool IsWritten, IReadOnlyList<PayProblem> Problems);

/// <summary>All lines, for a file that leaves the house: needs a fresh second factor.</summary>
public sealed record FileQuery(int Import, string? Show) : IQuery<Whole>;

public sealed record Whole(int Import, string FileName, IReadOnlyList<WholePerson> People);

public sealed record WholePerson(string Ppr, IReadOnlyList<FileLine> Lines, IReadOnlyList<PayProblem> Problems, bool IsWritten);

/// <summary>Writes what was seen.</summary>
/// <param name="Leaves">People with a wrong row may be left out.</param>
public sealed record Command(int Import, int Version, bool Leaves) : ICommand<Confirmed>;

/// <param name="Job">The background work to watch; null where it is done.</param>
public sealed record Confirmed(long? Job);

/// <summary>Goes on with what was stopped in the middle.</summary>
public sealed record AgainCommand(int Import) : ICommand<Confirmed>;

public sealed record DropCommand(int Import) : ICommand;

public sealed class Handler(MassarDb db, PayImportDesk desk, CurrentUser user, WorkDesk work, TimeProvider clock)
    : IQueryHandler<Query, Review>, IQueryHandler<FileQuery, Whole>, ICommandHandler<Command, Confirmed>, ICommandHandler<AgainCommand, Confirmed>, ICommandHandler<DropCommand>
{
    private const int PageSize = 20;

    public async Task<Outcome<Review>> Handle(Query request, CancellationToken cancellationToken)
    {
        var id = request.Import;
        var found = await (
            from i in db.PayImports.InReachOf(user)
            where i.Id == id
            join a in db.Accounts on i.ByAccountId equals a.Id
            join p in db.Places on i.PlaceId equals p.Id
            select new
            {
                Import = i,
                a.NameAr,
                a.NameLatin,
                PlaceAr = p.NameAr,
                PlaceFr = p.NameFr,
                Wrong = db.PayImportPeople.Count(x => x.ImportId == i.Id && x.IsWrong),
                Ready = db.PayImportPeople.Count(x => x.ImportId == i.Id && !x.IsWrong),
            }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (found is null) return Refusal.NotFound;
        var (import, hands) = (found.Import, await Hands.Of(db, user, cancellationToken));
        var show = request.Show is "wrong" or "ready" ? request.Show : null;
        var total = show switch { "wrong" => found.Wrong, "ready" => found.Ready, _ => found.Wrong + found.Ready };
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(request.Page ?? 1, 1, pages);
        // What is wrong comes first.
        var rows = await (
            from p in Rows(id, show).OrderByDescending(p => p.IsWrong).ThenBy(p => p.Number).Skip((page - 1) * PageSize).Take(PageSize)
            join e in db.Employees on p.EmployeeId equals (long?)e.Id into named
            from e in named.DefaultIfEmpty()
            orderby p.IsWrong descending, p.Number
            select new { Person = p, Ar = e == null ? null : e.LastNameAr + " " + e.FirstNameAr, Latin = e == null ? null : e.LastNameLatin + " " + e.FirstNameLatin })
            .AsNoTracking().ToListAsync(cancellationToken);
        return new Review(id, import.Version, found.PlaceAr, found.PlaceFr, import.Month, import.FileName, import.FileHash, import.ReadAs, import.State, import.State == PayImportState.Waiting && IsOld(import, found.Wrong + found.Ready),
            found.NameAr, found.NameLatin, import.SentAt, import.DoneAt, import.PublishedAt, import.UndoneAt, import.Lines, import.People, import.Written, import.Credits, import.Debits, found.Ready, found.Wrong,
            import.State == PayImportState.Waiting ? await desk.Blocked(import, cancellationToken) : [], !hands.Did(import.ByAccountId) && !hands.Did(import.ConfirmedByAccountId), show,
            rows.ConvertAll(r => new Line(r.Person.Number, r.Person.Ppr, r.Ar, r.Latin, r.Person.LineList.Count, r.Person.Credits, r.Person.Debits, r.Person.PayMonthId is not null, r.Person.ProblemList)), page, pages);
    }

    public async Task<Outcome<Whole>> Handle(FileQuery request, CancellationToken cancellationToken)
    {
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        var id = request.Import;
        if (await db.PayImports.InReachOf(user).AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellationToken) is not { } import) return Refusal.NotFound;
        var people = await Rows(id, request.Show is "wrong" or "ready" ? request.Show : null).AsNoTracking().OrderBy(p => p.Number).ToListAsync(cancellationToken);
        return new Whole(id, import.FileName, people.ConvertAll(p => new WholePerson(p.Ppr, p.LineList, p.ProblemList, p.PayMonthId is not null)));
    }

    public async Task<Outcome<Confirmed>> Handle(Command command, CancellationToken cancellationToken)
    {
        if (await Held(command.Import, cancellationToken) is not { } import) return Refusal.NotFound;
        if (import.State != PayImportState.Waiting) return Refusal.Conflict("payslips.import.not-waiting").Next("payslips.import.not-waiting.next");
        if (import.Version != command.Version) return Refusal.Stale;
        // One file of an academy after the other: what keeps a file out is judged on what is true now.
        await desk.Hold(import, cancellationToken);
        // Of a file whose rows have been swept away nothing is written.
        if (IsOld(import, await db.PayImportPeople.CountAsync(p => p.ImportId == import.Id, cancellationToken))) return Refusal.Conflict("payslips.import.old").Next("payslips.import.blocked.next");
        if (await desk.Blocked(import, cancellationToken) is { Count: > 0 } blocked) return new Refusal(RefusalKind.Conflict, blocked[0]).Next("payslips.import.blocked.next");
        var wrong = await db.PayImportPeople.CountAsync(p => p.ImportId == import.Id && p.IsWrong, cancellationToken);
        if (wrong == import.People) return Refusal.Conflict("payslips.import.nothing").Next("payslips.import.blocked.next");
        if (wrong > 0 && !command.Leaves) return Refusal.Conflict("payslips.import.leaves", wrong).Next("payslips.import.leaves.next");
        (import.State, import.ConfirmedByAccountId, import.ConfirmedAt, import.LiveKey) = (PayImportState.Running, user.AccountId, clock.GetUtcNow().UtcDateTime, await desk.FreeKey(import, cancellationToken));
        return await Begin(import, cancellationToken);
    }

    public async Task<Outcome<Confirmed>> Handle(AgainCommand command, CancellationToken cancellationToken)
    {
        if (await Held(command.Import, cancellationToken) is not { } import) return Refusal.NotFound;
        if (import.State is not (PayImportState.Running or PayImportState.Undoing)) return Refusal.Conflict("payslips.import.not-waiting").Next("payslips.import.not-waiting.next");
        return await Begin(import, cancellationToken);
    }

    public async Task<Outcome<Done>> Handle(DropCommand command, CancellationToken cancellationToken)
    {
        if (await Held(command.Import, cancellationToken) is not { } import) return Refusal.NotFound;
        if (import.State != PayImportState.Waiting) return Refusal.Conflict("payslips.import.not-waiting").Next("payslips.import.not-waiting.next");
        await db.PayImportPeople.Where(p => p.ImportId == import.Id).ExecuteDeleteAsync(cancellationToken);
        db.PayImports.Remove(import);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    private async Task<Outcome<Confirmed>> Begin(PayImport import, CancellationToken ct)
    {
        import.Runs++;
        await db.SaveChangesAsync(ct);
        if (import.State is PayImportState.Running && import.People <= PayImportDesk.Part)
        {
            await desk.Write(import.Id, PayImportDesk.Part, ct);
            return new Confirmed(null);
        }

        var item = work.Queue<PayImportWork>(import.WorkKey, JsonSerializer.Serialize(import.Id), total: import.People);
        await db.SaveChangesAsync(ct);
        return new Confirmed(item.Id);
    }

    private bool IsOld(PayImport import, int people) => people != import.People || import.SentAt < clock.GetUtcNow().UtcDateTime - PayImport.Patience;

    private Task<PayImport?> Held(int id, CancellationToken ct) => db.PayImports.InReachOf(user).Where(i => i.Id == id).ForUpdate().SingleOrDefaultAsync(ct);

    private IQueryable<PayImportPerson> Rows(int import, string? show) => db.PayImportPeople.Where(p => p.ImportId == import && (show == null || p.IsWrong == (show == "wrong")));
}
