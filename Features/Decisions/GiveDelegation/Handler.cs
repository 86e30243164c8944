using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.GiveDelegation;

public sealed record Query : IQuery<Entry>;

/// <summary>What may be given, and to whom.</summary>
/// <param name="MostDays">An act lasts no longer.</param>
/// <param name="Kinds">Kinds of decision that pass by the own role.</param>
public sealed record Entry(string Role, DateOnly Today, int MostDays, IReadOnlyList<PersonToTrust> People, IReadOnlyList<KindNamed> Kinds) : IShowsPersons
{
    int IShowsPersons.PersonsShown => People.Count;

    /// <summary>First and last day of the reader's own granted leave, running or next: whoever he names then holds the gate until the return.</summary>
    public DateOnly? LeaveFrom { get; init; }

    public DateOnly? LeaveUntil { get; init; }
}

/// <param name="Delegate">Account of the person.</param>
/// <param name="All">Decisions of every kind; otherwise those of <paramref name="Kinds"/>.</param>
public sealed record Command(long Delegate, string? From, string? Until, string? Cause, bool All, string[] Kinds) : ICommand<DelegationIssued>;

public sealed class Handler(MassarDb db, CurrentUser user, DelegationDesk desk, Doors doors, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command, DelegationIssued>
{
    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var (me, today) = (user.EmployeeId ?? 0, MoroccanDay.Today(clock));
        var starts = await db.Leaves.Standing().Where(l => l.EmployeeId == me && l.EndsOn >= today).OrderBy(l => l.StartsOn).Select(l => (DateOnly?)l.StartsOn).FirstOrDefaultAsync(ct);
        DateOnly? first = starts < today ? today : starts;
        return new Entry(user.Role, today, await MostDays(ct), await desk.People(DecisionActor.Of(user), ct), await desk.Kinds(user.Role, ct))
        {
            LeaveFrom = first,
            LeaveUntil = first is { } day ? await db.Leaves.AbsentUntil(me, day, ct) : null,
        };
    }

    public async Task<Outcome<DelegationIssued>> Handle(Command command, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var order = new DelegationOrder(command.Delegate, TypedDay.Read(command.From)!.Value, TypedDay.Read(command.Until)!.Value, command.Cause!, command.All ? null : command.Kinds);
        var given = await desk.Give(DecisionActor.Of(user), order, await MostDays(ct), ct);
        doors.Forget(command.Delegate);
        return given;
    }

    private async Task<int> MostDays(CancellationToken ct) => (await YearFigures.Current(db, "decisions.", ct)).Number("delegation-days", 366, 1, 1100);
}
