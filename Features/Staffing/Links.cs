using static System.FormattableString;

namespace Massar.Features.Staffing;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string Here = "/staffing/school";
    public const string Board = "/staffing/board";
    public const string Answers = "/staffing/answers";
    public const string Mine = "/staffing/mine";

    public static string School(int school) => Invariant($"/staffing/schools/{school}");

    /// <param name="key">As <see cref="Domain.StaffFlag.Key"/> writes it.</param>
    public static string Flag(int school, string key) => $"{School(school)}/flags/{key}";

    public static string Decide(long answer) => Invariant($"{Answers}/{answer}");

    /// <summary>The document that came with an answer.</summary>
    public static string Paper(long answer, Guid file) => $"{Decide(answer)}/papers/{file}";
}
