using Massar.Features.Attendance.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.IssueLetter;

public sealed record Command(long FollowUp) : ICommand<Made>;

/// <param name="Letter">Number of the letter, the one that was there where it had been made before.</param>
public sealed record Made(long Letter);

public sealed class Handler(MassarDb db, LetterDesk desk, CurrentUser user) : ICommandHandler<Command, Made>
{
    public async Task<Outcome<Made>> Handle(Command command, CancellationToken cancellationToken)
    {
        var followUp = await db.FollowUps.InSchoolsOf(user, db).AsNoTracking().SingleOrDefaultAsync(f => f.Id == command.FollowUp, cancellationToken);
        if (followUp is null) return Refusal.NotFound;
        var letter = await desk.Notice(followUp, user.AccountId, cancellationToken);
        return letter.IsRefused ? letter.Refusal! : new Made(letter.Value.Id);
    }
}
