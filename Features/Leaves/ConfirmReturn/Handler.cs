using FluentValidation;
using Massar.Features.Leaves.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Leaves.ConfirmReturn;

/// <param name="Version">The leave as it was read.</param>
public sealed record Command(long Id, int Version, string? Do, string? Remark) : ICommand
{
    public const string Confirm = "confirm";
    public const string Contest = "contest";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Do).Must(d => d is Command.Confirm or Command.Contest).WithMessage("leaves.answer.choose");
        RuleFor(c => c.Remark).Must(r => BidiSafe.CleanLines(r).Length is >= Leave.ShortestReason and <= Leave.ReasonLength).When(c => c.Do == Command.Contest)
            .WithMessage("leaves.words.needed").WithState(_ => new object[] { Leave.ShortestReason, Leave.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, LeaveDesk desk, ReturnMinutes minutes, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        var leave = await db.Leaves.OfEmployee(user).Where(l => l.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (leave is null)
            return Refusal.NotFound;
        if (leave.Version != command.Version)
            return Refusal.Stale;
        if (!leave.IsReturnToConfirm)
            return Leave.Changed;
        var now = clock.GetUtcNow().UtcDateTime;
        if (command.Do == Command.Confirm)
        {
            if (await minutes.Make(leave, isConfirmed: true, ct) is { } unprintable)
                return unprintable;
            await desk.Settle(leave, "return-confirmed", null, now, ct);
            return Done.It;
        }

        var remark = BidiSafe.CleanLinesOrNull(command.Remark)!;
        if (leave.Contest(remark, now) is { } refusal)
            return refusal;
        // The days were paid up to a day back that no longer stands.
        var book = await LeaveBook.Current(db, ct);
        if (book.Find(leave.CountedAs) is { } type)
            leave.Pay(book.Counters.PayOf(type, await db.Leaves.SpansOf(leave.EmployeeId, id, ct), leave.StartsOn, leave.LastDay));
        await desk.Settle(leave, "return-contested", remark, now, ct);
        return Done.It;
    }
}
