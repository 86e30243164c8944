using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Families.ShowMyFamily;

public sealed record Query : IQuery<MyFamily>;

/// <param name="Amount">Paid a month now, dirhams.</param>
/// <param name="Since">The first month of that amount, as far back as is looked.</param>
/// <param name="Coming">What it comes to once the declarations on the file are decided; null when that changes nothing.</param>
/// <param name="Changes">What changed and what will, the latest first.</param>
/// <param name="IsToConfirm">A figure behind it wants to be confirmed.</param>
public sealed record MyFamily(
    DateOnly Month, MaritalStatus Status, decimal Amount, DateOnly? Since, decimal? Coming, IReadOnlyList<ChildLine> Children, IReadOnlyList<ChangeLine> Changes, IReadOnlyList<EventLine> Events, Figures Figures, bool IsToConfirm);

/// <param name="Right">As it is paid.</param>
/// <param name="Next">As it will be once what is on the file is decided; null when that is the same.</param>
/// <param name="Until">The last day the proof or the age lets it count; of one that does not count, since when.</param>
public sealed record ChildLine(long Id, string NameAr, DateOnly Birth, int Age, ChildRight? Right, ChildRight? Next, decimal Amount, DateOnly? Until)
{
    public bool Counts => Right is ChildRight.Counts or ChildRight.Unproven;
}

/// <param name="ChildNameAr">Null where figures and not a child made the change.</param>
/// <param name="Decision">Number of the decision that took effect in that month.</param>
public sealed record ChangeLine(DateOnly Month, string? ChildNameAr, ChildRight? Right, decimal Before, decimal After, string? Decision, bool IsComing);

public sealed record EventLine(long Id, FamilyEventKind Kind, string? ChildNameAr, DateOnly HappenedOn, FamilyState State, DateTime StateSince, DateOnly? PaperDueOn, string? DecisionNumber, DateOnly? EffectiveOn);

/// <summary>The rule in figures.</summary>
public sealed record Figures(decimal First, decimal Next, int FirstChildren, int Most, int AgeAlone, int Age);

/// <remarks>Four statements: the family in two, the figures, the declarations with their decisions.</remarks>
public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, MyFamily>
{
    private const int MonthsBack = 60;
    private const int MonthsAhead = 24;

    public async Task<Outcome<MyFamily>> Handle(Query query, CancellationToken ct)
    {
        var me = user.EmployeeId ?? 0;
        if (!(await FamilySituation.Of(db, db.Employees.Where(e => e.Id == me), ct)).TryGetValue(me, out var family))
            return Refusal.NotFound;
        var today = MoroccanDay.Today(clock);
        var settings = await db.Settings.AsNoTracking().Where(s => s.Code.StartsWith(Setting.Pay)).ToListAsync(ct);
        var events = await (
            from f in db.FamilyEvents.OfEmployee(user)
            join c in db.EmployeeChildren on f.ChildId equals c.Id into of
            from c in of.DefaultIfEmpty()
            join d in db.Decisions.Where(d => d.Number != null && d.State != DecisionState.Withdrawn) on f.DecisionId equals d.Id into decisions
            from d in decisions.DefaultIfEmpty()
            orderby f.StateSince descending, f.Id descending
            select new EventLine(f.Id, f.Kind, f.ChildNameAr ?? c.FirstNameAr, f.HappenedOn, f.State, f.StateSince, f.PaperDueOn, d.Number, (DateOnly?)d.EffectiveOn)).AsNoTracking().Take(100).ToListAsync(ct);

        var yearly = new Dictionary<int, PayRates>();
        PayRates Rates(DateOnly month) => yearly.TryGetValue(ReferenceFiles.YearOf(month), out var known) ? known : yearly[ReferenceFiles.YearOf(month)] = PayRates.Of(settings, month);
        var month = new DateOnly(today.Year, today.Month, 1);
        var rates = Rates(month);
        var (now, next) = (family.On(month, rates, family.IsDecided), family.On(month.AddMonths(1), Rates(month.AddMonths(1)), _ => true));
        var children = family.Children.OrderBy(c => c.Birth).ThenBy(c => c.Id).Select(c =>
        {
            var (paid, coming) = (now.Children.FirstOrDefault(v => v.Child.Id == c.Id), next.Children.FirstOrDefault(v => v.Child.Id == c.Id));
            return new ChildLine(c.Id, c.NameAr, c.Birth, FamilySituation.AgeOn(c.Birth, today), paid?.Right, coming?.Right == paid?.Right ? null : coming?.Right, paid?.Amount ?? 0, paid is null ? coming?.Until : paid.Until);
        }).ToList();
        var changes = Changes(family, month, Rates, events);
        return new MyFamily(month, now.Status, now.Amount, now.Amount == 0 ? null : changes.FirstOrDefault(c => !c.IsComing)?.Month, next.Amount == now.Amount ? null : next.Amount, children, changes, events,
            new Figures(rates.FirstChildren, rates.NextChildren, rates.Children.First, rates.Children.Most, rates.ChildAgeAlone, rates.ChildAge), rates.IsToConfirm("FamilyAllowance", "10", "A"));
    }

    // The rule itself, month by month: where the amount of a child differs from the month before, that is a change and its reason.
    private static List<ChangeLine> Changes(FamilySituation family, DateOnly today, Func<DateOnly, PayRates> rates, List<EventLine> events)
    {
        var lines = new List<ChangeLine>();
        var from = today.AddMonths(-MonthsBack);
        var before = family.On(from, rates(from), family.IsDecided);
        for (var month = from.AddMonths(1); month <= today.AddMonths(MonthsAhead); month = month.AddMonths(1))
        {
            var after = family.On(month, rates(month), family.IsDecided);
            foreach (var verdict in after.Children)
            {
                var was = before.Children.FirstOrDefault(v => v.Child.Id == verdict.Child.Id);
                if ((was?.Amount ?? 0) != verdict.Amount)
                    lines.Add(new ChangeLine(month, verdict.Child.NameAr, verdict.Right, was?.Amount ?? 0, verdict.Amount, events.Find(e => e.EffectiveOn == month)?.DecisionNumber, month > today));
            }

            before = after;
        }

        lines.Reverse();
        return lines;
    }
}
