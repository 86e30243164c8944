using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.Domain;

/// <summary>What every decision of a head begins and ends with, whether the request is validated, returned or refused.</summary>
public sealed class DecisionDesk(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock)
{
    /// <summary>The request that is to be decided, for its page.</summary>
    /// <param name="orWaiting">One on the waiting list may be decided too.</param>
    public async Task<Outcome<Registration>> Show(long id, CancellationToken ct, bool orWaiting = false)
    {
        var request = await db.Registrations.AsNoTracking().DecidedBy(user).SingleOrDefaultAsync(r => r.Id == id, ct);
        if (request is null)
            return Refusal.NotFound;
        return request.State is RegistrationState.Sent or RegistrationState.UnderCheck || (orWaiting && request.State == RegistrationState.Waiting) ? request : Changed;
    }

    /// <summary>
    /// The request, locked and under check: of two heads at once one decides and the other finds it decided.
    /// A request that was validated comes back as it is, for the order that is given twice. Nobody decides on a child of the own family.
    /// </summary>
    /// <param name="orWaiting">One on the waiting list may be decided too.</param>
    public async Task<Outcome<Registration>> Take(long id, CancellationToken ct, bool orWaiting = false)
    {
        var request = await db.Registrations.DecidedBy(user).Where(r => r.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (request is null)
            return Refusal.NotFound;
        if (await OwnFamily.Has(db, user, new Answers(request.Answers), ct))
            return Refusal.Conflict("registrations.own-case").Next("registrations.own-case.next");
        var now = clock.GetUtcNow().UtcDateTime;
        if (request.State == RegistrationState.Sent)
        {
            if (request.TakeUp(now) is { } closed)
                return closed;
            db.Note(request, "taken-up", now, user);
        }

        return request.State is RegistrationState.UnderCheck or RegistrationState.Accepted || (orWaiting && request.State == RegistrationState.Waiting) ? request : Changed;
    }

    /// <summary>Writes the decision down and tells of it.</summary>
    /// <param name="request">As decided.</param>
    /// <param name="what">Ends the text key of its line in the history.</param>
    /// <param name="remark">Why; null when the decision speaks for itself.</param>
    /// <param name="decision">What the others are told.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Settle(Registration request, string what, string? remark, IFact decision, CancellationToken ct)
    {
        db.Note(request, what, clock.GetUtcNow().UtcDateTime, user, remark);
        await db.SaveChangesAsync(ct);
        await facts.Tell(decision, ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Tells something more of a settled decision.</summary>
    public async Task Tell(IFact decision, CancellationToken ct)
    {
        await facts.Tell(decision, ct);
        await db.SaveChangesAsync(ct);
    }

    private static Refusal Changed => Refusal.Conflict("registrations.state-changed").Next("registrations.state-changed.next");
}
