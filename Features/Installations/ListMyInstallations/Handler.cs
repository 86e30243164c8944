using Massar.Features.Installations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Installations.ListMyInstallations;

public sealed record Query : IQuery<Mine>;

public sealed record Mine(IReadOnlyList<Line> Lines, DateOnly Today);

public sealed record Line(long Id, string Kind, string Decision, string ToAr, string ToFr, DateOnly DueOn, DateOnly Until, InstallationState State, DateOnly? PresentOn, bool IsFlagged);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Mine>
{
    public async Task<Outcome<Mine>> Handle(Query query, CancellationToken ct) => new Mine(await (
        from i in db.Installations.OfEmployee(user)
        join d in db.Decisions on i.DecisionId equals d.Id
        join to in db.Places on i.PlaceId equals to.Id
        orderby i.Id descending
        select new Line(i.Id, d.Kind, d.Number!, to.NameAr, to.NameFr, i.DueOn, i.Until, i.State, i.PresentOn, i.FlaggedAt != null)).AsNoTracking().Take(50).ToListAsync(ct), MoroccanDay.Today(clock));
}
