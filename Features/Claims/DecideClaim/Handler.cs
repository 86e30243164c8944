using System.Globalization;
using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Claims.Domain;
using Massar.Features.Pupils;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Claims.DecideClaim;

public sealed record Query(long Id) : IQuery<Case>;

/// <param name="WaitsUntil">The last day on which guardians who have not answered are waited for; null when nobody is.</param>
/// <param name="ByAr">Who decided, or refused as a guardian.</param>
public sealed record Case(
    long Id, ClaimKind Kind, ClaimState State, long Pupil, string ChildAr, string ChildLatin, string MassarCode, string NameAr, string NameLatin, string? Cin, string? Phone, GuardianQuality Quality, string? Message,
    DateTime AskedAt, DateTime? DecidedAt, string? ByAr, string? ByLatin, string? Why, int Version, IReadOnlyList<StandingLine> Standing, DateOnly? WaitsUntil) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

/// <summary>Who stands for the child now.</summary>
/// <param name="Agrees">What was answered; null: nothing yet.</param>
public sealed record StandingLine(string NameAr, string NameLatin, GuardianQuality Quality, bool HasCustody, bool? Agrees, DateTime? At);

/// <param name="Act">approve or refuse.</param>
/// <param name="Why">Of a refusal.</param>
public sealed record Command(long Id, string? Version, string? Act, string? Quality, string? Right, string? Custody, TypedProof Proof, string? Why) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator(TimeProvider clock)
    {
        RuleFor(c => c.Act).Must(a => a is "approve" or "refuse").WithMessage("pupils.wrong.choose");
        When(c => c.Act == "approve", () => this.HasProof(c => c.Proof, clock));
        RuleFor(c => c.Why).IsChangeReason().When(c => c.Act == "refuse");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, Case>, ICommandHandler<Command>
{
    public async Task<Outcome<Case>> Handle(Query query, CancellationToken ct)
    {
        var (id, now, today) = (query.Id, clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock));
        var row = await (
            from c in db.ChildClaims.At(user, db)
            where c.Id == id
            join p in db.Pupils on c.PupilId equals p.Id
            join g in db.Guardians on c.GuardianId equals g.Id
            join a in db.Accounts on c.DecidedByAccountId equals (long?)a.Id into accounts
            from a in accounts.DefaultIfEmpty()
            select new { Claim = c, Pupil = p, Person = g, ByAr = a.NameAr, ByLatin = a.NameLatin }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null)
            return Refusal.NotFound;
        var rules = await ClaimRules.Current(db, ct);
        var (claim, person) = (row.Claim, row.Person);
        var standing = await Standing(claim, row.Pupil.Id, today, ct);
        var state = ChildClaim.StateAt(claim.State, claim.AskedAt, now, rules);
        return new Case(
            id, claim.Kind, state, row.Pupil.Id, row.Pupil.FullNameAr, row.Pupil.FullNameLatin, row.Pupil.MassarCode, person.FullNameAr, person.FullNameLatin, person.Cin, person.Phone is { } phone ? Formats.Phone(phone) : null,
            claim.Quality, claim.Message, claim.AskedAt, claim.DecidedAt, row.ByAr, row.ByLatin, claim.Why, claim.Version, standing, state == ClaimState.Open ? WaitsUntil(claim, standing, rules, now) : null);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, now, today) = (command.Id, clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock));
        if (await db.ChildClaims.At(user, db).Where(c => c.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } claim)
            return Refusal.NotFound;
        var (guardian, pupilId) = (claim.GuardianId, claim.PupilId!.Value);
        var employee = user.EmployeeId ?? 0;
        if ((await Hands.Of(db, user, ct)).Did(claim.AccountId) || guardian == user.GuardianId
            || await db.Guardians.AnyAsync(g => g.Id == guardian && g.Cin != null && db.Employees.Any(e => e.Id == employee && e.Cin == g.Cin), ct)
            || await db.Guardianships.OfPerson(user, db).AnyAsync(g => g.PupilId == pupilId, ct))
            return Refusal.Conflict("claims.own").Next("pupils.own-child.next").Recorded();
        if (command.Version != claim.Version.ToString(CultureInfo.InvariantCulture))
            return Refusal.Stale;
        var rules = await ClaimRules.Current(db, ct);
        if (claim.Over(now, rules) is { } over)
            return over;

        if (command.Act == "refuse")
        {
            claim.Settle(ClaimState.Refused, user.AccountId, now, BidiSafe.CleanLines(command.Why));
        }
        else
        {
            // The file is the school's where the child sits; its row is held, so that two rights end or begin one after the other.
            if (await db.Pupils.Living(db, pupilId).EnrolledNowAt(user, db).ForUpdate().SingleOrDefaultAsync(ct) is not { } pupil)
                return Refusal.Conflict("claims.left").Next("claims.left.next");
            if (await (claim.Kind == ClaimKind.Removal ? Release(claim, pupil, command, now, today, ct) : Add(claim, pupil, command, rules, now, today, ct)) is { } refusal)
                return refusal;
            claim.Settle(ClaimState.Done, user.AccountId, now);
        }

        await db.SaveChangesAsync(ct);
        await facts.Tell(new ClaimStepped(id, command.Act == "refuse" ? "refused" : claim.Kind == ClaimKind.Removal ? "removal-done" : "approved"), ct);
        if (command.Act == "approve" && claim.Kind == ClaimKind.Removal)
            await facts.Tell(new RightEnded(pupilId, guardian), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    private async Task<Refusal?> Add(ChildClaim claim, Pupil pupil, Command command, ClaimRules rules, DateTime now, DateOnly today, CancellationToken ct)
    {
        var wrong = new Dictionary<string, Said>();
        if (!Enum.TryParse<GuardianQuality>(command.Quality, out var quality) || !Enum.IsDefined(quality))
            wrong["Quality"] = new Said("pupils.wrong.choose");
        if (command.Right is not (nameof(GuardianshipState.Active) or nameof(GuardianshipState.Restricted)))
            wrong["Right"] = new Said("pupils.wrong.choose");
        if (command.Custody is not ("yes" or "no"))
            wrong["Custody"] = new Said("pupils.wrong.choose");
        if (wrong.Count > 0)
            return Refusal.Invalid(wrong);
        if (WaitsUntil(claim, await Standing(claim, pupil.Id, today, ct), rules, now) is { } until)
            return Refusal.Conflict("claims.waits", Formats.ShortDate(until)).Next("claims.waits.next");
        if (!await db.GiveRight(claim.GuardianId, pupil.Id, quality, Enum.Parse<GuardianshipState>(command.Right!), command.Custody == "yes", today, ct))
            return Refusal.Conflict("claims.already").Next("claims.already.next");
        db.PupilCorrections.Add(PupilCorrection.By(user, now, pupil.Id, command.Proof, claim.Message, new CorrectedField("Guardian", null, await NameOf(claim.GuardianId, ct))));
        return null;
    }

    private async Task<Refusal?> Release(ChildClaim claim, Pupil pupil, Command command, DateTime now, DateOnly today, CancellationToken ct)
    {
        var (guardian, child) = (claim.GuardianId, pupil.Id);
        if (await db.Guardianships.SingleOrDefaultAsync(g => g.GuardianId == guardian && g.PupilId == child && (g.State == GuardianshipState.Active || g.State == GuardianshipState.Restricted), ct) is not { } link)
            return Refusal.Conflict("claims.settled").Next("claims.settled.next");
        if (await db.StandsAlone(guardian, pupil, today, ct))
            return Refusal.Conflict("pupils.guardian.last").Next("pupils.guardian.last.next");
        (link.State, link.EndsOn) = (GuardianshipState.Ended, today);
        db.PupilCorrections.Add(PupilCorrection.By(user, now, child, command.Proof, reason: null, new CorrectedField("Guardian", await NameOf(guardian, ct), null)));
        return null;
    }

    private Task<string> NameOf(long guardian, CancellationToken ct) => db.Guardians.Where(g => g.Id == guardian).Select(g => g.LastNameAr + " " + g.FirstNameAr).SingleAsync(ct);

    private async Task<List<StandingLine>> Standing(ChildClaim claim, long pupil, DateOnly today, CancellationToken ct)
    {
        var (id, claimant) = (claim.Id, claim.GuardianId);
        return await (
            from link in db.Guardianships.InForce(today)
            where link.PupilId == pupil && link.GuardianId != claimant
            join g in db.Guardians on link.GuardianId equals g.Id
            join a in db.ClaimAnswers.Where(a => a.ClaimId == id) on link.GuardianId equals a.GuardianId into answers
            from a in answers.DefaultIfEmpty()
            orderby link.Quality, g.Id
            select new StandingLine(g.LastNameAr + " " + g.FirstNameAr, g.LastNameLatin + " " + g.FirstNameLatin, link.Quality, link.HasCustody, a == null ? null : (bool?)a.Agrees, a == null ? null : (DateTime?)a.At)).AsNoTracking().ToListAsync(ct);
    }

    private static DateOnly? WaitsUntil(ChildClaim claim, List<StandingLine> standing, ClaimRules rules, DateTime now) =>
        claim.Kind == ClaimKind.Asked && standing.Exists(s => s.Agrees is null) && claim.AskedAt.AddDays(rules.AnswerDays) is var end && now < end ? MoroccanDay.Of(end) : null;
}
