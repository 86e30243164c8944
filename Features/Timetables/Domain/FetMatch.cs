using System.Globalization;
using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Timetables.Domain;

/// <summary>What a name of a file may mean.</summary>
public enum FetName
{
    Class,
    Teacher,
    Subject,
    Room,
    Day,
    Hour,
}

/// <summary>A name of the file with what it is taken for.</summary>
/// <param name="Value">Number of a class, employee or room, code of a subject or an hour, number of a day; "-" to leave it out; null while nobody knows.</param>
/// <param name="IsChosen">A person said so.</param>
public sealed record FetMeaning(FetName Kind, string Name, string? Value, bool IsChosen)
{
    public const string LeftOut = "-";

    /// <summary>Names it in choices and forms.</summary>
    public string Key => KeyOf(Kind, Name);

    public static string KeyOf(FetName kind, string name) => string.Create(CultureInfo.InvariantCulture, $"{(int)kind}:{name}");
}

/// <summary>A file held against a school's plan: what each name means, the lessons it makes, and what stands in the way.</summary>
/// <param name="Meanings">Every name of the file, those nobody knows first.</param>
/// <param name="Problems">Sentences that must be put right before the file can be taken.</param>
/// <param name="Unplaced">Activities FET found no hour for.</param>
/// <param name="LeftOut">Activities left out because of a name.</param>
public sealed record FetReading(IReadOnlyList<FetMeaning> Meanings, IReadOnlyList<PlannedLesson> Lessons, IReadOnlyList<Said> Problems, IReadOnlyList<Clash> Clashes, int Unplaced, int LeftOut)
{
    public bool IsReady => Lessons.Count > 0 && Problems.Count == 0 && Clashes.Count == 0 && Meanings.All(m => m.Value is not null);
}

/// <summary>Understands the names of a FET file. Spelling in either script, order of names, and spaces do not matter.</summary>
public static class FetMatch
{
    private const int MostProblems = 200;

    // Before the same ones are counted once.
    private const int MostFound = 2_000;

    public static FetReading Against(SchoolPlan plan, FetWeek week, IReadOnlyDictionary<string, string> choices, DateOnly from)
    {
        var book = new Book(plan, week, choices);
        var activities = week.Activities.DistinctBy(a => a.Id).ToDictionary(a => a.Id);
        var lessons = new List<PlannedLesson>();
        var problems = new List<Said>();
        var (leftOut, placed) = (0, new HashSet<int>());
        foreach (var placement in week.Placements)
        {
            if (!activities.TryGetValue(placement.Activity, out var activity) || placement.Day.Length == 0 || placement.Hour.Length == 0 || !placed.Add(activity.Id))
                continue;
            // The rest would be more of the same, and what was found keeps the file out already.
            if (problems.Count >= MostFound)
                break;
            if (lessons.Count >= LessonReading.Most)
            {
                problems.Add(new Said("timetables.import.too-large"));
                break;
            }

            var (day, hour, room) = (book.Of(FetName.Day, placement.Day), book.Of(FetName.Hour, placement.Hour), placement.Room.Length == 0 ? FetMeaning.LeftOut : book.Of(FetName.Room, placement.Room));
            var (subject, teachers) = (book.Of(FetName.Subject, activity.Subject), activity.Teachers.Select(t => book.Of(FetName.Teacher, t)).ToList());
            if (activity.Teachers.Count == 0)
                problems.Add(new Said("timetables.import.no-teacher", activity.Subject, string.Join(", ", activity.Students)));
            foreach (var students in activity.Students)
            {
                var (schoolClass, half) = book.ClassOf(students);
                if (schoolClass is null || day is null || hour is null || room is null || subject is null || teachers.Contains(null) || teachers.Count == 0)
                    continue;
                if (schoolClass == FetMeaning.LeftOut || day == FetMeaning.LeftOut || hour == FetMeaning.LeftOut || subject == FetMeaning.LeftOut || teachers.TrueForAll(t => t == FetMeaning.LeftOut))
                {
                    leftOut++;
                    continue;
                }

                if (book.Assignment(schoolClass, subject, teachers!) is not { } assignment)
                {
                    problems.Add(new Said("timetables.import.no-assignment", string.Join(", ", activity.Teachers), activity.Subject, students));
                    continue;
                }

                int? number = room == FetMeaning.LeftOut ? null : int.Parse(room, CultureInfo.InvariantCulture);
                var spot = new LessonSpot((DayOfWeek)int.Parse(day, CultureInfo.InvariantCulture), hour, Math.Min(activity.Duration, Lesson.MostHours), number, half, from, plan.Grid.Until);
                lessons.Add(assignment.At(spot, number is { } id ? plan.Rooms[id].Code : null));
            }
        }

        return new FetReading([.. book.Meanings.OrderBy(m => m.Value is null ? 0 : m.IsChosen ? 1 : 2).ThenBy(m => m.Kind).ThenBy(m => m.Name, StringComparer.Ordinal)], lessons,
            [.. problems.DistinctBy(p => (p.Key, string.Join('|', p.Args))).Take(MostProblems)], plan.AgainstAll(lessons), activities.Count - placed.Count, leftOut);
    }

