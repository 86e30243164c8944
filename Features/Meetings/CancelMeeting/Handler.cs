using FluentValidation;
using Massar.Features.Meetings.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Meetings.CancelMeeting;

/// <param name="Why">A teacher says why; the family reads it.</param>
public sealed record Command(long Id, int? Version, string? Why) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Why).Must(w => BidiSafe.CleanLines(w).Length <= Meeting.WhyLength).WithMessage("meetings.too-long").WithState(_ => new object[] { Meeting.WhyLength });
}

public sealed class Handler(MassarDb db, CurrentUser user, MeetingDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        if (await db.Meetings.OwnOf(user, db, MoroccanDay.Today(clock)).Where(m => m.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } meeting)
            return Refusal.NotFound;
        if (command.Version is { } seen && seen != meeting.Version)
            return Refusal.Stale;
        var (bySchool, why) = (user.Has(Permissions.Hold), BidiSafe.CleanLinesOrNull(command.Why));
        if (bySchool && why is null)
            return Refusal.Invalid("Why", "meetings.why.needed");
        if (meeting.Cancel(bySchool, bySchool ? why : null, clock.GetUtcNow().UtcDateTime) is { } refusal)
            return refusal;
        await desk.Settle(meeting, ct);
        return Done.It;
    }
}
