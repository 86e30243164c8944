using FluentValidation;
using Massar.Features.Licences.Domain;
using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.RuleLicence;

public sealed record Command(long Id, int Version, string? Do, string? Reason) : ICommand
{
    public const string Suspend = "suspend";
    public const string Lift = "lift";
    public const string Withdraw = "withdraw";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Do).Must(d => d is Command.Suspend or Command.Lift or Command.Withdraw).WithMessage("licences.wrong.choose");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length is >= LicenceCase.ShortestReason and <= LicenceCase.TextLength).WithMessage("licences.wrong.reason").WithState(_ => new object[] { LicenceCase.ShortestReason, LicenceCase.TextLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, LicenceDesk desk, CaseDesk cases, ChangeDesk changes, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, place) = (command.Id, user.PlaceId);
        if (!await db.SchoolLicences.AnyAsync(l => l.Id == id && l.AcademyId == place, ct) || await desk.Hold(id, ct) is not { } licence)
            return Refusal.NotFound;
        if (command.Version != licence.Version)
            return Refusal.Stale;
        if (await cases.IsOwn(licence.OwnerCin, licence.DirectorCin, licence.SchoolId, ct))
            return CaseDesk.Own;
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var (today, reason) = (MoroccanDay.Today(clock), BidiSafe.CleanLines(command.Reason));
        var appeal = today.AddDays((await LicenceFigures.Current(db, ct)).AppealDays);
        if ((command.Do switch { Command.Suspend => licence.Suspend(today, reason, appeal), Command.Lift => licence.Lift(today, reason), _ => licence.Withdraw(today, reason, appeal) }) is { } settled)
            return settled;
        if (command.Do is Command.Withdraw)
            await desk.TakeBack(licence, ct);
        await desk.Settle(licence, command.Do switch { Command.Suspend => "suspended", Command.Lift => "lifted", _ => "withdrawn" }, user.AccountId, reason, ct);
        if (command.Do is Command.Withdraw && await Unopened(licence, reason, ct) is { } gone)
            return gone;
        if (licence.SchoolId is { } school)
            foreach (var coming in await db.SchoolLicences.Where(l => l.SchoolId == school && l.LiveKey == null && l.Id != id && l.State == LicenceState.Valid).ForUpdate().ToListAsync(ct))
                await Follow(coming, command.Do, today, reason, appeal, ct);
        return Done.It;
    }

    // Without its licence a school that was to open does not open.
    private async Task<Refusal?> Unopened(SchoolLicence licence, string reason, CancellationToken ct)
    {
        if (licence.SchoolId is not null || licence.ChangeId is not { } id)
            return null;
        var change = await db.SchoolChanges.Where(c => c.Id == id).ForUpdate().SingleAsync(ct);
        if (!change.State.IsLive())
            return null;
        if (change.Become(ChangeState.Refused) is { } settled)
            return settled;
        await changes.Settle(change, user.AccountId, reason, ct);
        return null;
    }

    // What was granted for a later day shares the fate of the licence in force.
    private async Task Follow(SchoolLicence coming, string? what, DateOnly today, string reason, DateOnly appeal, CancellationToken ct)
    {
        if (what is Command.Lift)
            await desk.Start(coming, ct);
        if (what is not Command.Withdraw || coming.Withdraw(today, reason, appeal) is not null)
            return;
        await desk.TakeBack(coming, ct);
        await desk.Settle(coming, "withdrawn", user.AccountId, reason, ct);
    }
}
