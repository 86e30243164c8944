using Massar.Features.Attendance.Domain;
using Massar.Features.Reference.Domain;

namespace Massar.Tests.Features.Attendance;

/// <summary>The rules of attendance, without a program around them.</summary>
public sealed class AttendanceRulesTests
{
    private const string Delivered = "M1=08:30-09:30 M2=09:30-10:30 M3=10:30-11:30 M4=11:30-12:30 S1=14:30-15:30 S2=15:30-16:30";
    private static readonly DateTime Eight = new(2026, 11, 20, 8, 0, 0, DateTimeKind.Utc);

    [Theory, InlineData("07:00", "M1"), InlineData("08:30", "M1"), InlineData("09:29", "M1"), InlineData("09:30", "M2"), InlineData("13:00", "M4"), InlineData("14:30", "S1"), InlineData("23:00", "S2")]
    public void The_hour_offered_is_the_one_that_runs_or_ran_last(string time, string hour) =>
        Assert.Equal(hour, LessonHours.Read(Delivered).At(TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture))?.Code);

    [Fact]
    public void A_slip_of_the_pen_in_one_hour_leaves_the_others_open()
    {
        var hours = LessonHours.Read("M1=08:30-09:30 M2=9h30-10h30 M3 X9=10:00-11:00 M4=12:30-11:30 S1=14:30-15:30 M1=07:00-08:00");

        Assert.Equal(["M1", "S1"], hours.All.Select(h => h.Code));
        Assert.Equal(HalfDay.Afternoon, hours.Find("S1")!.Half);
        Assert.Null(LessonHours.Read("").At(new TimeOnly(9, 0)));
    }

    [Fact]
    public void Thresholds_are_read_per_cycle_and_in_order()
    {
        var rules = AttendanceRules.From(new YearFigures(AttendanceRules.Prefix, new Dictionary<string, string> { ["attendance.thresholds.col"] = "6 3 x 10", ["attendance.notice-minutes"] = "45", ["attendance.settle-days"] = "soon" }));

        Assert.Equal([3, 6, 10], rules.ThresholdsOf("COL"));
        Assert.Empty(rules.ThresholdsOf("PRI"));
        Assert.Equal((45, 2), (rules.NoticeMinutes, rules.SettleDays));
    }

    [Theory, InlineData(2, new int[0], new int[0]), InlineData(3, new int[0], new[] { 3 }), InlineData(7, new[] { 3 }, new[] { 6 }), InlineData(7, new[] { 3, 6 }, new int[0]), InlineData(12, new int[0], new[] { 3, 6, 10 })]
    public void A_threshold_opens_once(int count, int[] opened, int[] expected) => Assert.Equal(expected, FollowUp.Reached(count, [3, 6, 10], opened));

    [Fact]
    public void A_call_made_without_seeing_the_other_meets_it_only_when_it_differs()
    {
        var call = Call(account: 7, (1, Presence.Absent));

        Assert.True(call.Meets(-1, 8, Eight, new Dictionary<long, Presence> { [2] = Presence.Absent }));
        Assert.True(call.Meets(-1, 8, Eight, new Dictionary<long, Presence> { [1] = Presence.Late }));
        Assert.False(call.Meets(-1, 8, Eight, new Dictionary<long, Presence> { [1] = Presence.Absent }));
        Assert.False(call.Meets(0, 8, Eight, new Dictionary<long, Presence>()));
    }

    [Fact]
    public void A_second_thought_of_the_same_person_is_no_conflict_but_an_older_one_is()
    {
        var call = Call(account: 7, (1, Presence.Absent));

        Assert.False(call.Meets(-1, 7, Eight.AddMinutes(1), new Dictionary<long, Presence>()));
        Assert.True(call.Meets(-1, 7, Eight.AddMinutes(-1), new Dictionary<long, Presence>()));
    }

    [Fact]
    public void What_changes_after_the_call_leaves_a_trace_and_the_first_call_none()
    {
        var call = Call(account: 7);

        Assert.Equal([1L, 2], call.Mark(new Dictionary<long, Presence> { [1] = Presence.Absent, [2] = Presence.Late }, isFirst: true, 7, Eight, null).Order());
        Assert.Empty(call.Changes);
        Assert.Equal([1L, 2], call.Mark(new Dictionary<long, Presence> { [1] = Presence.Late }, isFirst: false, 9, Eight, "came at nine").Order());

        Assert.Equal([(1L, Presence.Absent, Presence.Late), (2L, Presence.Late, Presence.Present)], call.Changes.OrderBy(c => c.PupilId).Select(c => (c.PupilId, c.Was, c.Became)));
        Assert.All(call.Changes, c => Assert.Equal(("came at nine", 9L), (c.Reason, c.AccountId)));
        Assert.Equal([(1L, Presence.Late)], call.Lines.Select(l => (l.PupilId, l.Presence)));
    }

    [Fact]
    public void An_absence_goes_with_its_calls_and_comes_back_with_them()
    {
        var absence = Absence(AbsenceState.Noted, periods: 0);

        Assert.True(absence.Count(1));
        Assert.False(absence.Count(2));
        Assert.False(absence.Count(0));
        Assert.Equal(AbsenceState.Cancelled, absence.State);
        Assert.True(absence.Count(1));
        Assert.Equal(AbsenceState.Noted, absence.State);
    }

    [Fact]
    public void Guardians_are_told_once_and_only_of_what_has_no_reason()
    {
        var absence = Absence(AbsenceState.Noted);

        Assert.True(absence.Tell(Eight));
        Assert.False(absence.Tell(Eight.AddHours(1)));
        Assert.False(Absence(AbsenceState.Reported).Tell(Eight));
        Assert.False(Absence(AbsenceState.Cancelled).Tell(Eight));
    }

    [Theory, InlineData(AbsenceState.Noted, 15, true), InlineData(AbsenceState.Unjustified, 0, true), InlineData(AbsenceState.Noted, 16, false), InlineData(AbsenceState.Reported, 1, false), InlineData(AbsenceState.Justified, 1, false), InlineData(AbsenceState.Cancelled, 1, false)]
    public void A_reason_is_taken_while_there_is_none_and_in_time(AbsenceState state, int daysAfter, bool taken) =>
        Assert.Equal(taken, Absence(state).CanBeReported(new DateOnly(2026, 11, 20).AddDays(daysAfter), 15));

    [Theory, InlineData(AbsenceState.Noted, AbsenceState.Unjustified), InlineData(AbsenceState.Reported, AbsenceState.Reported), InlineData(AbsenceState.Justified, AbsenceState.Justified), InlineData(AbsenceState.Cancelled, AbsenceState.Cancelled)]
    public void Only_an_absence_nobody_explained_becomes_unjustified_with_time(AbsenceState before, AbsenceState after)
    {
        var absence = Absence(before);

        Assert.Equal(before != after, absence.Settle());
        Assert.Equal(after, absence.State);
    }

    [Fact]
    public void Ticked_both_absent_and_late_is_late()
    {
        var form = new Microsoft.AspNetCore.Http.FormCollection(new Dictionary<string, Microsoft.Extensions.Primitives.StringValues> { ["p[Z1]"] = new(["A", "L"]), ["p[Z2]"] = "A", ["Seen"] = "3" });

        Assert.Equal(new Dictionary<string, string> { ["Z1"] = "L", ["Z2"] = "A" }, RollMarks.Of(form));
    }

    private static Absence Absence(AbsenceState state, int periods = 1) =>
        new() { PupilId = 1, SchoolYearId = 2026, SchoolId = 2, ClassId = 3, Day = new DateOnly(2026, 11, 20), Half = HalfDay.Morning, Periods = periods, State = state };

    private static RollCall Call(long account, params (long Pupil, Presence Presence)[] lines) => new()
    {
        SchoolYearId = 2026,
        SchoolId = 2,
        ClassId = 3,
        SubjectCode = "MATH",
        Day = new DateOnly(2026, 11, 20),
        Hour = "M1",
        Pupils = 30,
        MadeAt = Eight,
        ReceivedAt = Eight,
        AccountId = account,
        Lines = [.. lines.Select(l => new RollLine { PupilId = l.Pupil, Presence = l.Presence })],
    };
}
