using System.Text.Json.Serialization;
using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.ReviewFolder;

public sealed record Query(Guid Id) : IQuery<Report>;

/// <summary>A folder with what each of its files would do, or has done.</summary>
/// <param name="Job">The background work; null when it has come to its end.</param>
/// <param name="HasStopped">The work was stopped, or broke off, before the last file.</param>
/// <param name="Fingerprint">Of all that would be written.</param>
public sealed record Report(Guid Id, string Name, DateTime AskedAt, DateTime ExpiresAt, FolderState State, long? Job, int Done, int Total, bool HasStopped, IReadOnlyList<FileLine> Files, string Fingerprint) : IShowsPersons
{
    /// <summary>Pupils whom a file names, each once for all that is said of him.</summary>
    [JsonIgnore] public int Persons => Files.Sum(f => f.Problems.Where(p => p.Arguments.Count > 0).Select(p => p.Arguments[0]).Distinct(StringComparer.Ordinal).Count());

    int IShowsPersons.PersonsShown => Persons;

    public int Of(FolderFileState state) => Files.Count(f => f.State == state);

    /// <summary>Marks that are there and would give way to others.</summary>
    public int Replaced => Files.Where(f => f.State == FolderFileState.Ready).Sum(f => f.Problems.Count(p => p.Key == FileProblem.Replaces));

    /// <summary>Marks put back as they were before.</summary>
    public int TakenBack => Files.Where(f => f.State is FolderFileState.Undone or FolderFileState.Kept).Sum(f => f.Marks);

    /// <summary>Files of which nothing stayed, or at least not all.</summary>
    public int FilesBack => Files.Count(f => f.State == FolderFileState.Undone || (f.State == FolderFileState.Kept && f.Marks + f.Remarks > 0));

    public int Marks => Files.Where(f => f.State is FolderFileState.Ready or FolderFileState.Written).Sum(f => f.Marks);
}

public sealed record FileLine(
    int Number, string Name, FolderFileState State, int? ClassId, string? SubjectCode, string? ClassName, string? SubjectAr, string? SubjectFr, int? Semester,
    int Marks, int Remarks, int Unchanged, int LeftEmpty, IReadOnlyList<FileProblem> Problems);

/// <summary>Writes every file that is ready, behind.</summary>
public sealed record Command(Guid Id, string? Fingerprint) : ICommand;

/// <summary>Goes on with work that was stopped.</summary>
public sealed record ResumeCommand(Guid Id) : ICommand;

/// <summary>Lets a folder go; what was written stays.</summary>
public sealed record DropCommand(Guid Id) : ICommand;

