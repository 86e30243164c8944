using Massar.Features.Reference.Domain;

namespace Massar.Features.Meetings.Domain;

/// <summary>What the ministry may change about meetings from year to year, as the settings <c>meetings.*</c> say it.</summary>
/// <param name="Minutes">How long a meeting lasts.</param>
/// <param name="Days">How far ahead a time may be taken.</param>
/// <param name="NoticeHours">How long before a time it can still be taken.</param>
/// <param name="Most">Meetings to come that one guardian may have.</param>
/// <param name="Daily">Meetings a guardian may ask for within 24 hours, those called off again included.</param>
public sealed record MeetingRules(int Minutes, int Days, int NoticeHours, int Most, int Daily)
{
    public const string Prefix = "meetings.";

    public static MeetingRules From(YearFigures figures) =>
        new(figures.Number("minutes", 20, 5, 60), figures.Number("days", 14, 1, 60), figures.Number("notice-hours", 24, 0, 240), figures.Number("most", 3, 1, 20), figures.Number("daily", 6, 1, 50));
}
