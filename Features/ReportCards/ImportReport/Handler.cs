using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.ImportReport;

public sealed record Query(int ClassId, int Semester) : IQuery<Book>;

/// <param name="Closed">Why the council takes no lines now.</param>
public sealed record Book(ClassHead Head, Refusal? Closed);

/// <summary>Takes a file in for an hour, after looking into it: one of another class, or that is no report, is not kept.</summary>
public sealed record Command(int ClassId, int Semester, string FileName, byte[] File) : ICommand<Guid>;

public sealed record PreviewQuery(Guid Id) : IQuery<Foreseen>;

/// <summary>Everything the file would write, or everything in it that does not fit.</summary>
/// <param name="Unchanged">Pupils of whom it says what stands already.</param>
/// <param name="LeftEmpty">Pupils of whom it says nothing.</param>
public sealed record Foreseen(
    Guid Id, ClassHead Head, string FileName, IReadOnlyList<ReportChange> Changes, IReadOnlyList<ReportProblem> Problems, int Unchanged, int LeftEmpty, CouncilTerms Terms, Refusal? Closed, string Fingerprint) : IShowsPersons
{
    public bool MayConfirm => Problems.Count == 0 && Changes.Count > 0 && Closed is null;

    int IShowsPersons.PersonsShown => Changes.Count;
}

public sealed record ConfirmCommand(Guid Id, string? Fingerprint) : ICommand<Written>;

public sealed record Written(int ClassId, int Semester, int Pupils);

public sealed class Handler(MassarDb db, CouncilRooms rooms, AppealDesk appeals, CurrentUser user, TimeProvider clock)
    : IQueryHandler<Query, Book>, ICommandHandler<Command, Guid>, IQueryHandler<PreviewQuery, Foreseen>, ICommandHandler<ConfirmCommand, Written>
{
    private static readonly HashSet<string> OtherFile =
        ["report-cards.import.not-a-report", "report-cards.import.other-class", "report-cards.import.other-school", "report-cards.import.other-year", "report-cards.import.no-column"];

    public async Task<Outcome<Book>> Handle(Query request, CancellationToken ct) =>
        await rooms.Enter(request.ClassId, request.Semester, ct) is { } room ? new Book(room.Class.Head, ClosedOf(room)) : Refusal.NotFound;

    public async Task<Outcome<Guid>> Handle(Command command, CancellationToken ct)
    {
        if (await rooms.Enter(command.ClassId, command.Semester, ct) is not { } room) return Refusal.NotFound;
        if (ClosedOf(room) is { } closed) return closed;
        if (command.File.Length == 0) return Refusal.Invalid("File", "report-cards.import.no-file");
        if (ListFile.Open(command.File, null, out var unread) is not { } book) return unread!;
        if (CouncilBookReading.Of(book, room).Problems.FirstOrDefault(p => OtherFile.Contains(p.Why.Key)) is { } fatal) return Refusal.Invalid("File", fatal.Why.Key, fatal.Why.Args);

        var now = clock.GetUtcNow().UtcDateTime;
        await db.CouncilUploads.Where(u => u.ExpiresAt < now).ExecuteDeleteAsync(ct);
        var upload = new CouncilUpload
        {
            Id = Guid.NewGuid(),
            AccountId = user.AccountId,
            ClassId = command.ClassId,
            Semester = command.Semester,
            FileName = BidiSafe.Clean(command.FileName, CouncilUpload.NameLength),
            Content = command.File,
            ExpiresAt = now + CouncilUpload.Lifetime,
        };
        db.CouncilUploads.Add(upload);
        await db.SaveChangesAsync(ct);
        return upload.Id;
    }

    public async Task<Outcome<Foreseen>> Handle(PreviewQuery request, CancellationToken ct)
    {
        if (await Find(request.Id, ct) is not { } upload || await rooms.Enter(upload.ClassId, upload.Semester, ct) is not { } room) return Refusal.NotFound;
        if (ListFile.Open(upload.Content, null, out var unread) is not { } book) return unread!;
        var reading = CouncilBookReading.Of(book, room);
        return new Foreseen(upload.Id, room.Class.Head, upload.FileName, reading.Changes, reading.Problems, reading.Unchanged, reading.LeftEmpty, room.Terms, ClosedOf(room), reading.Fingerprint);
    }

    public async Task<Outcome<Written>> Handle(ConfirmCommand command, CancellationToken ct)
    {
        if (await Find(command.Id, ct) is not { } upload) return Refusal.NotFound;
        // The council is held first: what is compared after it is what is written onto.
        var (classId, semester) = (upload.ClassId, upload.Semester);
        var council = (await db.Councils.At(user).Where(c => c.ClassId == classId && c.Semester == semester).ForUpdate().ToListAsync(ct)).SingleOrDefault();
        if (council is null || await rooms.Enter(classId, semester, ct) is not { } room) return Refusal.NotFound;
        if (council.RefusesLines() is { } closed) return closed;
        if (ListFile.Open(upload.Content, null, out var unread) is not { } book) return unread!;
        var reading = CouncilBookReading.Of(book, room);
        if (reading.Problems.Count > 0) return Refusal.Conflict("report-cards.import.problems", reading.Problems.Count).Next("report-cards.import.problems.next");
        if (reading.Fingerprint != command.Fingerprint) return Refusal.Conflict("report-cards.import.changed").Next("report-cards.import.changed.next");

        var lines = await db.CouncilLines.Where(l => l.CouncilId == council.Id).ToDictionaryAsync(l => l.PupilId, ct);
        foreach (var change in reading.Changes)
        {
            if (council.MinutesVersion > 0 && await appeals.RefusesLine(council.Id, change.PupilId, ct) is { } own) return own;
            if (!lines.TryGetValue(change.PupilId, out var line)) db.CouncilLines.Add(line = new CouncilLine { CouncilId = council.Id, PupilId = change.PupilId, SchoolId = council.SchoolId });
            (line.Decision, line.Honour, line.Remark) = (change.NewDecision, change.NewHonour, change.NewRemark);
        }

        db.CouncilUploads.Remove(await db.CouncilUploads.SingleAsync(u => u.Id == upload.Id, ct));
        await db.SaveChangesAsync(ct);
        return new Written(classId, semester, reading.Changes.Count);
    }

    private static Refusal? ClosedOf(CouncilRoom room) =>
        room.Council is null ? Refusal.Conflict("report-cards.council.not-in-session").Next("report-cards.council.not-in-session.next") : room.Council.RefusesLines();

    private async Task<CouncilUpload?> Find(Guid id, CancellationToken ct)
    {
        var (account, now) = (user.AccountId, clock.GetUtcNow().UtcDateTime);
        return await db.CouncilUploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.AccountId == account && u.ExpiresAt > now, ct);
    }
}
