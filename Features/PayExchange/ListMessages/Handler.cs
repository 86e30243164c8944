using Massar.Features.PayExchange.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PayExchange.ListMessages;

/// <param name="State">A name of <see cref="FinanceState"/>, or "silent": taken in charge too long ago, without an answer.</param>
/// <param name="Q">Payroll number, or the number of a decision.</param>
public sealed record Query(string? State, string? Q, int Page, bool IsWhole) : IQuery<Listed>;

/// <param name="Counts">Messages by state.</param>
/// <param name="Silent">Without an answer for longer than <paramref name="Days"/>.</param>
/// <param name="IsOpen">There is a line to the finance ministry.</param>
public sealed record Listed(IReadOnlyDictionary<FinanceState, int> Counts, int Silent, int Days, bool IsOpen, string? State, string? Q, IReadOnlyList<Line> Lines, int Page, int Pages) : IShowsPersons
{
    public int Of(FinanceState state) => Counts.GetValueOrDefault(state);

    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Line(
    long Id, int Version, string Key, long EmployeeId, string Ppr, string NameAr, string NameLatin, long? DecisionId, string Number, FinanceEvent Event, DateOnly? EffectiveOn, FinanceState State, DateTime Since, bool IsSilent,
    DateTime? NextAt, string? Failure, string? Reference, string? ReasonCode, string Hash);

public sealed class Handler(MassarDb db, CurrentUser user, FinanceLine line, TimeProvider clock) : IQueryHandler<Query, Listed>
{
    private const int PageSize = 20;
    private const int Most = 10_000;

    public async Task<Outcome<Listed>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (request.IsWhole && !user.HasSteppedUp(clock)) return Refusal.StepUp;
        var days = (await YearFigures.Current(db, "finance.", cancellationToken)).Number("answer-days", 15, 1, 365);
        var late = clock.GetUtcNow().UtcDateTime.AddDays(-days);
        var all = db.FinanceMessages.InReachOf(user);
        var counts = await all.GroupBy(m => new { m.State, IsSilent = m.State == FinanceState.Received && m.StateSince < late }).Select(g => new { g.Key.State, g.Key.IsSilent, Count = g.Count() }).ToListAsync(cancellationToken);
        FinanceState? only = Enum.TryParse<FinanceState>(request.State, out var state) && Enum.IsDefined(state) ? state : null;
        var silent = request.State == "silent";
        var messages = only is { } one ? all.Where(m => m.State == one) : silent ? all.Where(m => m.State == FinanceState.Received && m.StateSince < late) : all;
        var q = Digits.ToLatin(BidiSafe.Clean(request.Q));
        if (q.Length > 20) q = q[..20];
        var rows = from m in messages
                   join e in db.Employees on m.EmployeeId equals e.Id
                   join d in db.Decisions on m.DecisionId equals d.Id into decisions
                   from d in decisions.DefaultIfEmpty()
                   where q == "" || e.Ppr == q || (d.Number == q && d.ErasedAt == null)
                   select new { m, e, d };
        var total = q.Length > 0 ? await rows.CountAsync(cancellationToken)
            : counts.Where(c => only is { } wanted ? c.State == wanted : !silent || c.IsSilent).Sum(c => c.Count);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(request.Page, 1, pages);
        // What waits for a person first, then what is refused, what is silent, the rest by time.
        var lines = await rows.OrderBy(r => r.m.State == FinanceState.Dead ? 0 : r.m.State == FinanceState.Rejected ? 1 : r.m.State == FinanceState.Received && r.m.StateSince < late ? 2 : 3).ThenByDescending(r => r.m.Id)
            .Skip(request.IsWhole ? 0 : (page - 1) * PageSize).Take(request.IsWhole ? Most : PageSize)
            .Select(r => new Line(r.m.Id, r.m.Version, r.m.Key, r.e.Id, r.e.Ppr, r.e.LastNameAr + " " + r.e.FirstNameAr, r.e.LastNameLatin + " " + r.e.FirstNameLatin, r.m.DecisionId, r.d.ErasedAt != null ? "" : r.d.Number ?? "", r.m.Event, (DateOnly?)r.d.EffectiveOn, r.m.State, r.m.StateSince,
                r.m.State == FinanceState.Received && r.m.StateSince < late, r.m.NextAt, r.m.Failure, r.m.Reference, r.m.State == FinanceState.Rejected || r.m.State == FinanceState.Visaed ? r.m.ReasonCode : null, r.m.Hash))
            .AsNoTracking().ToListAsync(cancellationToken);
        return new Listed(counts.GroupBy(c => c.State).ToDictionary(g => g.Key, g => g.Sum(c => c.Count)), counts.Where(c => c.IsSilent).Sum(c => c.Count), days, line.IsOpen, only?.ToString() ?? (silent ? "silent" : null), q.Length > 0 ? q : null, lines, page, pages);
    }
}
