using System.Globalization;
using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registry.DecideChange;

public sealed record Query(long Id) : IQuery<ToDecide>;

/// <param name="Obstacles">What has to be settled before it can be approved.</param>
/// <param name="Decisions">What can be decided as things are: approve, return, refuse.</param>
public sealed record ToDecide(ChangeSheet Sheet, IReadOnlyList<Refusal> Obstacles, IReadOnlyList<string> Decisions) : IShowsPersons
{
    int IShowsPersons.PersonsShown => ((IShowsPersons)Sheet).PersonsShown;
}

public sealed record Command(long Id, string? Version, string? Decision, string? Why) : ICommand
{
    public const string Approve = "approve";
    public const string Return = "return";
    public const string Refuse = "refuse";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Decision).Must(d => d is Command.Approve or Command.Return or Command.Refuse).WithMessage("registry.wrong.choose");
        RuleFor(c => c.Why).Must(w => BidiSafe.CleanLines(w).Length is >= SchoolChange.ShortestReason and <= SchoolChange.ReasonLength).When(c => c.Decision is Command.Return or Command.Refuse)
            .WithMessage("registry.wrong.why").WithState(_ => new object[] { SchoolChange.ShortestReason, SchoolChange.ReasonLength });
        RuleFor(c => c.Why).Must(w => BidiSafe.CleanLines(w).Length <= SchoolChange.ReasonLength).When(c => c.Decision == Command.Approve)
            .WithMessage("registry.wrong.long").WithState(_ => new object[] { SchoolChange.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, ChangeDesk desk) : IQueryHandler<Query, ToDecide>, ICommandHandler<Command>
{
    public async Task<Outcome<ToDecide>> Handle(Query query, CancellationToken ct)
    {
        if (await ChangeSheet.Of(db, desk, db.SchoolChanges.DecidedBy(user), query.Id, ct) is not { } sheet)
            return Refusal.NotFound;
        if (!sheet.State.IsLive())
            return SchoolChange.Settled;
        if (sheet.Change.IsLicensed)
            return SchoolChange.WithLicence;
        if ((await Hands.Of(db, user, ct)).Did(sheet.Change.ProposedByAccountId))
            return Own;
        var obstacles = await desk.Obstacles(sheet.Change, sheet.Plan, ct);
        // What was approved is only taken back: its day puts it in force.
        return new ToDecide(sheet.SeenBy(user), obstacles, sheet.State == ChangeState.Approved || obstacles.Count > 0 ? [Command.Return, Command.Refuse] : [Command.Approve, Command.Return, Command.Refuse]);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        if (await db.SchoolChanges.DecidedBy(user).Where(c => c.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } change)
            return Refusal.NotFound;
        if (!change.State.IsLive())
            return SchoolChange.Settled;
        if (change.IsLicensed)
            return SchoolChange.WithLicence;
        if (command.Version != change.Version.ToString(CultureInfo.InvariantCulture))
            return Refusal.Stale;
        // Two persons, whatever hats and accounts they have.
        if ((await Hands.Of(db, user, ct)).Did(change.ProposedByAccountId))
            return Own;

        var why = BidiSafe.CleanLinesOrNull(command.Why);
        if (command.Decision == Command.Approve)
            return await desk.Approve(change, user.AccountId, why, ct) is { } obstacle ? obstacle : Done.It;
        if (change.Become(command.Decision == Command.Return ? ChangeState.Returned : ChangeState.Refused) is { } settled)
            return settled;
        await desk.Settle(change, user.AccountId, why, ct);
        return Done.It;
    }

    private static Refusal Own => Refusal.Conflict("registry.own").Next("registry.own.next").Recorded();
}
