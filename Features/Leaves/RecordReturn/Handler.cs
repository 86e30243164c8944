using System.Globalization;
using FluentValidation;
using Massar.Features.Leaves.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Leaves.RecordReturn;

public sealed record Command(long Id, string? ReturnedOn) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.ReturnedOn).Must(d => TypedDay.Read(d) is not null).WithMessage("leaves.return.wrong");
}

public sealed class Handler(MassarDb db, CurrentUser user, LeaveDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        var leave = await db.Leaves.Below(user).Where(l => l.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (leave is null)
            return Refusal.NotFound;
        if (await LeaveDesk.IsOwn(db, user, leave.EmployeeId, leave.AskedByAccountId, ct))
            return LeaveDesk.Own;
        var (now, day) = (clock.GetUtcNow().UtcDateTime, TypedDay.Read(command.ReturnedOn)!.Value);
        if (leave.Return(day, MoroccanDay.Today(clock), now) is { } refusal)
            return refusal;
        var book = await LeaveBook.Current(db, ct);
        if (book.Find(leave.CountedAs) is { } type)
            leave.Pay(book.Counters.PayOf(type, await db.Leaves.SpansOf(leave.EmployeeId, id, ct), leave.StartsOn, leave.LastDay));
        await desk.Settle(leave, "returned", null, now, ct);
        return Done.It;
    }
}
