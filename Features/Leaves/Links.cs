using System.Globalization;

namespace Massar.Features.Leaves;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string All = "/leaves";
    public const string Mine = "/leaves/mine";
    public const string New = "/leaves/new";
    public const string Flags = "/leaves/flags";

    public static string Case(long leave) => string.Create(CultureInfo.InvariantCulture, $"/leaves/{leave}");

    public static string Answer(long leave) => $"{Case(leave)}/answer";

    public static string Paper(long leave) => $"{Case(leave)}/paper";

    public static string File(long leave, Guid file) => $"{Case(leave)}/papers/{file}";

    public static string Cancel(long leave) => $"{Case(leave)}/cancel";

    public static string Return(long leave) => $"{Case(leave)}/return";

    /// <summary>The employee's word on the recorded first day back.</summary>
    public static string AnswerReturn(long leave) => $"{Return(leave)}/answer";

    public static string Minutes(long leave) => $"{Case(leave)}/minutes";

    public static string Extension(long leave) => $"{Case(leave)}/extension";

    public static string Cover(long leave) => $"{Case(leave)}/cover";

    public static string CoverOn(long leave, DateOnly day) => $"{Cover(leave)}?day={day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    public static string Flag(long flag) => string.Create(CultureInfo.InvariantCulture, $"{Flags}/{flag}");
}
