using Massar.Features.Staffing.Domain;
using Massar.Infrastructure.Security;

namespace Massar.Tests.Features.Staffing;

/// <summary>TAR-1: each rule by itself, without a database. Hours of the cadres from domain 07, thresholds from the settings given here.</summary>
public sealed class FlagRulesTests
{
    private static readonly StaffingFrame Frame = new(2025, new DateOnly(2026, 1, 12), new Dictionary<string, (string, string)>
    {
        ["staffing.due.PEP"] = ("30", "likely"),
        ["staffing.due.PES_COL"] = ("24", "likely"),
        ["staffing.due.PES_QUA"] = ("21", "likely"),
        ["staffing.under-hours"] = ("4", "to confirm"),
        ["staffing.over-hours"] = ("2", "to confirm"),
        ["staffing.other-subject-hours"] = ("1", "to confirm"),
    });

    [Theory]
    [InlineData("PES_COL_2", 16, FlagRule.UnderUsed)]
    [InlineData("PES_COL_2", 20, FlagRule.UnderUsed)]
    [InlineData("PES_COL_2", 21, null)]
    [InlineData("PES_COL_2", 25, null)]
    [InlineData("PES_COL_E", 26, FlagRule.OverUsed)]
    [InlineData("PES_QUA_1", 21, null)]
    [InlineData("PEP_2", 21, FlagRule.UnderUsed)]
    [InlineData("ADMIN_3", 0, null)]
    public void Hours_are_judged_by_what_the_grade_owes(string grade, int taught, FlagRule? expected)
    {
        var flag = FlagRules.Judge(Frame, [Teacher(grade, ("MATH", taught))], []).SingleOrDefault();

        Assert.Equal(expected, flag?.Rule);
    }

    [Fact]
    public void Hours_elsewhere_count_and_who_leads_a_school_or_is_away_is_not_asked()
    {
        Assert.Empty(FlagRules.Judge(Frame, [Teacher("PES_COL_2", ("MATH", 16)) with { Elsewhere = 8 }], []));
        Assert.Empty(FlagRules.Judge(Frame, [Teacher("PES_COL_2") with { Post = Roles.Head }], []));
        Assert.Empty(FlagRules.Judge(Frame, [Teacher("PES_COL_2") with { IsAway = true }], []));
        // The school where he works asks about his hours, not the one he helps.
        Assert.Empty(FlagRules.Judge(Frame, [Teacher("PES_COL_2", ("MATH", 8)) with { IsHere = false }], []));
    }

    [Fact]
    public void A_teacher_at_a_desk_another_subject_and_a_class_without_a_teacher_are_asked_about()
    {
        Assert.Equal((FlagRule.NonTeachingPost, 24m, 0m), FlagRules.Judge(Frame, [Teacher("PES_COL_2") with { Post = Roles.Clerk }], []).Select(f => (f.Rule, f.Due, f.Taught)).Single());
        Assert.Equal(("subject-7-PC", 4m), FlagRules.Judge(Frame, [Teacher("PES_COL_2", ("MATH", 20), ("PC", 4))], []).Select(f => (f.Key, f.Taught)).Single());
        Assert.Equal("class-9-PC", FlagRules.Judge(Frame, [], [new(9, "1APIC-1", "PC", "", "", 2, 0), new(9, "1APIC-1", "MATH", "", "", 5, 1), new(9, "1APIC-1", "EPS", "", "", 0, 0)]).Single().Key);
        Assert.Equal(("DBL", "AMZ", "FR"), (Disciplines.Of("PRI", "FR"), Disciplines.Of("PRI", "AMZ"), Disciplines.Of("COL", "FR")));
    }

    private static StaffLine Teacher(string grade, params (string Subject, int Hours)[] taught) =>
        new(7, "9000007", "الفاسي", "Fassi", grade, "أستاذ", "Professeur", "MATH", "الرياضيات", "Maths", Frame.DueOf(grade), [.. taught.Select(t => new TaughtHours(t.Subject, t.Subject, t.Subject, t.Hours))], 0, true, null, false);
}
