using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.FollowRegistration;

public sealed record Query(long Id) : IQuery<Followed>;

/// <summary>
/// Where a request stands. Who asked to follow it sees the state until the owner accepts, then what a guardian may know; whose turn is
/// the family's, only the owner acts.
/// </summary>
/// <param name="Sight">How much of it this telephone sees; what it does not see is empty.</param>
/// <param name="Joiners">To the owner: who asks to follow it, and who does.</param>
public sealed record Followed(
    long Id, string Number, Sight Sight, string ChildAr, string ChildLatin, RegistrationState State, DateTime Since, DateOnly? DueOn, bool IsOverdue, bool IsOwner,
    string? SchoolAr, string? SchoolFr, RefusalReason? RefusedFor, string? Remark, IReadOnlyList<string> Reopened, bool IsPrepared, string? MassarCode, int? Ahead,
    IReadOnlyList<HistoryLine> History, IReadOnlyList<Joiner> Joiners)
{
    /// <summary>The day on which a request without an answer went up to the directorate; null where it did not.</summary>
    public DateOnly? PassedOn { get; init; }

    /// <summary>Where it stands on the waiting list; null where it is on none.</summary>
    public WaitingPlace? Place { get; init; }

    /// <summary>UTC: until when a seat is kept; null where none is.</summary>
    public DateTime? OfferedUntil { get; init; }

    /// <summary>Names, school and answers are there to be shown.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool SeesChild => Sight is Sight.Owner or Sight.Guardian;
}

public sealed class Handler(MassarDb db, Family family, TimeProvider clock) : IQueryHandler<Query, Followed>
{
    public async Task<Outcome<Followed>> Handle(Query query, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var found = await (
            from r in db.Registrations.AsNoTracking()
            where r.Id == query.Id && (r.Phone == phone || db.RegistrationParties.Any(p => p.RegistrationId == r.Id && p.Phone == phone))
            join p in db.Places on r.SchoolId equals p.Id into places
            from place in places.DefaultIfEmpty()
            join child in db.Pupils on r.PupilId equals child.Id into pupils
            from pupil in pupils.DefaultIfEmpty()
            select new { Request = r, Passed = db.Escalations.Where(e => e.Kind == RegistrationWaits.Code && e.CaseId == r.Id && e.Round == r.Round && e.SchoolId == r.SchoolId).Select(e => (DateOnly?)e.PassedOn).FirstOrDefault(), Ar = (string?)place!.NameAr, Fr = (string?)place.NameFr, Code = (string?)pupil!.MassarCode }).SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;
        var request = found.Request;
        if (request.State == RegistrationState.Draft)
            return Refusal.Conflict("registrations.still-draft").Next("registrations.still-draft.next");

        var now = clock.GetUtcNow().UtcDateTime;
        var seen = await db.SightOf(request, phone, now, ct);
        if (seen.IsRefused)
            return seen.Refusal!;
        var due = RegistrationStates.DueOn(request.State, request.StateSince);
        var isOverdue = due < MoroccanDay.Today(clock);
        var isOwner = seen.Value == Sight.Owner;
        if (seen.Value == Sight.StateOnly)
            return new Followed(request.Id, request.Number, Sight.StateOnly, "", "", request.State, request.StateSince, due, isOverdue, false, null, null, null, null, [], false, null, null, [], []);

        return new Followed(request.Id, request.Number, seen.Value, request.ChildAr, request.ChildLatin, request.State, request.StateSince, due, isOverdue, isOwner,
            found.Ar, found.Fr, request.RefusedFor, request.Remark, [.. request.ReopenedTopics], isOwner && request.Correction is not null, found.Code,
            await db.Ahead(request.State, request.SchoolId, request.SchoolYearId, request.SubmittedAt, request.Id, ct), await db.HistoryOf(request.Id, ct),
            isOwner ? await db.JoinersOf([request.Id], now, ct) : [])
        { Place = await db.PlaceOnList(request, ct), OfferedUntil = request.OfferedUntil, PassedOn = RegistrationStates.Of(request.State).Turn == Turn.School ? found.Passed : null };
    }
}
