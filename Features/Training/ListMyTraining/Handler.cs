using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.ListMyTraining;

public sealed record Query(int? Page) : IQuery<MyTraining>;

/// <param name="Given">Sessions he gives, the next first.</param>
public sealed record MyTraining(IReadOnlyList<Line> Lines, int Page, int Pages, IReadOnlyList<Given> Given);

public sealed record Line(long Seat, string ThemeAr, string ThemeFr, DateOnly StartsOn, DateOnly EndsOn, string Venue, SeatState State, int? PresentDays, bool IsEarned, bool HasAttestation);

public sealed record Given(long Session, string ThemeAr, string ThemeFr, DateOnly StartsOn, DateOnly EndsOn, TrainingState State);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, MyTraining>
{
    private const int PageSize = 20;
    private const int MostGiven = 10;

    public async Task<Outcome<MyTraining>> Handle(Query query, CancellationToken ct)
    {
        var (mine, me) = (db.TrainingSeats.OfEmployee(user), user.EmployeeId ?? 0);
        var pages = Math.Max(1, (await mine.CountAsync(ct) + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        var lines = await (
            from t in mine
            join s in db.TrainingSessions on t.SessionId equals s.Id
            orderby s.StartsOn descending, t.Id descending
            select new Line(t.Id, s.ThemeAr, s.ThemeFr, s.StartsOn, s.EndsOn, s.Venue, t.State, t.PresentDays, t.IsEarned, t.AttestationId != null)).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var given = await db.TrainingSessions.Where(s => s.TrainerId == me && (s.State == TrainingState.Convened || s.State == TrainingState.Closed)).OrderByDescending(s => s.StartsOn).ThenBy(s => s.Id)
            .Select(s => new Given(s.Id, s.ThemeAr, s.ThemeFr, s.StartsOn, s.EndsOn, s.State)).AsNoTracking().Take(MostGiven).ToListAsync(ct);
        return new MyTraining(lines, page, pages, given);
    }
}
