using System.Text.Json.Serialization;
using Massar.Features.Leaves.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Leaves.ShowLeave;

public sealed record Query(long Id) : IQuery<Case>;

/// <param name="Acts">What this reader may do now: answer, cover, return, explain, confirm, extend, paper, cancel.</param>
/// <param name="Counters">On both calendars, this leave being what is asked.</param>
public sealed record Case(CaseHead Head, bool IsMine, IReadOnlyList<string> Acts, IReadOnlyList<LeaveCounter> Counters, IReadOnlyList<EventLine> Events, DateOnly Today, [property: JsonIgnore] LeaveBook Book) : IShowsPersons
{
    /// <summary>The day on which a request without the head's word went up to the directorate; null where it did not.</summary>
    public DateOnly? PassedOn { get; init; }

    int IShowsPersons.PersonsShown => IsMine ? 0 : 1;
}

public sealed record EventLine(string What, DateTime At, string Role, string? PlaceAr, string? PlaceFr, string? Remark);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Case>
{
    public async Task<Outcome<Case>> Handle(Query query, CancellationToken ct)
    {
        var (id, today) = (query.Id, MoroccanDay.Today(clock));
        if (await db.CaseOf(db.Leaves.VisibleTo(user).Where(l => l.Id == id), ct) is not { } head)
            return Refusal.NotFound;

        var book = await LeaveBook.Current(db, ct);
        var spans = await db.Leaves.SpansOf(head.EmployeeId, id, ct);
        var events = await (
            from e in db.LeaveEvents
            where e.LeaveId == id
            join p in db.Places on e.PlaceId equals p.Id into places
            from p in places.DefaultIfEmpty()
            orderby e.At, e.Id
            select new EventLine(e.What, e.At, e.Role, p.NameAr, p.NameFr, e.Remark)).AsNoTracking().ToListAsync(ct);
        var counters = book.Find(head.CountedAs) is { } type && head.Rule.IsLive ? book.Counters.Shown(type, head.Sex == Sex.Male, spans, head.StartsOn, head.LastDay) : [];
        return new Case(head, head.EmployeeId == user.EmployeeId, [.. Acts(head, book, today)], counters, events, today, book)
        { PassedOn = (head.State == LeaveState.Asked ? LeaveWaits.Code : head.IsReturnMissing(today) ? LeaveWaits.Returns : null) is { } waits ? await db.Escalations.Where(e => e.Kind == waits && e.CaseId == id).Select(e => (DateOnly?)e.PassedOn).FirstOrDefaultAsync(ct) : null };
    }

    private IEnumerable<string> Acts(CaseHead head, LeaveBook book, DateOnly today)
    {
        var isMine = head.EmployeeId == user.EmployeeId;
        if (LeaveActs.Of(head, book, user, today).Any())
            yield return "answer";
        if (!isMine && user.Has(Permissions.Answer) && head is { IsAbsence: true, Rule: { IsLive: true, Turn: not LeaveTurn.Nobody } } && head.EndsOn >= today)
            yield return "cover";
        if (!isMine && head.State == LeaveState.Granted && head.StartsOn <= today && (user.Has(Permissions.Answer) || user.Has(Permissions.Decide)))
            yield return "return";
        // Explanations are asked for by whoever handles such cases; the page only opens the form.
        if (!isMine && head.IsReturnMissing(today) && user.Has(Massar.Features.Discipline.Permissions.Handle))
            yield return "explain";
        if (isMine && head.IsReturnToConfirm)
            yield return "confirm";
        if (isMine && head.State == LeaveState.Granted && head.StartsOn <= today && head.ExtendedBy is null && head.CountedAs == head.TypeCode && today <= book.ExtendUntil(head.EndsOn, head.ReturnDispute, head.StateSince))
            yield return "extend";
        if (isMine && head.Paper is null && head.PaperDueOn is not null && head.Rule.Turn != LeaveTurn.Nobody)
            yield return "paper";
        if (isMine && head.State.MayBecome(LeaveState.Cancelled) && (head.State != LeaveState.Granted || head.StartsOn > today))
            yield return "cancel";
    }
}
