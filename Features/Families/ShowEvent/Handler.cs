using System.Text.Json.Serialization;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Families.ShowEvent;

public sealed record Query(long Id) : IQuery<Case>;

/// <param name="Acts">What this reader may do now: check, paper, cancel, decide.</param>
public sealed record Case(CaseHead Head, bool IsMine, IReadOnlyList<string> Acts, IReadOnlyList<NoteLine> Notes, [property: JsonIgnore] FamilyBook Book) : IShowsPersons
{
    int IShowsPersons.PersonsShown => IsMine ? 0 : 1;
}

public sealed record NoteLine(string What, DateTime At, string Role, string? PlaceAr, string? PlaceFr, string? Remark);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Case>
{
    public async Task<Outcome<Case>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        if (await db.CaseOf(db.FamilyEvents.VisibleTo(user).Where(e => e.Id == id), ct) is not { } head)
            return Refusal.NotFound;
        var book = await FamilyBook.Current(db, ct);
        var notes = await (
            from n in db.FamilyNotes
            where n.EventId == id
            join p in db.Places on n.PlaceId equals p.Id into places
            from p in places.DefaultIfEmpty()
            orderby n.At, n.Id
            select new NoteLine(n.What, n.At, n.Role, p.NameAr, p.NameFr, n.Remark)).AsNoTracking().ToListAsync(ct);
        var isMine = head.EmployeeId == user.EmployeeId;
        return new Case(head, isMine, [.. Acts(head, isMine)], notes, book);
    }

    private IEnumerable<string> Acts(CaseHead head, bool isMine)
    {
        if (!isMine && head.State is FamilyState.Declared or FamilyState.Missing && user.Has(Permissions.Check))
            yield return "check";
        if (!isMine && head is { State: FamilyState.Entered, DecisionId: null } && user.Has(Decisions.Permissions.Prepare))
            yield return "decide";
        if (head.State is FamilyState.Declared or FamilyState.Missing)
            yield return "paper";
        if (isMine && head.State is FamilyState.Declared or FamilyState.Missing && isMine)
            yield return "cancel";
    }
}
