using Massar.Features.Domiciliations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Domiciliations.ShowMine;

public sealed record Query : IQuery<MyAccounts>;

/// <param name="Current">Where the pay goes today; null where the program does not know it yet.</param>
/// <param name="Open">The request on its way.</param>
/// <param name="History">All others, the newest first.</param>
public sealed record MyAccounts(RequestView? Current, RequestView? Open, IReadOnlyList<RequestView> History);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, MyAccounts>
{
    private const int Most = 30;

    public async Task<Outcome<MyAccounts>> Handle(Query query, CancellationToken ct)
    {
        if (user.EmployeeId is null) return Refusal.NotFound;
        var today = MoroccanDay.Today(clock);
        var all = await db.Views(db.Domiciliations.OfEmployee(user)).Take(Most).AsNoTracking().ToListAsync(ct);
        var current = all.Find(d => d.IsPaidOn(today));
        var open = all.Find(d => d.State is DomiciliationState.Draft or DomiciliationState.Sent or DomiciliationState.Returned or DomiciliationState.Checked or DomiciliationState.Accepted);
        return new MyAccounts(current, open, [.. all.Where(d => d != current && d != open)]);
    }
}
