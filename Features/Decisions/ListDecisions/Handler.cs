using Massar.Features.Decisions.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ListDecisions;

/// <param name="State">One state only.</param>
/// <param name="Q">Name, payroll number or number of the decision.</param>
/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? State, string? Q, int Page, bool IsWhole) : IQuery<DecisionList>;

/// <summary>One page of decisions, the latest first.</summary>
/// <param name="Pages">One more than this page while there is more: nothing is counted.</param>
public sealed record DecisionList(DecisionState? State, string? Q, int Page, int Pages, IReadOnlyList<DecisionLine> Lines);

public sealed record DecisionLine(
    long Id, string KindAr, string KindFr, string Ppr, string NameAr, string NameLatin, string PlaceAr, string PlaceFr, int OldEchelon, int NewEchelon, int NewIndex, DateOnly EffectiveOn,
    DecisionState State, string? Number, string? WaitingRole, DateTime Since)
{
    /// <summary>What it changes, where that is no échelon.</summary>
    public OtherChange? Other { get; init; }
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, DecisionList>
{
    private const int PageSize = 20;
    private const int Most = 20_000;

    public async Task<Outcome<DecisionList>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var rows = from d in db.Decisions.InReachOf(user).WithoutSanctionsOf(await Kinship.WithSelf(db, user.EmployeeId, ct), db) join e in db.Employees on d.EmployeeId equals e.Id select new { Decision = d, Employee = e };
        DecisionState? wanted = Enum.TryParse<DecisionState>(query.State, out var state) && Enum.IsDefined(state) ? state : null;
        if (wanted is { } only)
            rows = rows.Where(r => r.Decision.State == only);
        var typed = query.Q?.Trim();
        if (!string.IsNullOrEmpty(typed))
        {
            var (arabic, latin) = (ArabicFolding.Fold(typed), ArabicFolding.FoldLatin(typed));
            rows = rows.Where(r => r.Employee.Ppr == typed || r.Decision.Number == typed
                || (arabic != "" && r.Employee.SearchKey.Contains(arabic)) || (latin != "" && r.Employee.SearchKey.Contains(latin)));
        }

        // One row more than shown tells whether there is another page: an auditor's list is the country's.
        var (page, size) = query.IsWhole ? (1, Most) : (Math.Clamp(query.Page, 1, 500), PageSize);
        var found = await (
            from r in rows
            join p in db.Places on r.Decision.PlaceId equals p.Id
            join k in db.DecisionProcedures on r.Decision.ProcedureId equals k.Id
            join n in db.Places on r.Decision.NewPlaceId equals (int?)n.Id into workplaces
            from n in workplaces.DefaultIfEmpty()
            orderby r.Decision.Id descending
            select new
            {
                r.Decision,
                r.Employee.Ppr,
                r.Employee.FirstNameAr,
                r.Employee.LastNameAr,
                r.Employee.FirstNameLatin,
                r.Employee.LastNameLatin,
                p.NameAr,
                p.NameFr,
                KindAr = k.NameAr,
                KindFr = k.NameFr,
                WorkAr = n == null ? null : n.NameAr,
                WorkFr = n == null ? null : n.NameFr,
            }).AsNoTracking().Skip((page - 1) * size).Take(size + 1).ToListAsync(ct);
        return new DecisionList(wanted, typed, page, found.Count > size ? page + 1 : page, [.. found.Take(size).Select(r => new DecisionLine(
            r.Decision.Id, r.KindAr, r.KindFr, r.Ppr, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.NameAr, r.NameFr, r.Decision.OldEchelon, r.Decision.NewEchelon,
            r.Decision.NewIndex, r.Decision.EffectiveOn, r.Decision.State, r.Decision.Number, r.Decision.WaitingRole, r.Decision.WaitingSince)
        { Other = OtherChange.Of(r.Decision.OldIndex, r.Decision.NewIndex, r.Decision.CauseCode, r.Decision.Days, r.Decision.EndsOn, r.WorkAr, r.WorkFr) })]);
    }
}
