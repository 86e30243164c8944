using System.Globalization;
using static System.FormattableString;

namespace Massar.Features.Licences;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string All = "/licences";
    public const string Cases = $"{All}/cases";
    public const string New = $"{Cases}/new";
    public const string Mine = $"{All}/mine";
    public const string Ask = $"{Mine}/new";
    public const string Teachers = $"{Mine}/teachers";
    public const string Extra = $"{All}/hours";
    public const string OwnExtra = $"{Extra}/mine";

    /// <summary>Anybody looks a private school up.</summary>
    public const string Check = $"{All}/check";

    public static string CheckOf(string words) => $"{Check}?q={Uri.EscapeDataString(words)}";

    public static string Licence(long id) => Invariant($"{All}/{id}");

    /// <summary>The sealed paper.</summary>
    public static string Paper(long id) => $"{Licence(id)}/paper";

    public static string Case(long id) => Invariant($"{Cases}/{id}");

    /// <summary>A paper of a file's checklist: handed in, judged.</summary>
    public static string CasePaper(long id, long paper) => Invariant($"{Case(id)}/papers/{paper}");

    /// <summary>What somebody handed in.</summary>
    public static string CaseFile(long id, Guid file) => $"{Case(id)}/files/{file}";

    /// <summary>Visits during the study of a file.</summary>
    public static string CaseVisit(long id) => $"{Case(id)}/visits";

    /// <summary>Visits of an open school.</summary>
    public static string Visits(int school) => Invariant($"{All}/schools/{school}/visits");

    /// <summary>The report of a visit, as it was handed in.</summary>
    public static string Report(long visit) => Invariant($"{All}/visits/{visit}/report");

    /// <summary>What visits found and nobody has settled.</summary>
    public const string Remarks = $"{All}/remarks";

    public static string Remark(long id) => Invariant($"{All}/remarks/{id}");

    public static string Teacher(long id) => Invariant($"{Teachers}/{id}");

    public static string ExtraCase(long id) => Invariant($"{Extra}/{id}");

    public static string ExtraPaper(long id) => $"{ExtraCase(id)}/paper";

    public static string With(string address, params (string Name, string? Value)[] filter) =>
        filter.Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value!)}").ToList() is { Count: > 0 } said ? $"{address}?{string.Join('&', said)}" : address;

    public static string? Page(int page) => page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null;
}
