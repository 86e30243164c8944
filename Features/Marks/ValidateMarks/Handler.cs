using Massar.Features.Accounts.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.ValidateMarks;

public sealed record Command(int Assessment) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, Sealer sealer, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var assessment = await db.Assessments.InSchoolsOf(user, db).Include(a => a.Marks).SingleOrDefaultAsync(a => a.Id == request.Assessment, cancellationToken);
        if (assessment is null) return Refusal.NotFound;
        if (assessment.Validate(await Hands.Of(db, user, cancellationToken), clock.GetUtcNow().UtcDateTime, sealer) is { } refusal) return refusal;

        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}
