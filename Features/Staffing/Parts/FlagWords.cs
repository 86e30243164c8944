using Massar.Features.Reference.Domain;
using Massar.Features.Staffing.Domain;
using Massar.Infrastructure.Localization;

namespace Massar.Features.Staffing.Parts;

/// <summary>A flag in the reader's words: the data, and the rule that asks about them.</summary>
public static class FlagWords
{
    /// <summary>"24 h due, 16 h taught".</summary>
    public static string Data(this Text text, StaffFlag flag, Reader reader) => flag.Rule switch
    {
        FlagRule.OtherSubject => text["staffing.data.OtherSubject", HoursShown.Of(flag.Taught), reader.Name(flag.SubjectAr ?? flag.SubjectCode, flag.SubjectFr ?? flag.SubjectCode)],
        FlagRule.ClassWithoutTeacher => text["staffing.data.ClassWithoutTeacher", HoursShown.Of(flag.Due), reader.Name(flag.SubjectAr ?? flag.SubjectCode, flag.SubjectFr ?? flag.SubjectCode)],
        _ => text[$"staffing.data.{flag.Rule}", HoursShown.Of(flag.Due), HoursShown.Of(flag.Taught), HoursShown.Of(flag.Gap)],
    };

    /// <summary>The rule with the year's threshold.</summary>
    public static string Rule(this Text text, FlagRule rule, StaffingFrame frame) => rule switch
    {
        FlagRule.UnderUsed => text["staffing.rule.UnderUsed", HoursShown.Of(frame.UnderHours)],
        FlagRule.OverUsed => text["staffing.rule.OverUsed", HoursShown.Of(frame.OverHours)],
        FlagRule.OtherSubject => text["staffing.rule.OtherSubject", HoursShown.Of(frame.OtherSubjectHours)],
        FlagRule.NonTeachingPost => text["staffing.rule.NonTeachingPost"],
        _ => text["staffing.rule.ClassWithoutTeacher"],
    };

    /// <summary>How sure the threshold is; null for rules without one.</summary>
    public static string? ThresholdMark(FlagRule rule, StaffingFrame frame) => rule switch
    {
        FlagRule.UnderUsed => Mark(frame.ConfidenceOf("under-hours")),
        FlagRule.OverUsed => Mark(frame.ConfidenceOf("over-hours")),
        FlagRule.OtherSubject => Mark(frame.ConfidenceOf("other-subject-hours")),
        _ => null,
    };

    /// <summary>Text key of a confidence.</summary>
    public static string Mark(string confidence) => $"reference.confidence.{Confidence.MarkOf(confidence).Replace(' ', '-')}";
}
