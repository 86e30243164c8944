using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.ListAppeals;

/// <param name="State">"open" (also without it) for those that wait for an answer, "all", or a state by name.</param>
/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? State, int? Page, bool IsWhole) : IQuery<Appeals>;

/// <param name="Waiting">Those whose council is not seized yet.</param>
public sealed record Appeals(string State, int Waiting, IReadOnlyList<Line> Lines, int Page, int Pages) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Line(long Id, int Year, int Semester, string ClassName, string Code, string NameAr, string NameLatin, DateTime AskedAt, DateTime StateSince, AppealState State);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Appeals>
{
    private const int PageSize = 20;

    /// <summary>More appeals than any school has.</summary>
    private const int Most = 5_000;

    public async Task<Outcome<Appeals>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock)) return Refusal.StepUp;
        var ours = db.CouncilAppeals.At(user);
        AppealState? one = Enum.TryParse<AppealState>(query.State, out var named) && Enum.IsDefined(named) ? named : null;
        var state = one is not null ? $"{one}" : query.State == "all" ? "all" : "open";
        var shown = one is not null ? ours.Where(a => a.State == one) : state == "all" ? ours : ours.Where(a => a.State == AppealState.Asked || a.State == AppealState.Seized);
        var counts = await ours.GroupBy(_ => 1).Select(g => new { Waiting = g.Count(a => a.State == AppealState.Asked) }).FirstOrDefaultAsync(ct);
        var total = query.IsWhole ? 0 : await shown.CountAsync(ct);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        var lines = await (
            from a in shown
            join p in db.Pupils on a.PupilId equals p.Id
            join k in db.Councils on a.CouncilId equals k.Id
            join c in db.Classes on k.ClassId equals c.Id
            orderby a.State == AppealState.Asked descending, a.State == AppealState.Seized descending, a.AskedAt, a.Id
            select new Line(a.Id, a.SchoolYearId, a.Semester, c.Name, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, a.AskedAt, a.StateSince, a.State))
            .AsNoTracking().Skip((page - 1) * PageSize).Take(query.IsWhole ? Most : PageSize).ToListAsync(ct);
        return new Appeals(state, counts?.Waiting ?? 0, lines, page, pages);
    }
}
