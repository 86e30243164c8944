using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Licences.Domain;

/// <summary>The year's settings <c>licences.*</c>.</summary>
/// <param name="Alarms">Days before the last one on which school and directorate are told, the earliest first.</param>
/// <param name="Years">A licence is proposed for.</param>
/// <param name="AppealDays">To appeal against a suspension or a withdrawal.</param>
/// <param name="ExtraHours">A week, that somebody of the public sector may teach in private schools, all together.</param>
public sealed record LicenceFigures(IReadOnlyList<int> Alarms, int Years, int AppealDays, int ExtraHours)
{
    public const string Prefix = "licences.";
    public const string FirstAlarm = "licences.alarm-first-days";
    public const int UsualFirst = 90;

    public static async Task<LicenceFigures> Current(MassarDb db, CancellationToken ct)
    {
        var figures = await YearFigures.Current(db, Prefix, ct);
        int[] alarms = [figures.Number("alarm-first-days", UsualFirst, 1, 730), figures.Number("alarm-second-days", 30, 1, 730), figures.Number("alarm-last-days", 7, 1, 730)];
        return new LicenceFigures([.. alarms.Distinct().OrderDescending()], figures.Number("years", 5, 1, 50), figures.Number("appeal-days", 60, 1, 365), figures.Number("extra-hours", 8, 0, PrivateTeacher.MostHours));
    }

    /// <summary>The alarm that holds so many days ahead: the nearest one reached; 0 once the last day is over; null while it is far.</summary>
    public int? Reached(int days) => days < 0 ? 0 : Alarms.Where(a => days <= a).Select(a => (int?)a).Min();

    /// <summary>The day to look again.</summary>
    public DateOnly? Next(DateOnly expires, DateOnly today) =>
        Alarms.Select(a => expires.AddDays(-a)).Append(expires.AddDays(1)).Where(d => d > today).Select(d => (DateOnly?)d).Min();
}
