using Massar.Features.Messages.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Messages.ListThreads;

/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? State, int Page, bool IsWhole) : IQuery<Board>;

/// <param name="Late">Conversations of the school that are late today, whatever the list shows.</param>
public sealed record Board(Query Query, DateOnly Today, IReadOnlyList<ThreadView> Lines, int Total, int Late, int Page) : IShowsPersons
{
    public const int PageSize = 20;

    public static readonly IReadOnlyList<string> States = ["open", "late", "danger", "unanswered", "all"];

    public int Pages => (Total + PageSize - 1) / PageSize;

    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Board>
{
    private const int Most = 20_000;

    public async Task<Outcome<Board>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;

        var today = MoroccanDay.Today(clock);
        var school = db.FamilyThreads.VisibleTo(user, db, today);
        var threads = query.State switch
        {
            "all" => school,
            "late" => school.Where(t => t.State == TalkState.Asked && t.DueOn < today),
            "danger" => school.Where(t => t.FlaggedAt != null && t.SettledAt == null),
            "unanswered" => school.Where(t => t.State == TalkState.Closed && t.WasAnswered == false),
            _ => school.Where(t => (t.State != TalkState.Closed && (t.LetterId == null || t.Round > 0)) || (t.FlaggedAt != null && t.SettledAt == null)),
        };
        var total = query.IsWhole ? 0 : await threads.CountAsync(ct);
        var late = query.IsWhole ? 0 : await school.CountAsync(t => t.State == TalkState.Asked && t.DueOn < today, ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Board.PageSize - 1) / Board.PageSize));
        var lines = await threads.Named(db).OrderBy(t => t.IsAlarm ? 0 : 1).ThenBy(t => t.State).ThenBy(t => t.DueOn).ThenByDescending(t => t.Id)
            .Skip((page - 1) * Board.PageSize).Take(query.IsWhole ? Most : Board.PageSize).AsNoTracking().ToListAsync(ct);
        return new Board(query, today, lines, query.IsWhole ? lines.Count : total, late, page);
    }
}
