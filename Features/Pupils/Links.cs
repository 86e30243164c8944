using System.Globalization;

namespace Massar.Features.Pupils;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string All = "/pupils";

    public static string Of(int school) => string.Create(CultureInfo.InvariantCulture, $"{All}?school={school}");

    public static string File(long pupil) => string.Create(CultureInfo.InvariantCulture, $"{All}/{pupil}");

    /// <summary>The file with the guardians of a day.</summary>
    public static string FileOn(long pupil, DateOnly day) => $"{File(pupil)}?on={day:yyyy-MM-dd}";

    public static string Record(long pupil) => $"{File(pupil)}/record";

    /// <summary>Who found the child by code.</summary>
    public static string Looks(long pupil) => $"{File(pupil)}/looks";

    public static string Correct(long pupil) => $"{File(pupil)}/identity";

    public static string AddGuardian(long pupil) => $"{File(pupil)}/guardians/new";

    public static string EndGuardian(long pupil, long guardian) => string.Create(CultureInfo.InvariantCulture, $"{File(pupil)}/guardians/{guardian}");

    /// <summary>Files that may be of the same child.</summary>
    public static string Doubles(long pupil) => $"{File(pupil)}/doubles";

    /// <summary>Two files side by side.</summary>
    public static string Compare(long pupil, long other) => string.Create(CultureInfo.InvariantCulture, $"{Doubles(pupil)}/{other}");

    /// <summary>What one's own file says, or a child's.</summary>
    public const string Mine = $"{All}/mine";

    public static string MyChild(long pupil) => string.Create(CultureInfo.InvariantCulture, $"{Mine}/{pupil}");

    /// <summary>Who looked at the file of a child.</summary>
    public static string MyLooks(long pupil) => $"{MyChild(pupil)}/looks";

    public static string ReportFor(long pupil) => $"{MyChild(pupil)}/report";

    public static string Report(long pupil, string field) => $"{ReportFor(pupil)}?field={field}";

    /// <summary>What families say is wrong.</summary>
    public const string Reports = $"{All}/reports";

    public static string ReportCase(long report) => string.Create(CultureInfo.InvariantCulture, $"{Reports}/{report}");

    public static string ReportPaper(long report, Guid file) => $"{ReportCase(report)}/{file}";

    public const string Merges = $"{All}/merges";

    public static string MergesIn(string state) => $"{Merges}?state={state}";

    public static string Merge(long merge) => string.Create(CultureInfo.InvariantCulture, $"{Merges}/{merge}");

    public static string DecideMerge(long merge) => $"{Merge(merge)}/decision";

    public static string UndoMerge(long merge) => $"{Merge(merge)}/undo";

    public static string WithdrawMerge(long merge) => $"{Merge(merge)}/withdraw";
}
