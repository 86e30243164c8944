using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ShowCounter;

public sealed record Query(long Employee) : IQuery<Counter>;

/// <summary>Who stands before the counter, and the signed decisions of the office about this person, the latest first.</summary>
public sealed record Counter(long EmployeeId, string NameAr, string NameLatin, string Ppr, string PlaceAr, string PlaceFr, IReadOnlyList<CounterLine> Lines) : IShowsPersons
{
    public const int Most = 50;

    int IShowsPersons.PersonsShown => 1;
}

/// <param name="NotifiedAt">When it was opened, or handed over.</param>
/// <param name="CopyAt">When it was handed over here last.</param>
/// <param name="CopyByAr">By whom.</param>
public sealed record CounterLine(
    long Id, int Version, string KindAr, string KindFr, string Number, DateTime SignedAt, DecisionState State, DateTime? NotifiedAt, DateOnly? HandedOverOn, DateTime? CopyAt, string? CopyByAr, string? CopyByLatin)
{
    public bool IsTakenBack => State is DecisionState.Withdrawn;
}

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Counter>
{
    public async Task<Outcome<Counter>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Employee;
        var who = await db.Employees.InReachOf(user).Where(e => e.Id == id).Join(db.Places, e => e.PlaceId, p => p.Id, (e, p) => new { e.LastNameAr, e.FirstNameAr, e.LastNameLatin, e.FirstNameLatin, e.Ppr, p.NameAr, p.NameFr }).SingleOrDefaultAsync(ct);
        if (who is null)
            return Refusal.NotFound;
        // A counter has two sides.
        if ((await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(id))
            return Refusal.Conflict("decisions.counter.own").Next("decisions.counter.own-next");
        var rows = await (
            from d in db.Decisions.InReachOf(user)
            where d.EmployeeId == id && d.Number != null
            join k in db.DecisionProcedures on d.ProcedureId equals k.Id
            orderby d.SignedAt descending, d.Id descending
            select new
            {
                Decision = d,
                k.NameAr,
                k.NameFr,
                Copy = db.DecisionCopies.Where(c => c.DecisionId == d.Id).OrderByDescending(c => c.Id).Join(db.Accounts, c => c.AccountId, a => a.Id, (c, a) => new { c.At, a.NameAr, a.NameLatin }).FirstOrDefault(),
            }).AsNoTracking().Take(Counter.Most).ToListAsync(ct);
        return new Counter(id, $"{who.LastNameAr} {who.FirstNameAr}", $"{who.LastNameLatin} {who.FirstNameLatin}", who.Ppr, who.NameAr, who.NameFr, [.. rows.Select(r => new CounterLine(
            r.Decision.Id, r.Decision.Version, r.NameAr, r.NameFr, r.Decision.Number!, r.Decision.SignedAt!.Value, r.Decision.State, r.Decision.NotifiedAt, r.Decision.HandedOverOn, r.Copy?.At, r.Copy?.NameAr, r.Copy?.NameLatin))]);
    }
}
