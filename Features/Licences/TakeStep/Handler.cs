using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.TakeStep;

/// <param name="Version">The file as it was read.</param>
/// <param name="Do">One of <see cref="Acts"/>.</param>
public sealed record Command(long Id, int Version, string? Do, string? Opinion, string? CommissionOn, string? CommissionReference, string? ExpiresOn, string? Conditions, string? Reason) : ICommand
{
    public const string Send = "send";
    public const string Withdraw = "withdraw";
    public const string Grant = "grant";
    public const string Return = "return";
    public const string Refuse = "refuse";

    public static readonly string[] Acts = [Send, Withdraw, Grant, Return, Refuse];

    /// <summary>The commission's word.</summary>
    public bool Decides => Do is Grant or Return or Refuse;
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator(TimeProvider clock)
    {
        RuleFor(c => c.Do).Must(d => Command.Acts.Contains(d)).WithMessage("licences.wrong.choose");
        RuleFor(c => c.Opinion).Must(o => BidiSafe.CleanLines(o).Length is >= LicenceCase.ShortestReason and <= LicenceCase.OpinionLength).When(c => c.Do is Command.Send).WithMessage("licences.wrong.reason").WithState(_ => new object[] { LicenceCase.ShortestReason, LicenceCase.OpinionLength });
        RuleFor(c => c.CommissionOn).Must(d => TypedDay.Read(d) is { } day && day <= MoroccanDay.Today(clock)).When(c => c.Decides).WithMessage("licences.wrong.past-day");
        RuleFor(c => c.CommissionReference).Must(r => BidiSafe.Clean(r).Length is > 0 and <= LicenceCase.ReferenceLength).When(c => c.Decides).WithMessage("licences.wrong.reference").WithState(_ => new object[] { LicenceCase.ReferenceLength });
        RuleFor(c => c.ExpiresOn).Must(d => TypedDay.Read(d) is { } day && day > MoroccanDay.Today(clock)).When(c => c.Do is Command.Grant).WithMessage("licences.wrong.coming-day");
        RuleFor(c => c.Conditions).Must(t => BidiSafe.CleanLines(t).Length <= SchoolLicence.ConditionsLength).WithMessage("licences.wrong.long").WithState(_ => new object[] { SchoolLicence.ConditionsLength });
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length <= LicenceCase.TextLength).WithMessage("licences.wrong.long").WithState(_ => new object[] { LicenceCase.TextLength });
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length >= LicenceCase.ShortestReason).When(c => c.Do is Command.Return or Command.Refuse).WithMessage("licences.wrong.reason").WithState(_ => new object[] { LicenceCase.ShortestReason, LicenceCase.TextLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, CaseDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        if (await db.LicenceCases.VisibleTo(user).Where(c => c.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } file)
            return Refusal.NotFound;
        var isSchools = user.Has(Permissions.School) && file.SchoolId == user.PlaceId;
        var isStudied = user.Has(Permissions.Study) && file.PlaceId == user.PlaceId;
        var isDecided = user.Has(Permissions.Decide) && file.AcademyId == user.PlaceId;
        // Who asked takes it back: the head, or for a school that is not there yet the counter that wrote it down.
        if (!(command.Decides ? isDecided : command.Do is Command.Withdraw ? isSchools || (isStudied && file.SchoolId is null) : isStudied))
            return Refusal.NotFound;
        if (command.Version != file.Version)
            return Refusal.Stale;
        if (!isSchools && await desk.IsOwn(file.OwnerCin, file.DirectorCin, file.SchoolId, ct))
            return CaseDesk.Own;
        return await Act(file, command, ct) is { } refusal ? refusal : Done.It;
    }

    private async Task<Refusal?> Act(LicenceCase file, Command command, CancellationToken ct)
    {
        switch (command.Do)
        {
            case Command.Send:
                return await desk.Send(file, BidiSafe.CleanLines(command.Opinion), ct);
            case Command.Withdraw:
                if (file.Withdraw() is { } settled)
                    return settled;
                await desk.Settle(file, "withdrawn", null, ct);
                return null;
        }

        // Two persons, whatever hats and accounts they have.
        if (await Hands.Of(db, user, ct) is var hands && (hands.Did(file.OpenedByAccountId) || hands.Did(file.SentByAccountId)))
            return CaseDesk.SamePerson;
        if (TypedDay.Read(command.CommissionOn) < file.DepositedOn)
            return Refusal.Invalid("CommissionOn", "licences.wrong.before-deposit", Formats.ShortDate(file.DepositedOn));
        Grant? grant = null;
        if (command.Do is Command.Grant)
        {
            if (!user.HasSteppedUp(clock))
                return Refusal.StepUp;
            if (file.StartsOn < file.DepositedOn)
                return Refusal.Conflict("licences.wrong.before-deposit", Formats.ShortDate(file.DepositedOn)).Next("licences.starts-early.next");
            var expires = TypedDay.Read(command.ExpiresOn)!.Value;
            if (expires <= file.StartsOn)
                return Refusal.Invalid("ExpiresOn", "licences.wrong.after-start", Formats.ShortDate(file.StartsOn));
            grant = new Grant(file.StartsOn, expires, BidiSafe.CleanLinesOrNull(command.Conditions));
        }

        var state = command.Do switch { Command.Grant => CaseState.Granted, Command.Return => CaseState.Returned, _ => CaseState.Refused };
        return await desk.Decide(file, state, TypedDay.Read(command.CommissionOn)!.Value, BidiSafe.Clean(command.CommissionReference), BidiSafe.CleanLinesOrNull(command.Reason), grant, ct);
    }
}
