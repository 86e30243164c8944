using System.Globalization;
using FluentValidation;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.ChangeGuardian;

public sealed record Query(long Pupil, long Guardian) : IQuery<Link>;

/// <summary>The link as it is now.</summary>
public sealed record Link(
    long Pupil, string PupilAr, string PupilLatin, long Guardian, string NameAr, string NameLatin, GuardianQuality Quality, GuardianshipState State, bool HasCustody, DateOnly StartsOn, int Version);

public sealed record Command(
    long Pupil, long Guardian, string? Version, string? Right, string? Custody, string? EndsOn, TypedProof Proof, string? Reason) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public const string Ended = nameof(GuardianshipState.Ended);

    public Validator(TimeProvider clock)
    {
        RuleFor(c => c.Right).Must(r => r is nameof(GuardianshipState.Active) or nameof(GuardianshipState.Restricted) or Ended).WithMessage("pupils.wrong.choose");
        RuleFor(c => c.Custody).Must(c => c is "yes" or "no").WithMessage("pupils.wrong.choose");
        RuleFor(c => c.EndsOn).Must(d => TypedDay.Read(d) is { } day && day <= MoroccanDay.Today(clock)).When(c => c.Right == Ended).WithMessage("pupils.wrong.date");
        this.HasProof(c => c.Proof, clock);
        RuleFor(c => c.Reason).FitsChangeReason();
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, Link>, ICommandHandler<Command>
{
    public async Task<Outcome<Link>> Handle(Query query, CancellationToken ct)
    {
        var (id, guardian) = (query.Pupil, query.Guardian);
        var found = await (
            from p in db.Pupils.Where(p => p.Id == id).EnrolledNowAt(user, db)
            join g in db.Guardianships on p.Id equals g.PupilId
            join who in db.Guardians on g.GuardianId equals who.Id
            where who.Id == guardian && (g.State == GuardianshipState.Active || g.State == GuardianshipState.Restricted)
            select new Link(p.Id, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, who.Id, who.LastNameAr + " " + who.FirstNameAr, who.LastNameLatin + " " + who.FirstNameLatin,
                g.Quality, g.State, g.HasCustody, g.StartsOn, g.Version)).SingleOrDefaultAsync(ct);
        return found is null ? Refusal.NotFound : found;
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, guardian, today) = (command.Pupil, command.Guardian, MoroccanDay.Today(clock));
        // The child's row is held: of two heads who end the last two rights at once, the second finds one left.
        var pupil = await db.Pupils.Where(p => p.Id == id).EnrolledNowAt(user, db).ForUpdate().SingleOrDefaultAsync(ct);
        var link = await db.Guardianships.SingleOrDefaultAsync(g => g.PupilId == id && g.GuardianId == guardian && (g.State == GuardianshipState.Active || g.State == GuardianshipState.Restricted), ct);
        if (pupil is null || link is null)
            return Refusal.NotFound;
        if (await db.Guardianships.OfPerson(user, db).AnyAsync(g => g.PupilId == id, ct))
            return Refusal.Conflict("pupils.own-child").Next("pupils.own-child.next").Recorded();
        if (command.Version != link.Version.ToString(CultureInfo.InvariantCulture))
            return Refusal.Stale;

        var (right, custody) = (Enum.Parse<GuardianshipState>(command.Right!), command.Custody == "yes");
        var endsOn = right == GuardianshipState.Ended ? TypedDay.Read(command.EndsOn) : null;
        if (endsOn < link.StartsOn)
            return Refusal.Invalid(nameof(command.EndsOn), "pupils.guardian.ends-before");
        if (right == link.State && custody == link.HasCustody)
            return Refusal.Conflict("pupils.corrected.nothing");
        if ((right == GuardianshipState.Ended || (right == GuardianshipState.Restricted && link.State == GuardianshipState.Active)) && await db.StandsAlone(guardian, pupil, today, ct))
            return Refusal.Conflict("pupils.guardian.last").Next("pupils.guardian.last.next");

        var name = await db.Guardians.Where(g => g.Id == guardian).Select(g => g.LastNameAr + " " + g.FirstNameAr).SingleAsync(ct);
        db.PupilCorrections.Add(PupilCorrection.By(user, clock.GetUtcNow().UtcDateTime, id, command.Proof, command.Reason, new CorrectedField("Guardian", name, right == GuardianshipState.Ended ? null : name)));
        (link.State, link.HasCustody, link.EndsOn) = (right, custody && right == GuardianshipState.Active, endsOn);
        await db.SaveChangesAsync(ct);
        if (right != GuardianshipState.Active)
        {
            await facts.Tell(new RightEnded(id, guardian), ct);
            await db.SaveChangesAsync(ct);
        }

        return Done.It;
    }
}
