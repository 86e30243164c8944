using Massar.Features.StaffMerges.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffMerges.ListMerges;

/// <param name="State">The name of a <see cref="StaffMergeState"/>, or "all"; what waits without one.</param>
public sealed record Query(string? State, int? Page, bool IsWhole) : IQuery<Listed>;

public sealed record Listed(string State, IReadOnlyList<Line> Lines, int Page, int Pages, int Total) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Line(long Id, string NameAr, string NameLatin, string KeptPpr, string OtherPpr, DateTime ProposedAt, StaffMergeState State);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Listed>
{
    private const string Everything = "all";
    private const int PageSize = 20;
    private const int Most = 2_000;

    public async Task<Outcome<Listed>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock)) return Refusal.StepUp;
        var state = Enum.TryParse<StaffMergeState>(query.State, out var named) && Enum.IsDefined(named) ? named : StaffMergeState.Proposed;
        var isAll = query.State == Everything;
        var merges = db.StaffMerges.At(user).Where(m => isAll || m.State == state);
        var total = await merges.CountAsync(ct);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        var lines = await (
            from m in merges
            join kept in db.Employees on m.KeptEmployeeId equals kept.Id
            join other in db.Employees on m.OtherEmployeeId equals other.Id
            orderby m.ProposedAt descending, m.Id descending
            select new Line(m.Id, kept.LastNameAr + " " + kept.FirstNameAr, kept.LastNameLatin + " " + kept.FirstNameLatin, kept.Ppr, other.Ppr, m.ProposedAt, m.State))
            .AsNoTracking().Skip(query.IsWhole ? 0 : (page - 1) * PageSize).Take(query.IsWhole ? Most : PageSize).ToListAsync(ct);
        return new Listed(isAll ? Everything : state.ToString(), lines, page, pages, total);
    }
}
