using Massar.Features.Accounts;
using Massar.Features.Attendance.Domain;
using Massar.Features.Classes;
using Massar.Features.Enrollments;
using Massar.Features.Pupils;
using Massar.Features.Reference;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance;

/// <summary>Pupils of the demo who stay away without news, so that there is something to propose to the head.</summary>
/// <param name="Pupils">The first is new, the second's guardian was summoned.</param>
/// <param name="Days">School days in a row that open a proposal.</param>
public sealed record SeededAway(IReadOnlyList<(long PupilId, SeededClass Class, DateOnly Since)> Pupils, int Days);

/// <summary>Absences on the school days of two years: most pupils have none or few, some have many; what is justified has its reason.</summary>
public sealed class Seed : ISeed
{
    private const int Batch = 20_000;

    /// <summary>As the delivered setting attendance.settle-days.</summary>
    internal const int SettleDays = 2;

    /// <summary>As the delivered setting attendance.interruption-days.</summary>
    private const int InterruptionDays = 15;

    /// <summary>School days without news of the two who stay away: one was proposed now, the other a week ago.</summary>
    private static readonly int[] Away = [16, 22];

    private static readonly string[] ReasonCodes = ["ILLNESS", "APPOINTMENT", "FAMILY", "TRANSPORT"];

