using System.Text.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>Reads a folder, writes it once confirmed, or takes back what was written, a file after the other: stopped anywhere, it goes on with the next.</summary>
public abstract class FolderWork(MassarDb db, FolderDesk desk)
{
    protected MassarDb Db => db;

    protected FolderDesk Desk => desk;

    protected async Task Carry(WorkItem item, WorkProgress progress, FolderFileState from, FolderState until, Func<long, BookTeacher?, Task> carry, CancellationToken ct)
    {
        var id = JsonSerializer.Deserialize<Guid>(item.Payload);
        if (await db.MarkFolders.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, ct) is not { } folder) return;
        Acting.Now = new Actor(folder.AccountId, null, "system", folder.PlaceId, item.Key);
        var waiting = await db.MarkFolderFiles.Where(f => f.FolderId == id && f.State == from).OrderBy(f => f.Number).Select(f => f.Id).ToListAsync(ct);
        var total = Math.Max(item.Total, waiting.Count);
        for (var done = 0; done < waiting.Count; done++)
        {
            if (await progress.ShouldStop(ct)) throw new WorkStoppedException();
            db.ChangeTracker.Clear();
            await carry(waiting[done], await desk.Teacher(folder.AccountId, ct));
            await progress.Report(total - waiting.Count + done + 1, 0, total, ct);
        }

        await db.MarkFolders.Where(f => f.Id == id && f.State == until - 1).ExecuteUpdateAsync(s => s.SetProperty(f => f.State, until), ct);
        item.Result = JsonSerializer.Serialize(new { address = Links.Folder(id) }, JsonSerializerOptions.Web);
    }
}

public sealed class ReadFolder(MassarDb db, FolderDesk desk, UnitOfWork unit) : FolderWork(db, desk), IWork
{
    public static string Kind => "marks-folder-read";

    public static bool IsLong => true;

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        IReadOnlyList<TaughtBook>? taught = null;
        await Carry(item, progress, FolderFileState.Waiting, FolderState.Read, (waiting, teacher) => unit.Run("Marks.ReadFolder", async token =>
        {
            // Read once, whoever else was at it before a lease ended.
            if (await Db.MarkFolderFiles.Where(f => f.Id == waiting && f.State == FolderFileState.Waiting).ForUpdate().SingleOrDefaultAsync(token) is not { } file) return;
            if (teacher is null) file.Refuse(new FileProblem("marks.folder.not-yours", ["", ""], null));
            else await Desk.Read(file, teacher, taught ??= await Desk.Taught(teacher, token), token);
            await Db.SaveChangesAsync(token);
        }, ct), ct);
    }
}

public sealed class WriteFolder(MassarDb db, FolderDesk desk, UnitOfWork unit) : FolderWork(db, desk), IWork
{
    public static string Kind => "marks-folder-write";

    public static bool IsLong => true;

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct) =>
        Carry(item, progress, FolderFileState.Ready, FolderState.Written, async (ready, teacher) =>
        {
            var outcome = await unit.Run("Marks.WriteFolder", token => teacher is null ? Task.FromResult<Outcome<Done>>(Refusal.NotFound) : Desk.Write(ready, teacher, token), ct);
            if (outcome.Refusal is { } refusal)
            {
                var left = await Db.MarkFolderFiles.SingleAsync(f => f.Id == ready, ct);
                left.Settle(FolderFileState.Changed, [new FileProblem(refusal.Reason.Key, [.. refusal.Reason.Args.Select(a => $"{a}")], null)]);
                await Db.SaveChangesAsync(ct);
            }
        }, ct);
}

public sealed class UndoFolder(MassarDb db, FolderDesk desk, UnitOfWork unit) : FolderWork(db, desk), IWork
{
    public static string Kind => "marks-folder-undo";

    public static bool IsLong => true;

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct) =>
        Carry(item, progress, FolderFileState.Written, FolderState.Undone, async (written, teacher) =>
        {
            var outcome = await unit.Run("Marks.UndoFolder", token => teacher is null ? Task.FromResult<Outcome<Done>>(Refusal.NotFound) : Desk.Undo(written, teacher, token), ct);
            if (outcome.Refusal is { } refusal)
            {
                var kept = await Db.MarkFolderFiles.SingleAsync(f => f.Id == written, ct);
                FolderDesk.Keep(kept, [teacher is null ? new FileProblem("marks.folder.not-yours", [kept.ClassName ?? "", kept.SubjectAr ?? ""], null) : new FileProblem(refusal.Reason.Key, [.. refusal.Reason.Args.Select(a => $"{a}")], null)]);
                await Db.SaveChangesAsync(ct);
            }
        }, ct);
}
