using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Documents.RevokeDocument;

public sealed record Query(long Id) : IQuery<Paper>;

public sealed record Paper(long Id, string Number, string Code, DateTime IssuedAt, DocumentState State, DateTime? RevokedAt, string? RevokedReason, DocumentFacts Facts);

public sealed record Command(long Id, string? Reason) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, Infrastructure.Messaging.Facts facts, Sealer sealer, TimeProvider clock) : IQueryHandler<Query, Paper>, ICommandHandler<Command>
{
    public async Task<Outcome<Paper>> Handle(Query query, CancellationToken ct)
    {
        var document = await db.IssuedDocuments.AsNoTracking().RevocableBy(user, db).SingleOrDefaultAsync(d => d.Id == query.Id, ct);
        if (document is null) return Refusal.NotFound;
        // Asked before the reason is typed, so that nothing is lost on the way to the second factor.
        if (document.State != DocumentState.Revoked && !user.HasSteppedUp(clock)) return Refusal.StepUp;
        return new Paper(document.Id, document.NumberShown, document.Code, document.IssuedAt, document.State, document.RevokedAt, document.RevokedReason, DocumentFacts.Read(document.Facts));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var document = await db.IssuedDocuments.RevocableBy(user, db).SingleOrDefaultAsync(d => d.Id == command.Id, ct);
        if (document is null) return Refusal.NotFound;
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        var reason = BidiSafe.Clean(command.Reason);
        if (document.Revoke(reason, clock.GetUtcNow().UtcDateTime, sealer) is { } refusal) return refusal;

        await facts.Tell(new DocumentRevoked(document.Id, document.Kind, document.PlaceId, document.NumberShown, document.PupilId, document.EmployeeId, reason), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
