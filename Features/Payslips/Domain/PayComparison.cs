namespace Massar.Features.Payslips.Domain;

/// <summary>A signed decision that may be behind a change of the pay.</summary>
/// <param name="Number">As on its paper: 12/2026.</param>
/// <param name="MovesIndex">It changes the index, the days without service, or the children who count.</param>
public sealed record PayCause(long Id, string Number, string KindAr, string KindFr, bool MovesIndex, bool KeepsDays, bool CountsChildren)
{
    private static readonly HashSet<string> OfIndex = ["BasicPay", "ResidenceAllowance", "HierarchyAllowance", "TeachingAllowance", "SupervisionAllowance", "DutiesAllowance", "ComplementaryAllowance", "FloorComplement", "Pension", "HealthInsurance", "Mutual", "IncomeTax", "Arrears", "Recovery"];
    private static readonly HashSet<string> OfDays = ["AbsenceDeduction", "Withholding", "WithholdingReturned", "LeavePay", "LeavePayReturned"];
    private static readonly HashSet<string> OfChildren = ["FamilyAllowance", "FamilyArrears", "FamilyRecovery", "IncomeTax"];

    /// <summary>Whether it can change this element.</summary>
    public bool Explains(string element) => (MovesIndex && OfIndex.Contains(element)) || (KeepsDays && OfDays.Contains(element)) || (CountsChildren && OfChildren.Contains(element));
}

/// <summary>One element that differs between two months.</summary>
/// <param name="Line">Of the later month, or of the earlier where it is gone.</param>
/// <param name="Before">Dirhams; zero where it was not there.</param>
public sealed record PayChange(string Code, PayLine Line, decimal Before, decimal After, PayCause? Cause);

/// <summary>What differs between a month's pay and the one before, element by element, and the decision behind it.</summary>
public static class PayComparison
{
    /// <param name="carried">Decisions whose differences the later month carries: they go before the others.</param>
    /// <param name="causes">Decisions signed in between, the latest first.</param>
    public static List<PayChange> Between(PayMonth before, PayMonth after, IReadOnlyCollection<long> carried, IReadOnlyList<PayCause> causes)
    {
        var (old, now) = (Sums(before), Sums(after));
        return [.. now.Keys.Union(old.Keys).Select(key =>
        {
            var (was, becomes) = (old.GetValueOrDefault(key), now.GetValueOrDefault(key));
            var line = becomes.Line ?? was.Line;
            return new PayChange(line.Code, line, was.Amount, becomes.Amount, causes.Where(c => c.Explains(line.Code)).OrderByDescending(c => Arrears.IsArrears(line.Code) && carried.Contains(c.Id)).FirstOrDefault());
        }).Where(c => c.Before != c.After).OrderBy(c => c.Line.Order)];
    }

    /// <summary>An element of one month alone, such as arrears, that the later month no longer has.</summary>
    public static bool WasOnce(PayChange change) => change.After == 0 && (Arrears.IsArrears(change.Code) || change.Code == "AbsenceDeduction");

    /// <summary>When a month went to the finance ministry, UTC; when it came to its state where it has not gone.</summary>
    public static DateTime SentAt(PayMonth month) => month.Events.Where(e => e.State == PayState.Sent).Select(e => (DateTime?)e.At).Min() ?? month.StateSince;

    // A line of a pay file that is no known element is told from another by its code.
    private static Dictionary<string, (PayLine Line, decimal Amount)> Sums(PayMonth month) =>
        month.Lines.GroupBy(l => l.Code == PayLine.Other ? $"{l.Code} {l.FileCode}" : l.Code).ToDictionary(g => g.Key, g => (g.First(), g.Sum(l => l.Amount)));
}
