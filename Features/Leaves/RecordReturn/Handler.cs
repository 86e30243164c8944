using System.Globalization;
using FluentValidation;
using Massar.Features.Families.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Leaves.RecordReturn;

/// <param name="Version">Of the leave as it was read; null from a program that does not mind.</param>
public sealed record Command(long Id, string? ReturnedOn, int? Version = null) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.ReturnedOn).Must(d => TypedDay.Read(d) is not null).WithMessage("leaves.return.wrong");
}

public sealed class Handler(MassarDb db, CurrentUser user, LeaveDesk desk, ReturnMinutes minutes, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        var leave = await db.Leaves.Below(user).Where(l => l.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (leave is null)
            return Refusal.NotFound;
        if (await LeaveDesk.IsOwn(db, user, leave.EmployeeId, leave.AskedByAccountId, ct) || (await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(leave.EmployeeId))
            return LeaveDesk.Own;
        if (command.Version is { } seen && seen != leave.Version)
            return Refusal.Stale;
        var (now, day) = (clock.GetUtcNow().UtcDateTime, TypedDay.Read(command.ReturnedOn)!.Value);
        if (leave is { State: LeaveState.Ended, ReturnedOn: null })
            return Refusal.Conflict("leaves.return.extended").Next("leaves.return.extended.next");
        // An extension nobody has decided: who was back before it began needs none; who was away into it is answered first.
        var live = LeaveStates.Live;
        var extension = await db.Leaves.Where(l => l.ExtendsId == id && live.Contains(l.State)).OrderByDescending(l => l.Id).ForUpdate().FirstOrDefaultAsync(ct);
        if (extension is not null && day > extension.StartsOn)
            return Refusal.Conflict("leaves.return.extension-asked", Formats.ShortDate(extension.StartsOn)).Next("leaves.return.extension-asked.next");
        if (leave.Return(day, MoroccanDay.Today(clock), now, user.AccountId) is { } refusal)
            return refusal;
        var book = await LeaveBook.Current(db, ct);
        if (book.Find(leave.CountedAs) is { } type)
            leave.Pay(book.Counters.PayOf(type, await db.Leaves.SpansOf(leave.EmployeeId, id, ct), leave.StartsOn, leave.LastDay));
        // Without an account nobody can confirm here: the printed minutes carry the hand's signature.
        if (!await db.Accounts.AnyAsync(a => a.EmployeeId == leave.EmployeeId && a.ClosedAt == null, ct) && await minutes.Make(leave, isConfirmed: false, ct) is { } unprintable)
            return unprintable;
        await desk.Settle(leave, "returned", null, now, ct);
        if (extension is not null)
        {
            if (extension.Close(now) is { } changed)
                return changed;
            await desk.Settle(extension, "extension-closed", null, now, ct);
        }

        return Done.It;
    }
}