/// <summary>Takes back what was written, behind; what was changed since, or closed, stays and is named.</summary>
public sealed record UndoCommand(Guid Id) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, FolderDesk desk, TimeProvider clock)
    : IQueryHandler<Query, Report>, ICommandHandler<Command>, ICommandHandler<ResumeCommand>, ICommandHandler<UndoCommand>, ICommandHandler<DropCommand>
{
    public async Task<Outcome<Report>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (await Mine(request.Id).AsNoTracking().SingleOrDefaultAsync(cancellationToken) is not { } folder) return Refusal.NotFound;
        var job = await Job(folder, cancellationToken);
        var isUnderWay = folder.State is FolderState.Reading or FolderState.Writing or FolderState.Undoing;
        // While its files are worked on, only their number is shown.
        var isLive = isUnderWay && IsLive(job?.State);
        var files = await db.MarkFolderFiles.AsNoTracking().Where(f => f.FolderId == folder.Id).OrderBy(f => f.Number)
            .Select(f => new { f.Number, f.Name, f.State, f.ClassId, f.SubjectCode, f.ClassName, f.SubjectAr, f.SubjectFr, f.Semester, f.Marks, f.Remarks, f.Unchanged, f.LeftEmpty, Problems = isLive ? null : f.Problems, f.Fingerprint }).ToListAsync(cancellationToken);
        return new Report(folder.Id, folder.Name, folder.AskedAt, folder.ExpiresAt, folder.State, isLive ? folder.JobId : null, job?.Done ?? 0, job?.Total ?? 0, isUnderWay && !isLive,
            [.. files.Select(f => new FileLine(f.Number, f.Name, f.State, f.ClassId, f.SubjectCode, f.ClassName, f.SubjectAr, f.SubjectFr, f.Semester, f.Marks, f.Remarks, f.Unchanged, f.LeftEmpty, FileProblem.Read(f.Problems)))],
            FingerprintOf(files.Where(f => f.State == FolderFileState.Ready).Select(f => (f.Number, f.Fingerprint))));
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        if (await Mine(request.Id).ForUpdate().SingleOrDefaultAsync(cancellationToken) is not { } folder) return Refusal.NotFound;
        var ready = await db.MarkFolderFiles.Where(f => f.FolderId == folder.Id && f.State == FolderFileState.Ready).OrderBy(f => f.Number).Select(f => new { f.Number, f.Fingerprint }).ToListAsync(cancellationToken);
        if (folder.State != FolderState.Read || ready.Count == 0 || FingerprintOf(ready.Select(f => (f.Number, f.Fingerprint))) != request.Fingerprint) return Refusal.Conflict("marks.folder.stale");
        await desk.Start(folder, FolderState.Writing, ready.Count, cancellationToken);
        return Done.It;
    }

    public async Task<Outcome<Done>> Handle(ResumeCommand request, CancellationToken cancellationToken)
    {
        if (await Mine(request.Id).ForUpdate().SingleOrDefaultAsync(cancellationToken) is not { } folder) return Refusal.NotFound;
        if (folder.State is not (FolderState.Reading or FolderState.Writing or FolderState.Undoing) || IsLive((await Job(folder, cancellationToken))?.State)) return Refusal.Conflict("marks.folder.stale");
        var left = folder.State switch { FolderState.Reading => FolderFileState.Waiting, FolderState.Writing => FolderFileState.Ready, _ => FolderFileState.Written };
        await desk.Start(folder, folder.State, await db.MarkFolderFiles.CountAsync(f => f.FolderId == folder.Id && f.State == left, cancellationToken), cancellationToken);
        return Done.It;
    }

    public async Task<Outcome<Done>> Handle(UndoCommand request, CancellationToken cancellationToken)
    {
        if (await Mine(request.Id).ForUpdate().SingleOrDefaultAsync(cancellationToken) is not { } folder) return Refusal.NotFound;
        var written = await db.MarkFolderFiles.CountAsync(f => f.FolderId == folder.Id && f.State == FolderFileState.Written, cancellationToken);
        if (folder.State != FolderState.Written || written == 0) return Refusal.Conflict("marks.folder.stale");
        await desk.Start(folder, FolderState.Undoing, written, cancellationToken);
        return Done.It;
    }

    public async Task<Outcome<Done>> Handle(DropCommand request, CancellationToken cancellationToken)
    {
        if (await Mine(request.Id).ForUpdate().SingleOrDefaultAsync(cancellationToken) is not { } folder) return Refusal.NotFound;
        if (IsLive((await Job(folder, cancellationToken))?.State)) return Refusal.Conflict("marks.folder.under-way");
        db.MarkFolders.Remove(folder);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    private IQueryable<MarkFolder> Mine(Guid id)
    {
        var (me, now) = (user.AccountId, clock.GetUtcNow().UtcDateTime);
        return db.MarkFolders.Where(f => f.Id == id && f.AccountId == me && f.ExpiresAt > now);
    }

    private Task<Watched?> Job(MarkFolder folder, CancellationToken ct) =>
        db.WorkItems.AsNoTracking().Where(w => w.Id == folder.JobId).Select(w => new Watched(w.State, w.DoneCount, w.Total)).SingleOrDefaultAsync(ct);

    private static bool IsLive(WorkState? state) => state is WorkState.Waiting or WorkState.Running;

    private static string FingerprintOf(IEnumerable<(int Number, string? Fingerprint)> files) => Fingerprint.Of(string.Join('\n', files.Select(f => $"{f.Number}:{f.Fingerprint}")));

    private sealed record Watched(WorkState State, int Done, int Total);
}
