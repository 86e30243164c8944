using FluentValidation;
using Massar.Features.Families.Domain;
using Massar.Features.Installations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Installations.TakeStep;

/// <param name="Version">The installation as it was read.</param>
/// <param name="Do">One of <see cref="Acts"/>.</param>
/// <param name="Remark">Why the person contests the day.</param>
public sealed record Command(long Id, int Version, string? Do, string? Day, string? Remark) : ICommand
{
    public const string Present = "present";
    public const string Confirm = "confirm";
    public const string Contest = "contest";
    public const string Leave = "leave";

    public static readonly string[] Acts = [Present, Confirm, Contest, Leave];
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Do).Must(d => Command.Acts.Contains(d)).WithMessage("installations.act");
        RuleFor(c => c.Day).Must(d => TypedDay.Read(d) is not null).When(c => c.Do is Command.Present || (c.Do is Command.Leave && !string.IsNullOrEmpty(c.Day))).WithMessage("installations.day.needed");
        RuleFor(c => c.Remark).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).When(c => c.Do is Command.Contest).WithMessage("installations.remark.needed");
        RuleFor(c => c.Remark).MaximumLength(Installation.RemarkLength).WithMessage("installations.remark.long").WithState(_ => new object[] { Installation.RemarkLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, InstallationDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var installation = await db.Installations.VisibleTo(user).Where(i => i.Id == command.Id).ForUpdate().SingleOrDefaultAsync(ct);
        if (installation is null)
            return Refusal.NotFound;
        var (isOwn, isPersons) = (installation.EmployeeId == user.EmployeeId, command.Do is Command.Confirm or Command.Contest);
        var side = command.Do is Command.Leave ? installation.FromPath : installation.PlacePath;
        if (isPersons ? !isOwn : !isOwn && (!user.Has(Permissions.Receive) || side?.StartsWith(user.PlacePath, StringComparison.Ordinal) != true))
            return Refusal.NotFound;
        if (!isPersons && (await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(installation.EmployeeId))
            return InstallationDesk.Own;
        if (installation.Version != command.Version)
            return Refusal.Stale;
        return await Act(installation, command, ct) is { } refusal ? refusal : Done.It;
    }

    private async Task<Refusal?> Act(Installation installation, Command command, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        switch (command.Do)
        {
            case Command.Present:
                if (installation.Present(TypedDay.Read(command.Day)!.Value, today, user.AccountId) is { } early)
                    return early;
                // Without an account nobody can confirm here: the printed minutes carry the hand's signature.
                if (!await db.Accounts.AnyAsync(a => a.EmployeeId == installation.EmployeeId && a.ClosedAt == null, ct))
                    return await desk.Install(installation, ct);
                await db.SaveChangesAsync(ct);
                await desk.Tell(installation, "present", installation.PlacePath, installation.PresentOn!.Value, ct);
                return null;
            case Command.Contest:
                var day = installation.PresentOn;
                if (installation.Contest(BidiSafe.CleanLinesOrNull(command.Remark)!, today.AddDays((await InstallationDays.Of(db, today, ct)).Join)) is { } late)
                    return late;
                var key = FollowUp.Handler.KeyOf(installation.Id, installation.Until);
                if (!await db.WorkItems.AnyAsync(w => w.Key == key, ct))
                    desk.Await(installation);
                await db.SaveChangesAsync(ct);
                await desk.Tell(installation, "contested", installation.PlacePath, day!.Value, ct);
                return null;
            case Command.Confirm:
                return await desk.Install(installation, ct);
            default:
                return await desk.Leave(installation, TypedDay.Read(command.Day), ct);
        }
    }
}
