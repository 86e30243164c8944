using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.ListSessions;

public sealed record Query(string? State, string? Words, int Page, bool IsWhole) : IQuery<Plan>;

/// <param name="Coming">Sessions that have not begun.</param>
/// <param name="Excuses">People who cannot come, without an answer.</param>
/// <param name="ToClose">Sessions that are over and not closed.</param>
/// <param name="MayPlan">Whoever reads it plans sessions.</param>
public sealed record Plan(Query Query, IReadOnlyList<Line> Lines, int Total, int Page, DateOnly Today, int Coming, int Excuses, int ToClose, bool MayPlan)
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;
}

/// <param name="Called">People called to it; for a head, of the school.</param>
public sealed record Line(long Id, string ThemeAr, string ThemeFr, IReadOnlyList<DateOnly> Days, int FromMinute, int ToMinute, string Venue, string Trainer, int Seats, int Called, int Asked, TrainingState State);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Plan>
{
    private const int Most = 5_000;

    public async Task<Outcome<Plan>> Handle(Query query, CancellationToken ct)
    {
        var (today, path) = (MoroccanDay.Today(clock), user.PlacePath);
        var visible = db.TrainingSessions.VisibleTo(user, db);
        var held = visible.Where(s => s.PlacePath.StartsWith(path));
        var mine = db.TrainingSeats.Where(t => t.PlacePath.StartsWith(path) || db.TrainingSessions.Any(s => s.Id == t.SessionId && s.PlacePath.StartsWith(path)));
        var counts = await db.Places.Where(p => p.Id == user.PlaceId).Select(p => new
        {
            Coming = visible.Count(s => s.StartsOn > today && (s.State == TrainingState.Planned || s.State == TrainingState.Convened)),
            Excuses = mine.Count(t => t.State == SeatState.Asked),
            ToClose = held.Count(s => s.State == TrainingState.Convened && s.EndsOn < today),
        }).SingleAsync(ct);

        var rows = query.State switch
        {
            "all" => visible,
            "excuses" => visible.Where(s => mine.Any(t => t.SessionId == s.Id && t.State == SeatState.Asked)),
            "to-close" => held.Where(s => s.State == TrainingState.Convened && s.EndsOn < today),
            _ when Enum.TryParse<TrainingState>(query.State, out var one) && Enum.IsDefined(one) => visible.Where(s => s.State == one),
            _ => visible.Where(s => s.State == TrainingState.Planned || s.State == TrainingState.Convened),
        };
        if (TrainingSession.KeyOf(BidiSafe.Clean(query.Words)) is { Length: > 0 } words)
            rows = rows.Where(s => s.ThemeKey.Contains(words));

        var total = query.IsWhole ? 0 : await rows.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Plan.PageSize - 1) / Plan.PageSize));
        var lines = await rows.OrderByDescending(s => s.StartsOn).ThenByDescending(s => s.Id).Skip((page - 1) * Plan.PageSize).Take(query.IsWhole ? Most : Plan.PageSize)
            .Select(s => new Line(s.Id, s.ThemeAr, s.ThemeFr, s.Days.OrderBy(d => d.Day).Select(d => d.Day).ToList(), s.FromMinute, s.ToMinute, s.Venue, s.Trainer, s.Seats,
                mine.Count(t => t.SessionId == s.Id && t.SummonedAt != null && t.State != SeatState.Excused), mine.Count(t => t.SessionId == s.Id && t.State == SeatState.Asked), s.State))
            .AsNoTracking().AsSingleQuery().ToListAsync(ct);
        return new Plan(query, lines, query.IsWhole ? lines.Count : total, page, today, counts.Coming, counts.Excuses, counts.ToClose, user.Has(Permissions.Plan));
    }
}
