using System.Text.Json.Serialization;
using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.BringFolder;

public sealed record Query : IQuery<Brought>;

/// <param name="Folders">Of the last two days, the latest first.</param>
public sealed record Brought(IReadOnlyList<FolderLine> Folders);

public sealed record FolderLine(Guid Id, string Name, DateTime AskedAt, FolderState State, int Files);

/// <summary>Takes the files in; they are read behind, and nothing is written.</summary>
public sealed record Command([property: JsonIgnore] IReadOnlyList<(string Name, byte[] Content)> Files) : ICommand<Guid>
{
    /// <summary>Names and contents: what tells two sendings under one key apart.</summary>
    public string Hash => Fingerprint.Of(string.Concat(Files.Select(f => Fingerprint.Of(f.Content) + Fingerprint.Of(f.Name))));
}

public sealed class Handler(MassarDb db, CurrentUser user, FolderDesk desk, TimeProvider clock) : IQueryHandler<Query, Brought>, ICommandHandler<Command, Guid>
{
    /// <summary>Folders of one account; a teacher has one for a semester.</summary>
    private const int MostKept = 5;

    /// <summary>Bytes of one statement to the database, so that no packet is heavier than one workbook.</summary>
    private const int Together = 1024 * 1024;

    public async Task<Outcome<Brought>> Handle(Query request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return new Brought(await db.MarkFolders.AsNoTracking().Where(f => f.AccountId == user.AccountId && f.ExpiresAt > now).OrderByDescending(f => f.AskedAt).ThenBy(f => f.Id)
            .Select(f => new FolderLine(f.Id, f.Name, f.AskedAt, f.State, db.MarkFolderFiles.Count(x => x.FolderId == f.Id))).ToListAsync(cancellationToken));
    }

    public async Task<Outcome<Guid>> Handle(Command request, CancellationToken cancellationToken)
    {
        if (request.Files.Count == 0) return Refusal.Invalid("File", "marks.import.no-file");
        var (files, refused) = FolderParcel.Open(request.Files);
        if (refused is not null) return Refusal.Invalid("File", refused.Code switch
        {
            SpreadsheetRefusals.TooLarge or SpreadsheetRefusals.Bomb or SpreadsheetRefusals.TooManyEntries => "marks.folder.file.too-large",
            SpreadsheetRefusals.UnsafeName => "marks.folder.file.unsafe-name",
            SpreadsheetRefusals.Encrypted => "marks.folder.file.encrypted",
            _ => "marks.folder.file.damaged",
        });
        if (files.Count == 0) return Refusal.Invalid("File", "marks.folder.none");
        if (files.Count > MarkFolder.MostFiles) return Refusal.Invalid("File", "marks.folder.too-many", MarkFolder.MostFiles);

        var (me, now) = (user.AccountId, clock.GetUtcNow().UtcDateTime);
        // Two folders at once are counted one after the other.
        _ = await db.Accounts.Where(a => a.Id == me).Select(a => a.Id).ForUpdate().SingleAsync(cancellationToken);
        await db.MarkFolders.Where(f => f.AccountId == me && f.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        if (await db.MarkFolders.CountAsync(f => f.AccountId == me, cancellationToken) >= MostKept) return Refusal.Conflict("marks.folder.many", MostKept).Next("marks.folder.many.next");

        var id = Guid.NewGuid();
        var name = request.Files.Count == 1 ? request.Files[0].Name : $"{request.Files[0].Name} …";
        var folder = new MarkFolder { Id = id, AccountId = me, PlaceId = user.PlaceId, Name = BidiSafe.CleanEnd(name, MarkFolderFile.NameLength), AskedAt = now, ExpiresAt = now + MarkFolder.Lifetime };
        db.MarkFolders.Add(folder);
        var weight = 0;
        foreach (var (file, i) in files.Select((f, i) => (f, i)))
        {
            if ((weight += file.Content.Length) > Together)
            {
                await db.SaveChangesAsync(cancellationToken);
                weight = file.Content.Length;
            }

            var kept = new MarkFolderFile { FolderId = id, Number = i + 1, Name = BidiSafe.CleanEnd(file.Name, MarkFolderFile.NameLength), Content = file.Content };
            if (file.Problem is { } problem) kept.Refuse(problem);
            db.MarkFolderFiles.Add(kept);
        }

        await desk.Start(folder, FolderState.Reading, files.Count, cancellationToken);
        return id;
    }
}
