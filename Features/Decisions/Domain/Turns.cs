namespace Massar.Features.Decisions.Domain;

/// <summary>
/// Whose turn it is, as <see cref="Decision.WaitingRole"/> holds it: one role, or the roles of all gates that are open at once, in alphabetical order.
/// A list of what waits for a role asks for each set that holds it, so that the index of the waiting decisions serves them all.
/// </summary>
public static class Turns
{
    private const char And = '+';

    public static string Of(IEnumerable<string> roles) => string.Join(And, roles.Order(StringComparer.Ordinal));

    /// <summary>The roles of a turn; none when it is nobody's.</summary>
    public static IReadOnlyList<string> RolesOf(string? turn) => turn?.Split(And) ?? [];

    public static bool Includes(string? turn, string role) => RolesOf(turn).Contains(role);

    /// <summary>The turns of one edition that hold a role beside others.</summary>
    public static IEnumerable<string> Beside(DecisionProcedure procedure, string role)
    {
        foreach (var rank in procedure.Steps.Select(s => procedure.RankAt(s.Order)).Where(r => r.Count > 1 && r.Any(s => s.Role == role)))
        {
            List<string> others = [.. rank.Select(s => s.Role).Where(r => r != role)];
            for (var set = 1; set < 1 << others.Count; set++)
                yield return Of(others.Where((_, i) => (set & (1 << i)) != 0).Append(role));
        }
    }
}
