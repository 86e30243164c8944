using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.HandOverMarks;

public sealed record Query(SheetKey Key) : IQuery<Summary>;

/// <summary>What is about to be handed over.</summary>
public sealed record Summary(SheetHead Head, int Pupils, IReadOnlyList<SheetLine> Empty, IReadOnlyList<(CellState State, int Count)> Codes, decimal? Mean);

public sealed record Command(SheetKey Key) : ICommand;

public sealed class Handler(MassarDb db, Sheets sheets, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Summary>, ICommandHandler<Command>
{
    public async Task<Outcome<Summary>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (await sheets.Head(Scope(request.Key), request.Key, cancellationToken) is not { } head) return Refusal.NotFound;
        var lines = await sheets.Lines(request.Key.ClassId, head.AssessmentId, cancellationToken);
        var marks = lines.Where(l => l.Value.State == CellState.Points).Select(l => l.Value.Points!.Value).ToList();
        return new Summary(head, lines.Count, [.. lines.Where(l => l.Value.IsEmpty)],
            [.. lines.Where(l => !l.Value.IsEmpty && l.Value.State != CellState.Points).CountBy(l => l.Value.State).OrderBy(c => c.Key).Select(c => (c.Key, c.Value))],
            marks.Count == 0 ? null : marks.Average());
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var assessment = await sheets.Lock(request.Key, cancellationToken);
        if (await sheets.Head(Scope(request.Key), request.Key, cancellationToken) is null) return Refusal.NotFound;
        var lines = await sheets.Lines(request.Key.ClassId, assessment?.Id, cancellationToken);
        if (assessment is null) return Refusal.Conflict("marks.hand-over.empty", lines.Count).Next("marks.hand-over.empty.next");
        if (assessment.HandOver(lines.Count(l => l.Value.IsEmpty), user.AccountId, clock.GetUtcNow().UtcDateTime) is { } refusal) return refusal;

        db.CellRemarks.RemoveRange(await db.CellRemarks.Where(r => r.AssessmentId == assessment.Id).ToListAsync(cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    private IQueryable<Classes.Domain.SchoolClass> Scope(SheetKey key) => db.Classes.TaughtBy(user, db, key.Subject, MoroccanDay.Today(clock));
}
