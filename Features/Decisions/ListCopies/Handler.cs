using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ListCopies;

/// <param name="Q">Name or payroll number.</param>
/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? Q, int Page, bool IsWhole) : IQuery<Log>;

/// <summary>One page of what was handed over, the latest first.</summary>
public sealed record Log(string? Q, int Total, int Page, IReadOnlyList<LogLine> Lines) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="IsDelivery">The first time: the delivery of the decision.</param>
public sealed record LogLine(
    long DecisionId, long EmployeeId, string Ppr, string NameAr, string NameLatin, string KindAr, string KindFr, string Number, DateTime At, string ByAr, string ByLatin, bool IsDelivery, string? Receipt);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Log>
{
    private const int Most = 20_000;

    public async Task<Outcome<Log>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var path = user.PlacePath;
        // A decision whose trace was erased is in no list, this one included.
        var rows =
            from c in db.DecisionCopies
            where c.PlacePath.StartsWith(path)
            join d in db.Decisions.Where(d => d.ErasedAt == null) on c.DecisionId equals d.Id
            join e in db.Employees on c.EmployeeId equals e.Id
            select new Row { Copy = c, Decision = d, Employee = e };
        var words = BidiSafe.Clean(query.Q);
        rows = Employee.IsPpr(words) ? rows.Where(r => r.Employee.Ppr == words) : rows.NamedLike(r => r.Employee.SearchKey, words);
        var total = query.IsWhole ? 0 : await rows.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Log.PageSize - 1) / Log.PageSize));
        var lines = await (
            from r in rows.OrderByDescending(r => r.Copy.At).ThenByDescending(r => r.Copy.Id).Skip((page - 1) * Log.PageSize).Take(query.IsWhole ? Most : Log.PageSize)
            join k in db.DecisionProcedures on r.Decision.ProcedureId equals k.Id
            join a in db.Accounts on r.Copy.AccountId equals a.Id
            orderby r.Copy.At descending, r.Copy.Id descending
            select new LogLine(
                r.Decision.Id, r.Employee.Id, r.Employee.Ppr, r.Employee.LastNameAr + " " + r.Employee.FirstNameAr, r.Employee.LastNameLatin + " " + r.Employee.FirstNameLatin, k.NameAr, k.NameFr, r.Decision.Number!, r.Copy.At,
                a.NameAr, a.NameLatin, r.Copy.IsDelivery, r.Copy.Receipt)).AsNoTracking().ToListAsync(ct);
        return new Log(words.Length == 0 ? null : words, query.IsWhole ? lines.Count : total, page, lines);
    }

    private sealed class Row
    {
        public required DecisionCopy Copy { get; init; }

        public required Decision Decision { get; init; }

        public required Employee Employee { get; init; }
    }
}
