using FluentValidation;
using Massar.Features.Leaves.Domain;
using Massar.Features.Pupils.Domain;
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
        var (id, own) = (command.Id, user.EmployeeId ?? 0);
        // The employee's row goes first: a contest that brings days back and a request for them are weighed one after the other.
        if (await db.Employees.Where(e => e.Id == own).ForUpdate().Select(e => (Sex?)e.Sex).SingleOrDefaultAsync(ct) is not { } sex)
            return Refusal.NotFound;
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

        var (remark, recordedAt, book) = (BidiSafe.CleanLinesOrNull(command.Remark)!, leave.StateSince, await LeaveBook.Current(db, ct));
        var (type, spans) = (book.Find(leave.CountedAs), await db.Leaves.SpansOf(leave.EmployeeId, id, ct));
        // The days after an early return were free to ask for: what was asked for since stands first.
        if (leave.LastDay < leave.EndsOn)
        {
            if (spans.Any(s => s.From <= leave.EndsOn && leave.StartsOn <= s.To))
                return Refusal.Conflict("leaves.return.days-taken").Next("leaves.return.days-taken.next");
            if (type is not null && book.Counters.Rules(type, sex == Sex.Male, spans, leave.StartsOn, leave.EndsOn).FirstOrDefault(c => c.IsOver) is { } over)
                return Refusal.Conflict("leaves.over", over.Used + over.Asked, over.Most!.Value).Next("leaves.return.days-taken.next");
        }

        if (leave.Contest(remark, now) is { } refusal)
            return refusal;
        // The days were paid up to a day back that no longer stands.
        if (type is not null)
            leave.Pay(book.Counters.PayOf(type, spans, leave.StartsOn, leave.LastDay));
        await desk.Settle(leave, "return-contested", remark, now, ct);
        await Reopen(id, recordedAt, now, ct);
        return Done.It;
    }

    // The extension this return closed waits again where it waited; not where other days were asked for meanwhile.
    private async Task Reopen(long id, DateTime recordedAt, DateTime now, CancellationToken ct)
    {
        var extension = await db.Leaves.Where(l => l.ExtendsId == id && l.State == LeaveState.Cancelled && l.StateSince == recordedAt && db.LeaveEvents.Any(e => e.LeaveId == l.Id && e.What == "extension-closed")).OrderByDescending(l => l.Id).ForUpdate().FirstOrDefaultAsync(ct);
        if (extension is null || (await db.Leaves.SpansOf(extension.EmployeeId, extension.Id, ct)).Any(s => s.From <= extension.EndsOn && extension.StartsOn <= s.To))
            return;
        var (number, place) = (extension.Id, extension.PlaceId);
        var steps = await db.LeaveEvents.Where(e => e.LeaveId == number).Select(e => new { e.What, e.Role }).ToListAsync(ct);
        var wasWithHead = steps.TrueForAll(s => s.What is "asked" or "paper" or "extension-closed" or "extension-reopened" && (s.What != "asked" || s.Role != Roles.Head)) && await db.Schools.AnyAsync(s => s.Id == place, ct);
        if (extension.Reopen(wasWithHead, now) is null)
            await desk.Settle(extension, "extension-reopened", null, now, ct);
    }
}
