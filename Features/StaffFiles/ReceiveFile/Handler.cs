using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffFiles.ReceiveFile;

public sealed record Query(long Id) : IQuery<ListedFile>;

/// <param name="Page">The line.</param>
/// <param name="Result">Present, Missing or Damaged.</param>
public sealed record Found(long Page, string? Result, string? Note);

/// <param name="Version">The transfer as it was read.</param>
public sealed record Command(long Id, int Version, IReadOnlyList<Found> Pages) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, FileDesk desk) : IQueryHandler<Query, ListedFile>, ICommandHandler<Command>
{
    public async Task<Outcome<ListedFile>> Handle(Query query, CancellationToken ct)
    {
        if (await db.HeadOf(db.FileTransfers.AwaitedBy(user).Where(t => t.Id == query.Id && (t.State == FileState.InTransit || t.State == FileState.Answered)), ct) is not { } head)
            return Refusal.NotFound;
        return new ListedFile(head, await db.PagesOf(query.Id, ct), await desk.IsOwn(head.Employee, user, ct), await desk.HasSent(query.Id, user.AccountId, ct));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var transfer = await db.FileTransfers.AwaitedBy(user).Where(t => t.Id == command.Id).ForUpdate().SingleOrDefaultAsync(ct);
        if (transfer is null)
            return Refusal.NotFound;
        if (await desk.IsOwn(transfer.EmployeeId, user, ct))
            return FileDesk.Own;
        if (await desk.HasSent(transfer.Id, user.AccountId, ct))
            return FileDesk.SameHand;
        if (transfer.State is not (FileState.InTransit or FileState.Answered))
            return FileTransfer.NotNow;
        if (transfer.Version != command.Version)
            return Refusal.Stale;
        var pages = await db.FilePages.Where(p => p.TransferId == transfer.Id).OrderBy(p => p.Order).ToListAsync(ct);
        var wrong = new Dictionary<string, Said>(StringComparer.OrdinalIgnoreCase);
        foreach (var page in pages.Where(p => p.IsToCheck).ToList())
        {
            var found = command.Pages.FirstOrDefault(f => f.Page == page.Id);
            var note = BidiSafe.CleanOrNull(found?.Note);
            var isNamed = Enum.TryParse<PageResult>(found?.Result, out var result) && Enum.IsDefined(result) && result is not PageResult.None;
            if (!isNamed)
                wrong[$"r[{page.Id}]"] = new Said("staff-files.result.needed");
            else if (result is PageResult.Damaged && note is null)
                wrong[$"n[{page.Id}]"] = new Said("staff-files.damage.needed");
            else if (note?.Length > FilePage.NoteLength)
                wrong[$"n[{page.Id}]"] = new Said("staff-files.long", FilePage.NoteLength);
            else
                page.Find(result, note);
        }

        if (wrong.Count > 0)
            return Refusal.Invalid(wrong);
        return await desk.Sign(transfer, pages, user.AccountId, ct) is { } refusal ? refusal : Done.It;
    }
}
