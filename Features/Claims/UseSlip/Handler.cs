using FluentValidation;
using Massar.Features.Claims.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Claims.UseSlip;

public sealed record Query : IQuery<Blank>;

/// <summary>Nothing is known before it is typed.</summary>
public sealed record Blank;

public sealed record Command(string? MassarCode, string? Code, string? Quality) : ICommand, IRunsItsOwnUnits;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.MassarCode).Must(c => MassarCode.Read(c) is not null).WithMessage("claims.wrong.massar");
        RuleFor(c => c.Code).Must(c => RecoveryCode.Read(c) is not null).WithMessage("claims.wrong.code");
        RuleFor(c => c.Quality).Must(q => Enum.TryParse<GuardianQuality>(q, out var quality) && Enum.IsDefined(quality)).WithMessage("pupils.wrong.choose");
    }
}

/// <summary>
/// A code that is wrong, old or used and a child that does not exist get one answer. A slip never raises a right that somebody ended or limited,
/// and gives custody only where nobody has it: that is for the head, with a paper.
/// </summary>
public sealed class Handler(MassarDb db, UnitOfWork unit, ClaimLock locks, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, Blank>, ICommandHandler<Command>
{
    private static readonly Refusal Wrong = Refusal.Invalid("Code", "claims.wrong.slip").Next("claims.wrong.slip.next").Recorded();

    public Task<Outcome<Blank>> Handle(Query query, CancellationToken ct) => Task.FromResult<Outcome<Blank>>(new Blank());

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        if (user.GuardianId is not { } guardian)
            return Refusal.NotFound;
        var rules = await ClaimRules.Current(db, ct);
        var massarCode = await db.LivingCode(MassarCode.Read(command.MassarCode)!.Value.Value, ct);
        var entered = await locks.Enter(massarCode, rules, ct);
        if (entered.IsRefused)
            return entered.Refusal!;

        var (hash, now, today) = (RecoveryCode.Hash(command.Code!), clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock));
        var outcome = await unit.Run<Done>("Claims.UseSlip", async token =>
        {
            // Held, so that one slip in two hands adds one guardian.
            var pupil = await db.Pupils.Where(p => p.MassarCode == massarCode).ForUpdate().SingleOrDefaultAsync(token);
            var id = pupil?.Id ?? 0;
            var slip = await db.ChildSlips.SingleOrDefaultAsync(s => s.PupilId == id && s.Hash == hash && s.UsedAt == null && s.VoidedAt == null && s.ExpiresAt > now
                // Of the school where the child sits: one that handed the child over answers for nothing any more.
                && db.Enrollments.Any(e => e.PupilId == id && e.SchoolId == s.PlaceId && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected)), token);
            if (pupil is null || slip is null)
                return Wrong;
            // Who printed it hands it to others.
            var issuer = slip.IssuedByAccountId;
            if (issuer == user.AccountId || await db.Accounts.AnyAsync(a => a.Id == issuer && db.Employees.Any(e => e.Id == a.EmployeeId && db.Guardians.Any(g => g.Id == guardian && g.Cin != null && g.Cin == e.Cin)), token))
                return Refusal.Conflict("claims.own").Next("pupils.own-child.next").Recorded();
            if (await db.ChildClaims.Of(user).AnyAsync(c => c.PupilId == id && c.State == ClaimState.Blocked, token))
                return Refusal.Conflict("claims.blocked").Next("claims.blocked.next");
            var link = await db.Guardianships.AsNoTracking().SingleOrDefaultAsync(g => g.GuardianId == guardian && g.PupilId == id, token);
            // Only what the guardian gave up himself comes back by a slip, and only a whole right: what a head or a court ended or limited is for the head.
            if (link is { State: GuardianshipState.Ended } && !(await db.ChildClaims.Of(user).Where(c => c.PupilId == id && c.Kind == ClaimKind.Removal && c.State == ClaimState.Done).OrderByDescending(c => c.Id).FirstOrDefaultAsync(token)
                is { Was: GuardianshipState.Active, DecidedAt: { } given } && MoroccanDay.Of(given) == link.EndsOn))
                return Refusal.Conflict("claims.ended").Next("claims.ended.next");
            if (!await db.GiveRight(guardian, id, Enum.Parse<GuardianQuality>(command.Quality!), GuardianshipState.Active, !await db.Guardianships.InForce(today).AnyAsync(g => g.PupilId == id && g.HasCustody, token), today, token))
                return Refusal.Conflict("claims.already").Next("claims.already.next");

            (slip.UsedAt, slip.UsedByAccountId) = (now, user.AccountId);
            var claim = new ChildClaim
            {
                Kind = ClaimKind.Slip,
                AccountId = user.AccountId,
                GuardianId = guardian,
                MassarCode = massarCode,
                PupilId = id,
                PlaceId = slip.PlaceId,
                Quality = Enum.Parse<GuardianQuality>(command.Quality!),
                AskedAt = now,
            }.Settle(ClaimState.Done, user.AccountId, now);
            db.ChildClaims.Add(claim);
            await db.SaveChangesAsync(token);
            await facts.Tell(new ClaimStepped(claim.Id, "joined"), token);
            await db.SaveChangesAsync(token);
            return Done.It;
        }, ct);

        if (outcome.Refusal is null || !ReferenceEquals(outcome.Refusal, Wrong))
            await locks.Forgive(entered.Value.Id, ct);
        else if (entered.Value.IsLast)
            await unit.Run("Claims.Lock", async token =>
            {
                if (await db.Pupils.Where(p => p.MassarCode == massarCode).Select(p => p.Id).SingleOrDefaultAsync(token) is > 0 and var child)
                    await facts.Tell(new ClaimsLocked(child, now + ClaimLock.Day), token);
                await db.SaveChangesAsync(token);
            }, ct);
        return outcome;
    }
}
