using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.FollowRegistration;

public sealed record Query(long Id) : IQuery<Followed>;

/// <summary>Where a request stands. Who only joined it sees no more than this either.</summary>
public sealed record Followed(
    long Id, string Number, string ChildAr, string ChildLatin, RegistrationState State, DateTime Since, DateOnly? DueOn, bool IsOverdue, bool IsOwner,
    string? SchoolAr, string? SchoolFr, RefusalReason? RefusedFor, string? Remark, IReadOnlyList<string> Reopened, bool IsPrepared, string? MassarCode,
    IReadOnlyList<HistoryLine> History);

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
            select new { Request = r, Ar = (string?)place!.NameAr, Fr = (string?)place.NameFr, Code = (string?)pupil!.MassarCode }).SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;
        var request = found.Request;
        if (request.State == RegistrationState.Draft)
            return Refusal.Conflict("registrations.still-draft").Next("registrations.still-draft.next");

        var due = RegistrationStates.DueOn(request.State, request.StateSince);
        var isOwner = request.Phone == phone;
        return new Followed(request.Id, request.Number, request.ChildAr, request.ChildLatin, request.State, request.StateSince, due, due < MoroccanDay.Today(clock), isOwner,
            found.Ar, found.Fr, request.RefusedFor, isOwner ? request.Remark : null, isOwner ? [.. request.ReopenedTopics] : [], request.Correction is not null, isOwner ? found.Code : null,
            await db.HistoryOf(request.Id, ct));
    }
}
