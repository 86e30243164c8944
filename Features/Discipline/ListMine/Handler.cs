using Massar.Features.Discipline.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Discipline.ListMine;

public sealed record Query : IQuery<MyCases>;

public sealed record MyCases(IReadOnlyList<MyLine> Lines);

public sealed record MyLine(long Id, DateOnly FactsOn, DisciplineState State, DateOnly ReplyDueOn, bool IsReplied);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, MyCases>
{
    private const int Most = 100;

    public async Task<Outcome<MyCases>> Handle(Query query, CancellationToken ct) =>
        new MyCases(await db.DisciplineCases.OfEmployee(user).OrderByDescending(c => c.OpenedAt).ThenByDescending(c => c.Id).Select(c => new MyLine(c.Id, c.FactsOn, c.State, c.ReplyDueOn, c.ReplyAt != null)).Take(Most).ToListAsync(ct));
}
