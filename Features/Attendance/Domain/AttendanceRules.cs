using System.Globalization;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Attendance.Domain;

/// <summary>What the ministry may change about attendance from year to year, as the settings <c>attendance.*</c> say it.</summary>
/// <param name="Hours">The lesson hours of the day.</param>
/// <param name="NoticeMinutes">From the call to the message to guardians, when there is no reason.</param>
/// <param name="SettleDays">Days after the absence until it counts as unjustified when no reason came.</param>
/// <param name="ReasonDays">Days after the absence in which a family may still give a reason.</param>
/// <param name="CallDays">Days after the lesson in which a teacher's call may still come in, from a phone that had no network.</param>
/// <param name="LetterDays">Days a letter to the guardian leaves for an answer.</param>
/// <param name="InterruptionDays">School days in a row without news after which it is proposed to flag a pupil as interrupted.</param>
public sealed record AttendanceRules(LessonHours Hours, int NoticeMinutes, int SettleDays, int ReasonDays, int CallDays, int LetterDays, int InterruptionDays)
{
    public const string Prefix = "attendance.";
    private IReadOnlyDictionary<string, IReadOnlyList<int>> Thresholds { get; init; } = new Dictionary<string, IReadOnlyList<int>>();

    /// <summary>Unjustified half-days that open a follow-up, in a cycle (PRI, COL, QUA).</summary>
    public IReadOnlyList<int> ThresholdsOf(string cycle) => Thresholds.GetValueOrDefault(cycle.ToLowerInvariant(), []);

    public static async Task<AttendanceRules> Of(MassarDb db, int year, CancellationToken ct) =>
        From(await YearFigures.Of(db, year, Prefix, ct));

    /// <summary>The rules of the current school year.</summary>
    public static async Task<AttendanceRules> Current(MassarDb db, CancellationToken ct) =>
        From(await YearFigures.Current(db, Prefix, ct));

    public static AttendanceRules From(YearFigures figures)
    {
        return new(LessonHours.Read(figures.Text("hours")), figures.Number("notice-minutes", 30), figures.Number("settle-days", 2), figures.Number("reason-days", 15), figures.Number("call-days", 15), figures.Number("letter-days", 8), Math.Max(2, figures.Number("interruption-days", 15)))
        {
            Thresholds = figures.Named("thresholds.").ToDictionary(s => s.Key, s => Numbers(s.Value)),
        };

        static IReadOnlyList<int> Numbers(string text) =>
            [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(n => n > 0).Order()];
    }
}
