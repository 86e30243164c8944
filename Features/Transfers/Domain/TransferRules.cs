using System.Globalization;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Transfers.Domain;

/// <summary>What the ministry may change about transfers from year to year, as the settings <c>transfers.*</c> say it.</summary>
/// <param name="AnswerDays">Working days the sending school has; then its directorate decides.</param>
/// <param name="JoiningDays">Days the pupil has to join the new school; then the child is looked for.</param>
/// <param name="Holidays">Days of the year on which no office works, weekends aside.</param>
public sealed record TransferRules(int AnswerDays, int JoiningDays, IReadOnlyList<(DateOnly From, DateOnly To)> Holidays)
{
    private const string Prefix = "transfers.";
    private static readonly TimeOnly Morning = new(6, 0);

    public static async Task<TransferRules> Of(MassarDb db, int year, CancellationToken ct)
    {
        var figures = await YearFigures.Of(db, year, Prefix, ct);
        var holidays = await db.CalendarEntries.AsNoTracking().Where(c => c.SchoolYearId == year && c.Kind == "holiday").OrderBy(c => c.StartsOn).Select(c => new { c.StartsOn, c.EndsOn }).ToListAsync(ct);
        return new(figures.Number("answer-days", 3, 1), figures.Number("joining-days", 15, 1), [.. holidays.Select(h => (h.StartsOn, h.EndsOn))]);
    }

    /// <summary>The last day on which a state is in time; null for a state that waits for nobody's clock.</summary>
    public DateOnly? DueOn(TransferState state, DateTime since)
    {
        var day = DateOnly.FromDateTime(MoroccanDay.Local(since));
        return TransferStates.Of(state).Clock switch
        {
            TransferClock.Answer => WorkingDaysAfter(day, AnswerDays),
            TransferClock.Joining => day.AddDays(JoiningDays),
            _ => null,
        };
    }

    /// <summary>The morning after the last day, UTC: when the work that watches the clock runs.</summary>
    public static DateTime Alarm(DateOnly dueOn) => MoroccanHour.Utc(dueOn.AddDays(1), Morning);

    /// <summary>So many working days after a day: Monday to Friday, holidays aside.</summary>
    public DateOnly WorkingDaysAfter(DateOnly day, int count) => WorkingDays.After(day, count, d => Holidays.Any(h => h.From <= d && d <= h.To));
}
