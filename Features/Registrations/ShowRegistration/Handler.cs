using Massar.Features.Notices.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.ShowRegistration;

public sealed record Query(long Id) : IQuery<Case>;

public sealed record TakeUp(long Id) : ICommand;

/// <summary>A request as the school sees it, with everything the program can say about it.</summary>
public sealed record Case(
    long Id, string Number, RegistrationState State, DateTime Since, DateOnly? DueOn, bool IsOverdue, bool IsAppeal, string ChildAr, string ChildLatin, DateOnly? BirthDate, string? BirthActNumber,
    string Phone, int? SchoolId, string? SchoolAr, string? SchoolFr, string? ZoneAr, string? ZoneFr, RefusalReason? RefusedFor, string? Remark, string? Exception,
    long? PupilId, string? MassarCode, Guid? Photo, Guid? Proof, int? DaysApart, Hints Hints, IReadOnlyList<HistoryLine> History, bool MayDecide, bool MayPlace, string? FailedNotice,
    Answers Answers)
{
    /// <summary>Why the child was taken where no seat was left.</summary>
    public string? AboveCapacity { get; init; }

    /// <summary>UTC: until when a seat is kept for the child.</summary>
    public DateTime? OfferedUntil { get; init; }

    /// <summary>Where it stands on the waiting list.</summary>
    public WaitingPlace? Place { get; init; }
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Case>, ICommandHandler<TakeUp>
{
    public async Task<Outcome<Case>> Handle(Query query, CancellationToken ct)
    {
        var found = await (
            from r in db.Registrations.AsNoTracking().VisibleTo(user)
            where r.Id == query.Id
            join p in db.Places on r.SchoolId equals p.Id into places
            from place in places.DefaultIfEmpty()
            join child in db.Pupils on r.PupilId equals child.Id into pupils
            from pupil in pupils.DefaultIfEmpty()
            join ph in db.StoredFiles on r.PhotoId equals ph.Id into photos
            from photo in photos.DefaultIfEmpty()
            join pr in db.StoredFiles on r.ProofId equals pr.Id into proofs
            from proof in proofs.DefaultIfEmpty()
            select new { Request = r, Ar = (string?)place!.NameAr, Fr = (string?)place.NameFr, Code = (string?)pupil!.MassarCode, Photo = (Guid?)photo!.PublicId, Proof = (Guid?)proof!.PublicId })
            .SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;

        var request = found.Request;
        var answers = new Answers(request.Answers);
        var zoneId = answers.Number("Zone");
        var zone = zoneId > 0 ? await db.SchoolZones.Where(z => z.Id == zoneId).Select(z => new { z.NameAr, z.NameFr }).SingleOrDefaultAsync(ct) : null;
        var due = RegistrationStates.DueOn(request.State, request.StateSince);
        var isOpen = request.State is RegistrationState.Sent or RegistrationState.UnderCheck;
        var phone = request.Phone;
        var failed = await db.NoticeDeliveries.Where(d => d.To == phone && d.State == DeliveryState.ToCall && d.PlaceId == request.SchoolId).Select(d => d.To).FirstOrDefaultAsync(ct);
        return new Case(
            request.Id, request.Number, request.State, request.StateSince, due, due < MoroccanDay.Today(clock), request.IsAppeal, request.ChildAr, request.ChildLatin, request.BirthDate, request.BirthActNumber,
            request.Phone, request.SchoolId, found.Ar, found.Fr, zone?.NameAr, zone?.NameFr, request.RefusedFor, request.Remark, request.Exception,
            request.PupilId, found.Code, found.Photo, found.Proof, Checks.DaysApart(answers), await db.HintsFor(request, ct), await db.HistoryOf(request.Id, ct),
            (isOpen || request.State == RegistrationState.Waiting) && user.Has(Permissions.Decide) && request.SchoolId == user.PlaceId, isOpen && user.Has(Permissions.Place) && request.SchoolId is null, failed, answers)
        { AboveCapacity = request.AboveCapacity, OfferedUntil = request.OfferedUntil, Place = await db.PlaceOnList(request, ct) };
    }

    public async Task<Outcome<Done>> Handle(TakeUp command, CancellationToken ct)
    {
        var request = await db.Registrations.DecidedBy(user).SingleOrDefaultAsync(r => r.Id == command.Id && r.State == RegistrationState.Sent, ct);
        if (request is null)
            return Done.It;
        var now = clock.GetUtcNow().UtcDateTime;
        // The clock of the family's waiting goes on from the day the file was sent.
        var since = request.StateSince;
        if (request.TakeUp(now) is { } refusal)
            return refusal;
        request.StateSince = since;
        db.Note(request, "taken-up", now, user);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
