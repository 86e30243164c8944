using FluentValidation;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.AnswerOffer;

public sealed record Query(long Id) : IQuery<Offered>;

/// <param name="Until">UTC.</param>
public sealed record Offered(long Id, string Number, string ChildAr, string ChildLatin, string SchoolAr, string SchoolFr, DateTime Until);

public sealed record Command(long Id, string? Answer) : ICommand<Answered>
{
    public const string Accept = "accept";
    public const string Decline = "decline";
}

/// <param name="MassarCode">Of the enrolled child; null when the seat was left to the next.</param>
public sealed record Answered(string? MassarCode);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Answer).Must(a => a is Command.Accept or Command.Decline).WithMessage("registrations.offer.choose");
}

/// <summary>
/// The request is held: of two answers at once the first counts, and an answer that comes with the end of the hours comes before it or
/// after it, never both. The seat was kept since the offer, so nobody else can have it.
/// </summary>
public sealed class Handler(MassarDb db, Family family, AdmissionDesk admissions, SeatDesk seats, Facts facts, TimeProvider clock) : IQueryHandler<Query, Offered>, ICommandHandler<Command, Answered>
{
    public async Task<Outcome<Offered>> Handle(Query query, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var found = await (
            from r in db.Registrations.AsNoTracking().OfFamily(phone)
            where r.Id == query.Id
            join p in db.Places on r.SchoolId equals p.Id into places
            from place in places.DefaultIfEmpty()
            select new { Request = r, Ar = (string?)place!.NameAr, Fr = (string?)place.NameFr }).SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;
        var request = found.Request;
        return IsOpen(request) ? new Offered(request.Id, request.Number, request.ChildAr, request.ChildLatin, found.Ar!, found.Fr!, request.OfferedUntil!.Value) : Over;
    }

    public async Task<Outcome<Answered>> Handle(Command command, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var request = await db.Registrations.OfFamily(phone).Where(r => r.Id == command.Id).ForUpdate().SingleOrDefaultAsync(ct);
        if (request is null)
            return Refusal.NotFound;
        if (!IsOpen(request))
            return Over;
        var now = clock.GetUtcNow().UtcDateTime;
        var (school, year) = (request.SchoolId!.Value, request.SchoolYearId);
        if (command.Answer == Command.Decline)
        {
            if (request.Withdraw(now) is { } closed)
                return closed;
            db.Note(request, "declined", now);
            await db.SaveChangesAsync(ct);
            await facts.Tell(new RegistrationOfferAnswered(request.Id, request.Offers, IsAccepted: false), ct);
            await db.SaveChangesAsync(ct);
            await seats.OfferFree(school, year, null, ct);
            return new Answered(null);
        }

        if ((await db.HoldOpen([school], ct)).Count == 0)
            return School.ClosedMeanwhile;
        // Between the head's decision and today the child may have come to a school by another way.
        List<long> same = request.KnownPupilId is null ? [.. (await db.PossiblePupils(request, ct)).Where(p => p.IsSure).Select(p => p.Id)] : [];
        if (same.Count > 0 && await db.Enrollments.AnyAsync(e => same.Contains(e.PupilId) && e.SchoolYearId == year && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected), ct))
            return Refusal.Conflict("registrations.approve.enrolled-elsewhere").Next("registrations.join.see-school");
        var admitted = await admissions.Admit(request, request.KnownPupilId, request.LinkedPeople, now, ct);
        if (admitted.IsRefused)
            return admitted.Refusal!.Next("registrations.join.see-school");
        var pupil = admitted.Value.Pupil;
        if (request.Accept(pupil.Id, null, now) is { } refusal)
            return refusal;
        db.Note(request, "offer-accepted", now);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new RegistrationAccepted(request.Id, pupil.Id), ct);
        await facts.Tell(new RegistrationOfferAnswered(request.Id, request.Offers, IsAccepted: true), ct);
        await db.SaveChangesAsync(ct);
        return new Answered(pupil.MassarCode);
    }

    private bool IsOpen(Registration request) => request.State == RegistrationState.Offered && request.OfferedUntil > clock.GetUtcNow().UtcDateTime;

    private static Refusal Over => Refusal.Conflict("registrations.offer.over").Next("registrations.offer.over.next");
}
