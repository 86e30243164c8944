using Massar.Infrastructure.Text;
using static System.FormattableString;

namespace Massar.Features.TextBooks;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string Mine = "/text-books";
    public const string Books = "/text-books/books";
    public const string Homework = "/text-books/homework";

    /// <param name="day">Any day of the week.</param>
    public static string Week(DateOnly day) => $"{Mine}?week={TypedDay.Iso(day)}";

    public static string Lesson(long lesson, DateOnly day) => Invariant($"/text-books/lessons/{lesson}/{TypedDay.Iso(day)}");

    public static string FollowPlan(long lesson, DateOnly day) => $"{Lesson(lesson, day)}/plan";

    public static string Entry(long id) => Invariant($"/text-books/entries/{id}");

    public static string Plan(int classId, string subject) => Invariant($"/text-books/plans/{classId}/{subject}");

    /// <summary>The form of a plan, filled with another plan's items.</summary>
    public static string PlanFrom(int classId, string subject, long source) => Invariant($"{Plan(classId, subject)}?from={source}");

    public static string School(int school) => Invariant($"{Books}?school={school}");

    public static string Class(int id) => Invariant($"{Books}/classes/{id}");

    public static string Teacher(long employee) => Invariant($"{Books}/teachers/{employee}");

    public static string Child(long pupil) => Invariant($"{Homework}/{pupil}");
}
