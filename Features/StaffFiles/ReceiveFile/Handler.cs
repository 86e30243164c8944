using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffFiles.ReceiveFile;

public sealed record Query(long Id) : IQuery<ListedFile>;

/// <param name="Version">The transfer as it was read.</param>
public sealed record Command(long Id, int Version, IReadOnlyList<SaidPage> Pages) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, FileDesk desk) : IQueryHandler<Query, ListedFile>, ICommandHandler<Command>
{
    public async Task<Outcome<ListedFile>> Handle(Query query, CancellationToken ct)
    {
        if (await db.HeadOf(db.FileTransfers.AwaitedBy(user).Where(t => t.Id == query.Id && (t.State == FileState.InTransit || t.State == FileState.Answered)), ct) is not { } head)
            return Refusal.NotFound;
        return new ListedFile(head, await db.PagesOf(query.Id, ct), await desk.IsOwn(head.Employee, user, ct), await desk.HasSent(query.Id, user, ct));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var transfer = await db.FileTransfers.AwaitedBy(user).Where(t => t.Id == command.Id).ForUpdate().SingleOrDefaultAsync(ct);
        if (transfer is null)
            return Refusal.NotFound;
        if (await desk.IsOwn(transfer.EmployeeId, user, ct))
            return FileDesk.Own;
        if (await desk.HasSent(transfer.Id, user, ct))
            return FileDesk.SameHand;
        if (transfer.State is not (FileState.InTransit or FileState.Answered))
            return FileTransfer.NotNow;
        if (transfer.Version != command.Version)
            return Refusal.Stale;
        var pages = await db.FilePages.Where(p => p.TransferId == transfer.Id).OrderBy(p => p.Order).ToListAsync(ct);
        if (SaidPages.Take<PageResult>(pages.Where(p => p.IsToCheck), command.Pages, ("staff-files.result.needed", "staff-files.damage.needed"), r => r is PageResult.Damaged, (page, result, note) => page.Find(result, note)) is { } wrong)
            return wrong;
        return await desk.Sign(transfer, pages, user.AccountId, ct) is { } refusal ? refusal : Done.It;
    }
}
