using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Marks.ReviewSheet;

public sealed record Query(int Assessment) : IQuery<ReviewedSheet>;

public sealed class Handler(MassarDb db, Sheets sheets, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, ReviewedSheet>
{
    public async Task<Outcome<ReviewedSheet>> Handle(Query request, CancellationToken cancellationToken) =>
        await sheets.Review(db, user, request.Assessment, clock.GetUtcNow().UtcDateTime, cancellationToken) is { } sheet ? sheet : Refusal.NotFound;
}
