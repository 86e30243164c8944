using System.Globalization;
using Massar.Infrastructure.Security;

namespace Massar.Features.Staffing.Domain;

/// <summary>What the control asks about. The numbers are stored.</summary>
public enum FlagRule : byte
{
    /// <summary>Teaches less than is due, by the setting <c>staffing.under-hours</c> or more.</summary>
    UnderUsed = 1,

    /// <summary>Teaches more than is due, by the setting <c>staffing.over-hours</c> or more.</summary>
    OverUsed = 2,

    /// <summary>Teaches another subject than his own.</summary>
    OtherSubject = 3,

    /// <summary>Has a grade that teaches, teaches nothing, and does an office's work at the school.</summary>
    NonTeachingPost = 4,

    /// <summary>A class to which nobody gives a subject of its programme.</summary>
    ClassWithoutTeacher = 5,
}

/// <summary>Where a flag stands.</summary>
public enum FlagState
{
    /// <summary>The head's turn.</summary>
    Open,

    /// <summary>Answered, the directorate's turn.</summary>
    Sent,

    /// <summary>The directorate asks again; the head's turn.</summary>
    Returned,

    /// <summary>Closed until the end of the school year, as long as the figures are those.</summary>
    Accepted,

    /// <summary>Was answered with other figures: open again.</summary>
    Lapsed,
}

/// <summary>Hours of one teacher in one discipline at the school.</summary>
/// <param name="Discipline">As <see cref="Disciplines.Of"/> names it.</param>
public sealed record TaughtHours(string Discipline, string NameAr, string NameFr, decimal Hours);

/// <summary>One person on the list of a school's use of staff.</summary>
/// <param name="Due">Null for who does not owe lessons.</param>
/// <param name="Elsewhere">Hours given at other schools: a service that is completed there.</param>
/// <param name="IsHere">Works at this school; otherwise comes to complete a service.</param>
/// <param name="Post">Role of an office's work held at the school: head, clerk, supervisor.</param>
/// <param name="IsAway">On availability, secondment or the like: owes nothing here.</param>
public sealed record StaffLine(
    long EmployeeId, string Ppr, string NameAr, string NameLatin, string GradeCode, string GradeAr, string GradeFr, string? Discipline, string? DisciplineAr, string? DisciplineFr, ServiceDue? Due,
    IReadOnlyList<TaughtHours> Subjects, decimal Elsewhere, bool IsHere, string? Post, bool IsAway)
{
    public decimal Here => Subjects.Sum(s => s.Hours);

    public decimal Taught => Here + Elsewhere;

    /// <summary>Hours taught above (or below) what is due.</summary>
    public decimal? Gap => Due is { } due && !IsAway ? Taught - due.Hours : null;
}

/// <summary>A subject of a class's programme, or all subjects of a primary teacher together, with the hours somebody gives.</summary>
public sealed record ProgrammeLine(int ClassId, string ClassName, string Discipline, string NameAr, string NameFr, decimal Hours, decimal Given);

/// <summary>Something about a school's use of staff that somebody has to explain.</summary>
/// <param name="Due">Hours due to or by the one concerned.</param>
/// <param name="Taught">Hours found.</param>
/// <param name="NameAr">Of the person, or of the class.</param>
/// <param name="SubjectCode">Empty where the rule knows none.</param>
public sealed record StaffFlag(FlagRule Rule, long? EmployeeId, int? ClassId, string SubjectCode, string NameAr, string NameLatin, string? SubjectAr, string? SubjectFr, decimal Due, decimal Taught)
{
    /// <summary>What it is called in addresses, the same as long as the rule and the one concerned are the same.</summary>
    public string Key => KeyOf(Rule, EmployeeId ?? ClassId ?? 0, SubjectCode);

    /// <summary>Hours in question.</summary>
    public decimal Gap => Math.Abs(Due - Taught);

    public static string KeyOf(FlagRule rule, long concerned, string subject)
    {
        var name = rule switch { FlagRule.UnderUsed => "under", FlagRule.OverUsed => "over", FlagRule.OtherSubject => "subject", FlagRule.NonTeachingPost => "post", _ => "class" };
        return string.Create(CultureInfo.InvariantCulture, $"{name}-{concerned}{(subject.Length > 0 ? $"-{subject}" : "")}");
    }
}

/// <summary>The discipline a subject belongs to.</summary>
public static class Disciplines
{
    /// <summary>Of those who teach a primary class everything but Amazigh (مزدوج).</summary>
    public const string Generalist = "DBL";

    public static string Of(string cycle, string subject) => cycle == "PRI" && subject != "AMZ" ? Generalist : subject;
}

/// <summary>The rules of the control, and nothing else: the same lists give the same flags.</summary>
public static class FlagRules
{
    /// <summary>Work at a school that is not teaching. Who leads it is not asked about hours.</summary>
    public static readonly IReadOnlyList<string> Posts = [Roles.Head, Roles.Clerk, Roles.Supervisor];

    public static IEnumerable<StaffFlag> Judge(StaffingFrame frame, IEnumerable<StaffLine> staff, IEnumerable<ProgrammeLine> programme)
    {
        foreach (var line in staff)
        {
            if (line.IsAway)
                continue;
            if (line is { IsHere: true, Due: { } due } && line.Post != Roles.Head)
            {
                if (line.Taught == 0 && line.Post is not null)
                    yield return Flag(FlagRule.NonTeachingPost, line, due.Hours, 0);
                else if (due.Hours - line.Taught >= frame.UnderHours)
                    yield return Flag(FlagRule.UnderUsed, line, due.Hours, line.Taught);
                else if (line.Taught - due.Hours >= frame.OverHours)
                    yield return Flag(FlagRule.OverUsed, line, due.Hours, line.Taught);
            }

            if (line.Discipline is { } own)
                foreach (var subject in line.Subjects.Where(s => s.Discipline != own && s.Hours >= frame.OtherSubjectHours))
                    yield return new StaffFlag(FlagRule.OtherSubject, line.EmployeeId, null, subject.Discipline, line.NameAr, line.NameLatin, subject.NameAr, subject.NameFr, 0, subject.Hours);
        }

        foreach (var subject in programme.Where(p => p.Hours > 0 && p.Given == 0))
            yield return new StaffFlag(FlagRule.ClassWithoutTeacher, null, subject.ClassId, subject.Discipline, subject.ClassName, subject.ClassName, subject.NameAr, subject.NameFr, subject.Hours, 0);
    }

    private static StaffFlag Flag(FlagRule rule, StaffLine line, decimal due, decimal taught) => new(rule, line.EmployeeId, null, "", line.NameAr, line.NameLatin, line.DisciplineAr, line.DisciplineFr, due, taught);
}
