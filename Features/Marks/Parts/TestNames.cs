using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Localization;

namespace Massar.Features.Marks.Parts;

/// <summary>How tests, states and subjects are called.</summary>
public static class TestNames
{
    private const int Named = 5;

    public static string Of(Infrastructure.Localization.Text text, int number) => text[KeyOf(number), number];

    /// <summary>The name in Arabic, as the ministry's sheets write it.</summary>
    public static string InArabic(int number) => Words.All.Say("ar", KeyOf(number), number);

    public static string StateKey(AssessmentState state) => $"marks.state.{state.ToString().ToLowerInvariant()}";

    public static string StateKind(AssessmentState state) => state switch
    {
        AssessmentState.Planned => "mute",
        AssessmentState.Open => "warn",
        AssessmentState.Returned => "bad",
        AssessmentState.Published or AssessmentState.Frozen or AssessmentState.Validated => "ok",
        _ => "info",
    };

    private static string KeyOf(int number) => number == Assessment.Activities ? "marks.activities" : number <= Named ? $"marks.test.{number}" : "marks.test.more";
}