    private sealed class Book
    {
        private readonly Dictionary<string, FetMeaning> meanings = new(StringComparer.Ordinal);
        private readonly Dictionary<(FetName, string), string?> known = [];
        private readonly HashSet<(FetName, string)> values = [];
        private readonly Dictionary<(int Class, string Subject), List<PlannedAssignment>> assignments;
        private readonly IReadOnlyDictionary<string, string> choices;
        private readonly FetWeek week;

        public Book(SchoolPlan plan, FetWeek week, IReadOnlyDictionary<string, string> choices)
        {
            (this.week, this.choices) = (week, choices);
            assignments = plan.Assignments.Values.GroupBy(a => (a.ClassId, a.SubjectCode)).ToDictionary(g => g.Key, g => g.ToList());
            foreach (var assignment in plan.Assignments.Values)
            {
                Know(FetName.Class, assignment.ClassId.ToString(CultureInfo.InvariantCulture), assignment.ClassName);
                var employee = assignment.EmployeeId.ToString(CultureInfo.InvariantCulture);
                Know(FetName.Teacher, employee, assignment.TeacherAr, assignment.TeacherLatin, FetWriter.Numbered(assignment));
                Know(FetName.Subject, assignment.SubjectCode, assignment.SubjectCode, assignment.SubjectAr, assignment.SubjectFr);
            }

            foreach (var room in plan.Rooms.Values)
                Know(FetName.Room, room.Id.ToString(CultureInfo.InvariantCulture), room.Code);
            for (var n = 0; n < SchoolGrid.Days.Count; n++)
            {
                var (day, value) = (SchoolGrid.Days[n], ((int)SchoolGrid.Days[n]).ToString(CultureInfo.InvariantCulture));
                Know(FetName.Day, value, [Formats.Day(day, "ar"), Formats.Day(day, "fr"), Formats.Day(day, "en"), $"D{n + 1}", .. week.Days.Count == SchoolGrid.Days.Count ? [week.Days[n]] : Array.Empty<string>()]);
            }

            var hours = plan.Grid.Hours.All;
            for (var n = 0; n < hours.Count; n++)
                Know(FetName.Hour, hours[n].Code, [hours[n].Code, .. Times(hours[n]), .. week.Hours.Count == hours.Count ? [week.Hours[n]] : Array.Empty<string>()]);
        }

        public IEnumerable<FetMeaning> Meanings => meanings.Values;

        public string? Of(FetName kind, string name)
        {
            var key = FetMeaning.KeyOf(kind, name);
            if (meanings.TryGetValue(key, out var there))
                return there.Value;
            // What was chosen must be one of the school's own, or nothing.
            var chosen = choices.TryGetValue(key, out var choice) && (choice == FetMeaning.LeftOut || values.Contains((kind, choice))) ? choice : null;
            return (meanings[key] = new FetMeaning(kind, name, chosen ?? known.GetValueOrDefault((kind, Fold(name))), chosen is not null)).Value;
        }

        /// <summary>The class of a set of students; a part of a class is a half.</summary>
        public (string? Class, int Half) ClassOf(string students)
        {
            if (!choices.ContainsKey(FetMeaning.KeyOf(FetName.Class, students)) && known.GetValueOrDefault((FetName.Class, Fold(students))) is null
                && week.Parents.TryGetValue(students, out var part) && part.Number <= 2 && known.GetValueOrDefault((FetName.Class, Fold(part.Whole))) is { } whole)
                return (whole, part.Number);
            return (Of(FetName.Class, students), 0);
        }

        public PlannedAssignment? Assignment(string schoolClass, string subject, List<string> teachers) =>
            assignments.TryGetValue((int.Parse(schoolClass, CultureInfo.InvariantCulture), subject), out var some) ? some.Find(a => teachers.Contains(a.EmployeeId.ToString(CultureInfo.InvariantCulture))) : null;

        // Two of one name are nobody: a person says which is meant.
        private void Know(FetName kind, string value, params string[] names)
        {
            values.Add((kind, value));
            foreach (var name in names.Select(Fold).Where(n => n.Length > 0).Distinct())
                known[(kind, name)] = known.TryGetValue((kind, name), out var other) && other != value ? null : value;
        }

        private static IEnumerable<string> Times(LessonHour hour)
        {
            var (from, to) = (Formats.Time(hour.From), Formats.Time(hour.To));
            return [from, $"{from}-{to}", $"{from} - {to}", from.Replace(':', 'h'), from.TrimStart('0'), from.TrimStart('0').Replace(':', 'h')];
        }

        // In alphabetical order of its words: "Bennani Salma" and "Salma Bennani" are one person.
        private static string Fold(string name) => string.Join(' ', ArabicFolding.Fold(name).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }
}
