using FluentValidation;
using Massar.Features.Claims.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Claims.AskChild;

public sealed record Query : IQuery<Terms>;

/// <param name="OpenDays">After so many days without an answer it lapses.</param>
public sealed record Terms(int OpenDays);

public sealed record Command(string? MassarCode, string? BirthDate, string? Quality, string? Message) : ICommand, IRunsItsOwnUnits;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator(TimeProvider clock)
    {
        RuleFor(c => c.MassarCode).Must(c => MassarCode.Read(c) is not null).WithMessage("claims.wrong.massar");
        RuleFor(c => c.BirthDate).Must(d => TypedDay.Read(d) is { } day && day < MoroccanDay.Today(clock)).WithMessage("pupils.wrong.date");
        RuleFor(c => c.Quality).Must(q => Enum.TryParse<GuardianQuality>(q, out var quality) && Enum.IsDefined(quality)).WithMessage("pupils.wrong.choose");
        RuleFor(c => c.Message).Must(m => BidiSafe.CleanLines(m).Length <= ChildClaim.MessageLength).WithMessage("pupils.wrong.long").WithState(_ => new object[] { ChildClaim.MessageLength });
    }
}

/// <summary>
/// Whether the child exists, and whether the day of birth is right, changes neither the answer nor what one's own list shows. Every such try counts,
/// right ones too: nobody finds a day of birth by asking.
/// </summary>
public sealed class Handler(MassarDb db, UnitOfWork unit, ClaimLock locks, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, Terms>, ICommandHandler<Command>
{
    public async Task<Outcome<Terms>> Handle(Query query, CancellationToken ct) => new Terms((await ClaimRules.Current(db, ct)).OpenDays);

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        if (user.GuardianId is not { } guardian)
            return Refusal.NotFound;
        var rules = await ClaimRules.Current(db, ct);
        var typed = MassarCode.Read(command.MassarCode)!.Value.Value;
        var massarCode = await db.LivingCode(typed, ct);
        var entered = await locks.Enter(massarCode, rules, ct);
        if (entered.IsRefused)
            return entered.Refusal!;

        var (now, today, birth, key) = (clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock), TypedDay.Read(command.BirthDate)!.Value, ChildClaim.KeyOf(user.AccountId, massarCode));
        return await unit.Run<Done>("Claims.AskChild", async token =>
        {
            // What follows up to the match is about the asker's own list alone.
            if (await db.Guardianships.OfGuardian(user, today).AnyAsync(g => db.Pupils.Any(p => p.Id == g.PupilId && p.MassarCode == massarCode), token))
                return Refusal.Conflict("claims.already").Next("claims.already.next");
            if (await db.ChildClaims.Of(user).AnyAsync(c => c.MassarCode == massarCode && c.State == ClaimState.Blocked, token))
                return Refusal.Conflict("claims.blocked").Next("claims.blocked.next");
            if (await db.ChildClaims.SingleOrDefaultAsync(c => c.LiveKey == key, token) is { } earlier)
            {
                if (earlier.Over(now, rules) is null)
                    return Refusal.Conflict("claims.twice").Next("claims.twice.next");
                earlier.Settle(ClaimState.Lapsed, null, now);
                await db.SaveChangesAsync(token);
            }

            var seat = await (
                from p in db.Pupils
                where p.MassarCode == massarCode && p.BirthDate == birth
                join e in db.Enrollments on p.Id equals e.PupilId
                where (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected) && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)
                orderby e.State == EnrollmentState.Active descending, e.Id descending
                select new { e.PupilId, e.SchoolId }).AsNoTracking().FirstOrDefaultAsync(token);
            var claim = new ChildClaim
            {
                Kind = ClaimKind.Asked,
                AccountId = user.AccountId,
                GuardianId = guardian,
                MassarCode = massarCode,
                TypedCode = typed == massarCode ? null : typed,
                PupilId = seat?.PupilId,
                PlaceId = seat?.SchoolId ?? user.PlaceId,
                Quality = Enum.Parse<GuardianQuality>(command.Quality!),
                Message = BidiSafe.CleanLinesOrNull(command.Message),
                AskedAt = now,
            }.Begin();
            db.ChildClaims.Add(claim);
            await db.SaveChangesAsync(token);
            if (claim.PupilId is not null)
                await facts.Tell(new ClaimStepped(claim.Id, "asked"), token);
            await db.SaveChangesAsync(token);
            return Done.It;
        }, ct);
    }
}
