using Massar.Features.Families.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Text;

namespace Massar.Features.Decisions.Domain;

/// <summary>A declaration on the file, as a decision names it.</summary>
public sealed record FamilyEventLine(long Id, int Version, FamilyEventKind Kind, DateOnly HappenedOn, string? ChildNameAr);

/// <summary>What a decision about the family is judged on: what is decided, and what comes with these declarations.</summary>
/// <param name="RelatedEmployeeId">The spouse or other parent who is staff too.</param>
/// <param name="Earliest">Nothing is owed for months before: the State's debts lapse.</param>
public sealed record FamilyCase(FamilySituation Situation, Func<DateOnly, PayRates> Rates, IReadOnlyList<FamilyEventLine> Events, long? RelatedEmployeeId, DateOnly Earliest)
{
    /// <summary>Children whose allowance the other parent is paid.</summary>
    public IReadOnlyList<OtherParent> PaidElsewhere { get; init; } = [];

    /// <summary>The first month that changes.</summary>
    public DateOnly From { get; } = Later(FamilySituation.MonthFrom(Events.Min(e => e.HappenedOn)), Earliest);

    /// <summary>The month at which all of it is true.</summary>
    public DateOnly AsOf { get; } = Later(FamilySituation.MonthFrom(Events.Max(e => e.HappenedOn)), Earliest);

    public FamilyMonth Before => Situation.On(AsOf, Rates(AsOf), Situation.IsDecided);

    public FamilyMonth After => Situation.On(AsOf, Rates(AsOf), d => Situation.IsDecided(d) || Events.Any(e => e.Id == d));

    public IEnumerable<ChildVerdict> NewlyPaid => Before is var before ? After.Children.Where(v => v.Amount > 0 && !before.Children.Any(b => b.Child.Id == v.Child.Id && b.Amount > 0)) : [];

    /// <summary>The declarations as the paper names them.</summary>
    public string Words
    {
        get
        {
            var words = string.Join("، ", Events.OrderBy(e => e.HappenedOn).Select(e => $"{Massar.Infrastructure.Localization.Words.All.Say("ar", $"family.kind.{e.Kind}")}{(e.ChildNameAr is { } child ? $" {child}" : "")} {Formats.ShortDate(e.HappenedOn)}"));
            return BidiSafe.Cut(words, Decision.RemarkLength);
        }
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
