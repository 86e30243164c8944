using Massar.Features.Documents.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Transfers.ShowTransfer;

public sealed record Query(long Id) : IQuery<Case>;

/// <param name="Acts">What this reader may do now: answer, decide, join, settle, cancel, record.</param>
/// <param name="Paper">The departure certificate, once the pupil has joined.</param>
public sealed record Case(CaseHead Head, bool IsOverdue, IReadOnlyList<string> Acts, IReadOnlyList<EventLine> Events, PaperLine? Paper) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

/// <param name="PlaceAr">The school or office that acted; null for the family and the clock.</param>
public sealed record EventLine(string What, TransferState State, DateTime At, string? Role, string? PlaceAr, string? PlaceFr, string? Remark);

public sealed record PaperLine(string Number, int Size, DocumentState State);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Case>
{
    public async Task<Outcome<Case>> Handle(Query query, CancellationToken ct)
    {
        var (id, today) = (query.Id, MoroccanDay.Today(clock));
        var isFamily = user.Has(Permissions.Request);
        var scope = isFamily ? db.Transfers.OfFamily(user, db, today) : db.Transfers.VisibleTo(user);
        if (await db.CaseOf(scope.Where(t => t.Id == id), ct) is not { } head)
            return Refusal.NotFound;

        var events = await (
            from e in db.TransferEvents
            where e.TransferId == id
            join p in db.Places on e.PlaceId equals p.Id into places
            from p in places.DefaultIfEmpty()
            orderby e.At, e.Id
            select new { e.What, e.State, e.At, e.Role, p.NameAr, p.NameFr, e.Remark }).AsNoTracking().ToListAsync(ct);
        var decides = user.Has(Permissions.Decide) && head.FromDirectorateId == user.PlaceId;
        var document = head.DocumentId;
        var paper = document is null ? null
            : await db.IssuedDocuments.AsNoTracking().Where(d => d.Id == document).Select(d => new { d.Number, d.Year, d.Size, d.State }).SingleOrDefaultAsync(ct);
        return new Case(head, head.DueOn < today && TransferStates.Of(head.State).IsLive, [.. Acts(head, isFamily, decides)],
            [.. events.Select(e => new EventLine(e.What, e.State, e.At, e.Role, e.Role is null or Roles.Guardian ? null : e.NameAr, e.Role is null or Roles.Guardian ? null : e.NameFr, e.Remark))],
            paper is null ? null : new PaperLine(Infrastructure.Text.Formats.RegisterNumber(paper.Number, paper.Year), paper.Size, paper.State));
    }

    private IEnumerable<string> Acts(CaseHead head, bool isFamily, bool decides)
    {
        var (isSender, isReceiver) = (!isFamily && head.FromSchoolId == user.PlaceId, !isFamily && head.ToSchoolId == user.PlaceId);
        if (isSender && user.Has(Permissions.Act) && head.State is (TransferState.Asked or TransferState.Escalated))
            yield return "answer";
        if (decides && head.State is (TransferState.Objected or TransferState.Escalated))
            yield return "decide";
        if (isReceiver && user.Has(Permissions.Act) && (head.State is TransferState.Ready or TransferState.Away))
            yield return "join";
        if (isSender && user.Has(Permissions.Act) && head.State == TransferState.Away)
            yield return "settle";
        if ((isReceiver && TransferStates.Of(head.State).OpensRecord) || isSender)
            yield return "record";
        var asked = head.AskedBy switch
        {
            TransferOrigin.Receiver => isReceiver && user.Has(Permissions.Act),
            TransferOrigin.Sender => isSender && user.Has(Permissions.Act),
            _ => isFamily && head.AskedByAccountId == user.AccountId,
        };
        if (asked && head.State.MayBecome(TransferState.Cancelled))
            yield return "cancel";
    }
}
