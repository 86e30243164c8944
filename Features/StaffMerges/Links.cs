using static System.FormattableString;

namespace Massar.Features.StaffMerges;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string All = "/staff-merges";
    public const string Doubles = "/staff-merges/doubles";

    /// <param name="state">The name of a <see cref="Domain.StaffMergeState"/>, or "all".</param>
    public static string In(string? state, int page = 1) => Invariant($"{All}?state={state}{(page > 1 ? Invariant($"&page={page}") : "")}");

    public static string DoublesPage(int page) => Invariant($"{Doubles}?page={page}");

    /// <param name="kind">csv or xlsx.</param>
    public static string File(string kind, string? state) => $"{All}/list.{kind}?state={state}";

    public static string Compare(long one, long two) => Invariant($"/staff-merges/new?one={one}&two={two}");

    public static string Case(long merge) => Invariant($"/staff-merges/{merge}");

    public static string Step(long merge, string step) => $"{Case(merge)}/{step}";
}
