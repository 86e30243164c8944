using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffFiles.AnswerLacks;

public sealed record Query(long Id) : IQuery<ListedFile>;

/// <param name="Version">The transfer as it was read.</param>
public sealed record Command(long Id, int Version, IReadOnlyList<SaidPage> Pages) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, FileDesk desk) : IQueryHandler<Query, ListedFile>, ICommandHandler<Command>
{
    public async Task<Outcome<ListedFile>> Handle(Query query, CancellationToken ct)
    {
        if (await db.HeadOf(db.FileTransfers.SentBy(user).Where(t => t.Id == query.Id && t.State == FileState.Lacking), ct) is not { } head)
            return Refusal.NotFound;
        return new ListedFile(head, await db.PagesOf(query.Id, ct), await desk.IsOwn(head.Employee, user, ct));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var transfer = await db.FileTransfers.SentBy(user).Where(t => t.Id == command.Id).ForUpdate().SingleOrDefaultAsync(ct);
        if (transfer is null)
            return Refusal.NotFound;
        if (await desk.IsOwn(transfer.EmployeeId, user, ct))
            return FileDesk.Own;
        if (transfer.State is not FileState.Lacking)
            return FileTransfer.NotNow;
        if (transfer.Version != command.Version)
            return Refusal.Stale;
        var pages = await db.FilePages.Where(p => p.TransferId == transfer.Id).OrderBy(p => p.Order).ToListAsync(ct);
        if (SaidPages.Take<PageAnswer>(pages.Where(p => p.IsToAnswer), command.Pages, ("staff-files.answer.needed", "staff-files.loss.needed"), a => a is PageAnswer.Lost or PageAnswer.NotThere, (page, answer, note) => page.Explain(answer, note)) is { } wrong)
            return wrong;
        var days = await FileDays.Current(db, ct);
        if (transfer.Answer(MoroccanDay.Of(desk.Now).AddDays(days.Answer)) is { } refusal)
            return refusal;
        await desk.Settle(transfer, "answered", null, user.AccountId, ct);
        return Done.It;
    }
}
