using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffFiles.ShowTransfer;

public sealed record Query(long Id) : IQuery<FileView>;

/// <summary>One transfer.</summary>
/// <param name="Acts">What the reader may do now: pages, receive, answer, cancel.</param>
/// <param name="IsMine">The reader's own file.</param>
public sealed record FileView(TransferHead Head, IReadOnlyList<PageLine> Pages, IReadOnlyList<HistoryLine> History, IReadOnlyList<string> Acts, bool IsMine, DateTime Now) : IShowsPersons
{
    int IShowsPersons.PersonsShown => IsMine ? 0 : 1;
}

/// <param name="ByAr">Null for what the program did by itself, and for the person: the officer's name is the offices' affair, he reads which office it was.</param>
public sealed record HistoryLine(string What, DateTime At, string? ByAr, string? ByLatin, string? OfficeAr, string? OfficeFr, string? Remark);

public sealed class Handler(MassarDb db, CurrentUser user, FileDesk desk) : IQueryHandler<Query, FileView>
{
    public async Task<Outcome<FileView>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        if (await db.HeadOf(db.FileTransfers.VisibleTo(user).Where(t => t.Id == id), ct) is not { } head)
            return Refusal.NotFound;
        var isMine = head.Employee == user.EmployeeId;
        var steps = await (
            from s in db.FileSteps
            where s.TransferId == id
            join a in db.Accounts on s.AccountId equals (long?)a.Id into accounts
            from a in accounts.DefaultIfEmpty()
            join o in db.Places on s.OfficeId equals (int?)o.Id into offices
            from o in offices.DefaultIfEmpty()
            orderby s.Id
            select new
            {
                s.AccountId,
                Line = new HistoryLine(
                    s.What, s.At, a == null || isMine ? null : a.NameAr, a == null || isMine ? null : a.NameLatin, o == null ? null : o.NameAr, o == null ? null : o.NameFr, s.Remark),
            }).AsNoTracking().ToListAsync(ct);
        var acts = new List<string>();
        if (user.Has(Permissions.Handle) && !isMine)
        {
            var (sends, receives) = (head.From.Id == user.PlaceId, head.To.Id == user.PlaceId);
            if (sends && head.State is FileState.Preparing)
                acts.Add("pages");
            // Who sent it under another hat does not sign for it.
            if (receives && head.State is FileState.InTransit or FileState.Answered && !steps.Exists(s => s.AccountId == user.AccountId && s.Line.What is "sent" or "answered"))
                acts.Add("receive");
            if (sends && head.State is FileState.Lacking)
                acts.Add("answer");
            if ((sends || receives) && head is { State: FileState.Preparing, Cause: FileCause.Hand })
                acts.Add("cancel");
            if (acts.Count > 0 && await desk.IsOwn(head.Employee, user, ct))
                acts.Clear();
        }

        return new FileView(head, await db.PagesOf(id, ct), [.. steps.Select(s => s.Line)], acts, isMine, desk.Now);
    }
}