    public int Order => 112;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, classes, enrollments, accounts, pupils) = (seeding.Of<SeededYears>(), seeding.Of<SeededClasses>(), seeding.Of<SeededEnrollments>(), seeding.Of<SeededAccounts>(), seeding.Of<SeededPupils>());
        var draw = seeding.Draw("attendance");
        var guardians = accounts.Of(Roles.Guardian).Where(a => a.GuardianId is not null).DistinctBy(a => a.GuardianId).ToDictionary(a => a.GuardianId!.Value, a => a.Id);
        var offices = Offices(accounts);
        var away = Missing(accounts, classes, enrollments, pupils, years, await SchoolDays(seeding, years.Current.Id, years.Today, ct));
        seeding.Share(away);
        var gone = away.Pupils.ToDictionary(p => p.PupilId, p => p.Since);
        var known = Known(accounts, pupils);
        var rows = new List<Absence>(Batch);
        List<Justification> reasons = [];
        List<WorkItem> work = [];

        foreach (var year in (int[])[years.Previous.Id, years.Current.Id])
        {
            var days = await SchoolDays(seeding, year, years.Today, ct);
            if (year == years.Current.Id)
                days = days[..Math.Max(0, days.Length - SeedCalls.Days)]; // those come from calls
            if (days.Length == 0)
                continue;
            foreach (var taught in classes.Of(year))
                foreach (var pupil in enrollments.In(taught.Id))
                {
                    if (year == years.Current.Id && gone.TryGetValue(pupil.PupilId, out var since))
                    {
                        foreach (var day in days.Where(d => d >= since))
                            Add(taught, pupil.PupilId, day, HalfDay.Morning, 4, StateOn(day), null);
                        continue;
                    }

                    // Those whom everybody looks at have one of each kind.
                    if (year == years.Current.Id && known.Contains(pupil.PupilId) && days.Length > 30)
                    {
                        var reason = Reason(taught, pupil.PupilId, days[^28]);
                        Add(taught, pupil.PupilId, days[^28], HalfDay.Morning, 4, reason is null ? AbsenceState.Unjustified : AbsenceState.Justified, reason);
                        Add(taught, pupil.PupilId, days[^9], HalfDay.Afternoon, 2, StateOn(days[^9]), null);
                        continue;
                    }

                    if (!draw.Bool(0.3f))
                        continue;
                    var last = pupil.LeftOn is { } left ? Array.FindLastIndex(days, d => d <= left) : days.Length - 1;
                    var count = draw.Bool(0.1f) ? draw.Number(5, 14) : draw.Number(1, 4);
                    foreach (var day in Enumerable.Range(0, count).Select(_ => days[draw.Number(Math.Max(0, last))]).Distinct())
                    {
                        var periods = draw.Number(1, 6);
                        var reason = draw.Bool(0.4f) ? Reason(taught, pupil.PupilId, day) : null;
                        var state = reason is not null ? AbsenceState.Justified : StateOn(day);
                        Add(taught, pupil.PupilId, day, HalfDay.Morning, Math.Min(periods, 4), state, reason);
                        if (periods > 4)
                            Add(taught, pupil.PupilId, day, HalfDay.Afternoon, periods - 4, state, reason);
                    }

                    if (rows.Count >= Batch)
                        await Send();
                }
        }

        await Send();
        await seeding.Insert(work, ct);

        AbsenceState StateOn(DateOnly day) => day.AddDays(SettleDays) >= years.Today ? AbsenceState.Noted : AbsenceState.Unjustified;

        // A guardian with an account wrote; the others brought their paper to the school, which entered it.
        long? Reason(SeededClass taught, long pupil, DateOnly day)
        {
            if (!offices.TryGetValue(taught.SchoolId, out var office))
                return null;
            var by = pupils.GuardiansOf(pupil).Select(g => guardians.GetValueOrDefault(g.Id)).FirstOrDefault(a => a != 0);
            var given = day.AddDays(1).ToDateTime(new TimeOnly(11, 0), DateTimeKind.Utc);
            var reason = new Justification
            {
                Id = seeding.NextId<Justification>(),
                SchoolId = taught.SchoolId,
                PupilId = pupil,
                ReasonCode = draw.ArrayElement(ReasonCodes),
                GivenByAccountId = by != 0 ? by : office,
                GivenAt = given,
                State = JustificationState.Accepted,
                DecidedByAccountId = office,
                DecidedAt = given.AddHours(3),
            };
            reasons.Add(reason);
            return reason.Id;
        }

        void Add(SeededClass taught, long pupil, DateOnly day, HalfDay half, int periods, AbsenceState state, long? reason)
        {
            rows.Add(new Absence
            {
                Id = seeding.NextId<Absence>(),
                PupilId = pupil,
                SchoolYearId = taught.SchoolYearId,
                SchoolId = taught.SchoolId,
                ClassId = taught.Id,
                Day = day,
                Half = half,
                Periods = periods,
                State = state,
                JustificationId = reason,
                ToldAt = state == AbsenceState.Justified ? null : day.ToDateTime(new TimeOnly(9, 10), DateTimeKind.Utc),
            });
            if (state == AbsenceState.Noted)
                work.Add(Settling(seeding, pupil, day, half));
        }

        async Task Send()
        {
            await seeding.Insert(reasons, ct);
            await seeding.Insert(rows, ct);
            rows.Clear();
            reasons.Clear();
        }
    }

    /// <summary>What makes an absence without a reason an unjustified one when its days are over, as a call plans it.</summary>
    internal static WorkItem Settling(Seeding seeding, long pupil, DateOnly day, HalfDay half)
    {
        var payload = AbsenceWork.Payload(pupil, day, half);
        return new WorkItem
        {
            Id = seeding.NextId<WorkItem>(),
            Kind = SettleAbsence.Kind,
            Key = $"absence-settle/{payload}/0",
            Payload = payload,
            RunAfter = SettleAbsence.At(day, SettleDays),
            CreatedAt = day.ToDateTime(new TimeOnly(8, 40), DateTimeKind.Utc),
        };
    }

    /// <summary>By school: who rules on reasons and follows pupils, a supervisor where there is one.</summary>
    internal static Dictionary<int, long> Offices(SeededAccounts accounts) =>
        accounts.Of(Roles.Head).Concat(accounts.Of(Roles.Supervisor)).GroupBy(a => a.PlaceId).ToDictionary(g => g.Key, g => g.Last().Id);

    /// <summary>Two pupils of the well-known head's school whom no well-known account is about.</summary>
    private static SeededAway Missing(SeededAccounts accounts, SeededClasses classes, SeededEnrollments enrollments, SeededPupils pupils, SeededYears years, DateOnly[] days)
    {
        var (school, shown) = (accounts.Demo(Roles.Head).PlaceId, Known(accounts, pupils));
        var found = classes.Of(years.Current.Id).Where(c => c.SchoolId == school)
            .Select(c => (enrollments.In(c.Id).Where(e => e.LeftOn is null && !shown.Contains(e.PupilId) && pupils.GuardiansOf(e.PupilId).Any()).Select(e => e.PupilId).LastOrDefault(), c))
            .Where(p => p.Item1 != 0).Take(days.Length > Away[^1] ? Away.Length : 0).Select((p, i) => (p.Item1, p.c, days[^Away[i]])).ToList();
        return new SeededAway(found, InterruptionDays);
    }

    /// <summary>The pupils of the well-known guardian, and the well-known pupil.</summary>
    private static HashSet<long> Known(SeededAccounts accounts, SeededPupils pupils)
    {
        var guardian = accounts.Demo(Roles.Guardian).GuardianId;
        return [.. pupils.Guardians.Where(g => g.Id == guardian).SelectMany(g => g.PupilIds), accounts.Demo(Roles.Pupil).PupilId ?? 0];
    }

    /// <summary>From the start of lessons to the end of June or today: no Sundays, no holidays of the calendar.</summary>
    internal static async Task<DateOnly[]> SchoolDays(Seeding seeding, int year, DateOnly today, CancellationToken ct)
    {
        var holidays = await seeding.Db.CalendarEntries.AsNoTracking().Where(c => c.SchoolYearId == year && c.Kind == "holiday").ToListAsync(ct);
        var (from, until) = (new DateOnly(year, 9, 8), new DateOnly(year + 1, 6, 30));
        return [.. Enumerable.Range(0, until.DayNumber - from.DayNumber + 1).Select(from.AddDays)
            .Where(d => d <= today && d.DayOfWeek != DayOfWeek.Sunday && !holidays.Any(h => h.StartsOn <= d && d <= h.EndsOn))];
    }
}
