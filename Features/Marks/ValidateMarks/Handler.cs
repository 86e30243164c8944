using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.ValidateMarks;

public sealed record Command(int Assessment) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var assessment = await db.Assessments.LedBy(user, db).SingleOrDefaultAsync(a => a.Id == request.Assessment, cancellationToken);
        if (assessment is null) return Refusal.NotFound;
        if (assessment.Validate(user.AccountId, clock.GetUtcNow().UtcDateTime) is { } refusal) return refusal;

        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}
