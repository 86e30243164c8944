using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Leaves.Domain;

/// <summary>What the ministry may change about leaves from year to year: the kinds, and the settings <c>leaves.*</c>.</summary>
/// <param name="BackDays">Days a leave may have begun before it is asked for.</param>
/// <param name="HeadDays">Days a head has for an opinion; then the directorate decides without.</param>
/// <param name="VisitDays">Days for a counter-visit.</param>
/// <param name="FlagCount">Short leaves in the window that raise a flag; each multiple raises one.</param>
/// <param name="FlagDays">Longest leave that counts as short.</param>
/// <param name="FlagWindow">civil, school or sliding.</param>
/// <param name="ReplyDays">Days the person has to answer a flag.</param>
/// <param name="ExtensionDays">Days after the last one on which an extension may still be asked for.</param>
public sealed record LeaveBook(IReadOnlyDictionary<string, LeaveType> Types, LeaveCounters Counters, int BackDays, int HeadDays, int VisitDays, int FlagCount, int FlagDays, string FlagWindow, int ReplyDays, int ExtensionDays)
{
    public LeaveType? Find(string? code) => code is null ? null : Types.GetValueOrDefault(code);

    /// <summary>The book of the current school year.</summary>
    public static async Task<LeaveBook> Current(MassarDb db, CancellationToken ct)
    {
        var types = await db.LeaveTypes.AsNoTracking().Where(t => db.SchoolYears.Any(y => y.Id == t.SchoolYearId && y.IsCurrent)).OrderBy(t => t.Order).ToDictionaryAsync(t => t.Code, ct);
        var figures = await YearFigures.Current(db, "leaves.", ct);
        return new LeaveBook(types, new LeaveCounters(types, Math.Clamp(figures.Number("week", 5), 1, 7)), figures.Number("back-days", 7), figures.Number("head-days", 3), figures.Number("visit-days", 3),
            Math.Max(1, figures.Number("flag.count", 3)), figures.Number("flag.days", 15), figures.Text("flag.window") ?? LeaveType.Civil, figures.Number("flag.reply-days", 10), figures.Number("extension-days", 2, 0, 30));
    }

    /// <summary>The last day to ask for an extension: counted from the contest where a wrong day back stood in the way.</summary>
    public DateOnly ExtendUntil(Leave leave) => ExtendUntil(leave.EndsOn, leave.ReturnDispute, leave.StateSince);

    /// <inheritdoc cref="ExtendUntil(Leave)"/>
    public DateOnly ExtendUntil(DateOnly endsOn, string? dispute, DateTime stateSince) => (dispute is null ? endsOn : Max(endsOn, MoroccanDay.Of(stateSince))).AddDays(ExtensionDays);

    /// <summary>Counts among the short leaves.</summary>
    public bool IsShort(Leave leave) => leave.LastDay.DayNumber - leave.StartsOn.DayNumber < FlagDays;

    /// <summary>The window in which short leaves are counted for a flag.</summary>
    public (DateOnly From, DateOnly To) FlagYear(DateOnly day) => FlagWindow switch
    {
        LeaveType.School => LeaveCounters.SchoolYear(day),
        LeaveType.Sliding => (day.AddYears(-1).AddDays(1), day),
        _ => (new DateOnly(day.Year, 1, 1), new DateOnly(day.Year, 12, 31)),
    };

    /// <summary>The last day for the paper of a leave; null where its kind needs none.</summary>
    public static DateOnly? PaperDueOn(LeaveType type, DateOnly startsOn, DateOnly today, bool isUrban) =>
        !type.NeedsPaper ? null : (isUrban ? type.PaperDays : type.PaperDaysRural) is { } days ? Max(startsOn.AddDays(days), today) : today;

    private static DateOnly Max(DateOnly one, DateOnly other) => one > other ? one : other;
}
