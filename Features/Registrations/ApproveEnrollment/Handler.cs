using System.Globalization;
using Massar.Features.Registrations.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.ApproveEnrollment;

public sealed record Query(long Id) : IQuery<ToApprove>;

public sealed record ToApprove(long Id, string Number, string ChildAr, string ChildLatin, DateOnly BirthDate, string? SchoolAr, string? SchoolFr, Hints Hints, IReadOnlyList<Person> People)
{
    /// <summary>On the waiting list already.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>The head chooses between the list and a place above the capacity.</summary>
    public bool IsFull => IsWaiting || Hints.HasNoSeat;
}

/// <summary>Somebody the file names as a guardian.</summary>
/// <param name="Prefix">Father, Mother or Tutor.</param>
/// <param name="HasEnded">Was a guardian of one of the possible pupils and is no more, or only within limits.</param>
public sealed record Person(string Prefix, string NameAr, string NameLatin, bool HasEnded);

/// <param name="Linked">Who becomes a guardian of a known pupil: Father, Mother, Tutor. A new pupil gets all of them.</param>
/// <param name="Seat">Where no seat is left: on the list, or above the capacity.</param>
/// <param name="AboveReason">Why above the capacity.</param>
public sealed record Command(long Id, string? Pupil, string? Exception, IReadOnlyList<string> Linked, string? Seat, string? AboveReason) : ICommand<Approved>
{
    public const string NewPupil = "new";
    public const string OnList = "list";
    public const string Above = "above";
}

/// <param name="PupilId">Null when the child stands on the waiting list.</param>
/// <param name="Again">It was validated before; nothing was done now.</param>
/// <param name="HasNewAccount">The guardian got an account to activate at the school's desk.</param>
public sealed record Approved(long? PupilId, string? MassarCode, bool Again, bool HasNewAccount);

/// <summary>
/// Pupil, guardians, guardianships, enrolment and the guardian's account in one transaction. The request's row is locked first:
/// of two heads at once one makes the pupil and the other finds it made.
/// </summary>
public sealed class Handler(MassarDb db, DecisionDesk desk, AdmissionDesk admissions, SeatDesk seats, TimeProvider clock)
    : IQueryHandler<Query, ToApprove>, ICommandHandler<Command, Approved>
{
    public async Task<Outcome<ToApprove>> Handle(Query query, CancellationToken ct)
    {
        var shown = await desk.Show(query.Id, ct, orWaiting: true);
        if (shown.IsRefused)
            return shown.Refusal!;
        var request = shown.Value;
        var school = await db.Places.Where(p => p.Id == request.SchoolId).Select(p => new { p.NameAr, p.NameFr }).SingleAsync(ct);
        var hints = await db.HintsFor(request, ct);
        var answers = new Answers(request.Answers);
        var closed = hints.Pupils.Count > 0 ? await admissions.Closed([.. hints.Pupils.Select(p => p.Id)], ct) : [];
        IReadOnlyList<Person> people = hints.Pupils.Count == 0 ? []
            : [.. AdmissionDesk.Named(answers).Select(n => new Person(n.Prefix, AdmissionDesk.NameOf(answers, n.Prefix, "Ar"), AdmissionDesk.NameOf(answers, n.Prefix, "Latin"), closed.Any(g => AdmissionDesk.IsSame(g, answers, n.Prefix))))];
        return new ToApprove(request.Id, request.Number, request.ChildAr, request.ChildLatin, request.BirthDate!.Value, school.NameAr, school.NameFr, hints, people) { IsWaiting = request.State == RegistrationState.Waiting };
    }

    public async Task<Outcome<Approved>> Handle(Command command, CancellationToken ct)
    {
        var taken = await desk.Take(command.Id, ct, orWaiting: true);
        if (taken.IsRefused)
            return taken.Refusal!;
        var request = taken.Value;
        if (request is { State: RegistrationState.Accepted, PupilId: { } done })
            return new Approved(done, await db.Pupils.Where(p => p.Id == done).Select(p => p.MassarCode).SingleAsync(ct), Again: true, HasNewAccount: false);

        if ((await db.HoldOpen([request.SchoolId!.Value], ct)).Count == 0)
            return School.ClosedMeanwhile;
        var now = clock.GetUtcNow().UtcDateTime;
        var hints = await db.HintsFor(request, ct);
        if (hints.NeedsException && string.IsNullOrWhiteSpace(command.Exception))
            return Refusal.Invalid("Exception", "registrations.approve.exception-needed");
        if (hints.Pupils.Count > 0 && string.IsNullOrEmpty(command.Pupil))
            return Refusal.Invalid("Pupil", "registrations.approve.choose");

        long? known = null;
        if (command.Pupil is { Length: > 0 } and not Command.NewPupil)
        {
            known = long.Parse(command.Pupil, CultureInfo.InvariantCulture);
            if (hints.Pupils.All(p => p.Id != known))
                return Refusal.Invalid("Pupil", "registrations.approve.choose");
        }

        var above = BidiSafe.CleanLines(command.AboveReason);
        // Who waits has a place in the list: before its turn it is taken with a reason too.
        var isFull = hints.HasNoSeat || request.State == RegistrationState.Waiting;
        if (isFull && request.State == RegistrationState.Waiting && command.Seat != Command.Above)
            return Refusal.Invalid("Seat", "registrations.approve.seat-needed");
        if (isFull && command.Seat is not (Command.Above or Command.OnList))
            return Refusal.Invalid("Seat", "registrations.approve.seat-needed");
        if (isFull && command.Seat == Command.Above && above.Length == 0)
            return Refusal.Invalid("AboveReason", "registrations.approve.above-needed");
        var exception = hints.NeedsException ? BidiSafe.CleanLines(command.Exception) : null;
        if (isFull && command.Seat == Command.OnList)
        {
            if (request.Wait(known, command.Linked, exception, await db.HasSiblingThere(request, ct), now) is { } closedMeanwhile)
                return closedMeanwhile;
            await desk.Settle(request, "waiting", exception, new RegistrationWaiting(request.Id, request.Round), ct);
            // Where one seat is free and others wait, the one this child's advantages come to may be its own.
            await seats.OfferFree(request.SchoolId!.Value, request.SchoolYearId, null, ct);
            return new Approved(null, null, Again: false, HasNewAccount: false);
        }

        var admitted = await admissions.Admit(request, known, command.Linked, now, ct);
        if (admitted.IsRefused)
            return admitted.Refusal!;
        var (pupil, hasNewAccount) = admitted.Value;
        if ((isFull ? request.AcceptAbove(pupil.Id, exception, above, now) : request.Accept(pupil.Id, exception, now)) is { } refusal)
            return refusal;
        await desk.Settle(request, isFull ? "accepted-above" : "accepted", isFull ? above : exception, new RegistrationAccepted(request.Id, pupil.Id), ct);
        if (isFull)
            await desk.Tell(new RegistrationAcceptedAbove(request.Id), ct);
        return new Approved(pupil.Id, pupil.MassarCode, Again: false, hasNewAccount);
    }
}
