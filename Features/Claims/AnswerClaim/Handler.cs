using FluentValidation;
using Massar.Features.Claims.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Claims.AnswerClaim;

public sealed record Query(long Id) : IQuery<Asker>;

/// <param name="Agreed">What one answered; null: nothing yet.</param>
public sealed record Asker(long Id, string ChildAr, string ChildLatin, string NameAr, string NameLatin, GuardianQuality Quality, string? Message, DateTime AskedAt, ClaimState State, bool? Agreed);

/// <param name="Answer">"yes" or "no".</param>
public sealed record Command(long Id, string? Answer, string? Why) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Answer).Must(a => a is "yes" or "no").WithMessage("pupils.wrong.choose");
        RuleFor(c => c.Why).FitsChangeReason();
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, Asker>, ICommandHandler<Command>
{
    public async Task<Outcome<Asker>> Handle(Query query, CancellationToken ct)
    {
        var (id, me, now) = (query.Id, user.GuardianId ?? 0, clock.GetUtcNow().UtcDateTime);
        var found = await (
            from c in db.ChildClaims.AnsweredBy(user, db, MoroccanDay.Today(clock))
            where c.Id == id
            join p in db.Pupils on c.PupilId equals p.Id
            join g in db.Guardians on c.GuardianId equals g.Id
            select new Asker(c.Id, p.FirstNameAr, p.FirstNameLatin, g.LastNameAr + " " + g.FirstNameAr, g.LastNameLatin + " " + g.FirstNameLatin, c.Quality, c.Message, c.AskedAt, c.State,
                db.ClaimAnswers.Where(a => a.ClaimId == c.Id && a.GuardianId == me).Select(a => (bool?)a.Agrees).FirstOrDefault())).AsNoTracking().SingleOrDefaultAsync(ct);
        return found is null ? Refusal.NotFound : found with { State = ChildClaim.StateAt(found.State, found.AskedAt, now, await ClaimRules.Current(db, ct)) };
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, guardian, now) = (command.Id, user.GuardianId ?? 0, clock.GetUtcNow().UtcDateTime);
        if (await db.ChildClaims.AnsweredBy(user, db, MoroccanDay.Today(clock)).Where(c => c.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } claim)
            return Refusal.NotFound;
        if (claim.Over(now, await ClaimRules.Current(db, ct)) is { } over)
            return over;

        var agrees = command.Answer == "yes";
        if (await db.ClaimAnswers.SingleOrDefaultAsync(a => a.ClaimId == id && a.GuardianId == guardian, ct) is { } earlier)
            db.ClaimAnswers.Remove(earlier);
        await db.SaveChangesAsync(ct);
        db.ClaimAnswers.Add(new ClaimAnswer { ClaimId = id, GuardianId = guardian, PlaceId = claim.PlaceId, AccountId = user.AccountId, Agrees = agrees, At = now });
        if (!agrees)
            claim.Settle(ClaimState.Blocked, user.AccountId, now, BidiSafe.CleanLinesOrNull(command.Why));
        await db.SaveChangesAsync(ct);
        if (!agrees)
            await facts.Tell(new ClaimStepped(id, "blocked"), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
