using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Marks.ExportSheet;

public sealed record Query(SheetKey Key) : IQuery<ClassList>;

public sealed record ClassList(SheetHead Head, IReadOnlyList<SheetLine> Lines);

public sealed class Handler(MassarDb db, Sheets sheets, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, ClassList>
{
    public async Task<Outcome<ClassList>> Handle(Query request, CancellationToken cancellationToken) =>
        await sheets.Head(db.Classes.TaughtBy(user, db, request.Key.Subject, MoroccanDay.Today(clock)), request.Key, cancellationToken) is { } head
            ? new ClassList(head, await sheets.Lines(request.Key.ClassId, head.AssessmentId, cancellationToken))
            : Refusal.NotFound;
}
