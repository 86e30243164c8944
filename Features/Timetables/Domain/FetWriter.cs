using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Massar.Infrastructure.Text;

namespace Massar.Features.Timetables.Domain;

/// <summary>
/// Writes a school's plan as a FET data file: hours, people, classes and rooms, closed and unavailable hours as constraints, and each
/// lesson as an activity that is locked where it stands. Hours that stand nowhere yet are activities without a place.
/// </summary>
public static class FetWriter
{
    private const string Version = "6.9.0";

    public static byte[] Write(SchoolPlan plan, string institution)
    {
        var hours = plan.Grid.Hours.All;
        var assignments = plan.Assignments.Values.OrderBy(a => a.ClassName, StringComparer.Ordinal).ThenBy(a => a.SubjectCode, StringComparer.Ordinal).ThenBy(a => a.Id).ToList();
        var (activities, times, rooms) = (new List<XElement>(), new List<XElement>(), new List<XElement>());
        var names = Names(assignments);
        var subjects = assignments.GroupBy(a => a.SubjectCode).ToDictionary(g => g.Key, g => g.First().SubjectFr);
        var next = 0;
        foreach (var assignment in assignments)
        {
            var placed = plan.Lessons.Where(l => l.AssignmentId == assignment.Id).ToList();
            var total = Math.Max(assignment.HoursDue, placed.Sum(l => l.Hours));
            var group = next + 1;
            foreach (var lesson in placed)
            {
                var id = Activity(lesson.Hours, lesson.Half);
                times.Add(Hard("ConstraintActivityPreferredStartingTime", new XElement("Activity_Id", id), new XElement("Preferred_Day", DayOf(lesson.Weekday)), new XElement("Preferred_Hour", lesson.FirstHour), new XElement("Permanently_Locked", "false")));
                if (lesson.RoomCode is { } room)
                    rooms.Add(Hard("ConstraintActivityPreferredRoom", new XElement("Activity_Id", id), new XElement("Room", room), new XElement("Permanently_Locked", "false")));
            }

            for (var left = assignment.HoursDue - placed.Where(l => l.Half != 2).Sum(l => l.Hours); left > 0; left--)
                Activity(1, 0);

            int Activity(int duration, int half)
            {
                activities.Add(new XElement("Activity", new XElement("Teacher", names[assignment.EmployeeId]), new XElement("Subject", subjects[assignment.SubjectCode]),
                    new XElement("Students", half == 0 ? assignment.ClassName : $"{assignment.ClassName} G{half}"),
                    new XElement("Duration", duration), new XElement("Total_Duration", total), new XElement("Id", ++next), new XElement("Activity_Group_Id", group), new XElement("Active", "true"), new XElement("Comments")));
                return next;
            }
        }

        var closed = SchoolGrid.Days.SelectMany(d => hours.Where(h => !plan.Grid.IsOpen(d, h.Code)), (d, h) => new XElement("Break_Time", new XElement("Day", DayOf(d)), new XElement("Hour", h.Code))).ToList();
        var breaks = closed.Count == 0 ? [] : new[] { Hard("ConstraintBreakTimes", [new XElement("Number_of_Break_Times", closed.Count), .. closed]) };
        var away = plan.Unavailable.Where(u => names.ContainsKey(u.Employee)).GroupBy(u => u.Employee).OrderBy(g => g.Key).Select(g => Hard("ConstraintTeacherNotAvailableTimes",
            [new XElement("Teacher", names[g.Key]), new XElement("Number_of_Not_Available_Times", g.Count()), .. g.OrderBy(u => u.Day).ThenBy(u => u.Hour, StringComparer.Ordinal).Select(u => new XElement("Not_Available_Time", new XElement("Day", DayOf(u.Day)), new XElement("Hour", u.Hour)))]));
        var root = new XElement("fet", new XAttribute("version", Version),
            new XElement("Institution_Name", Plain(institution)), new XElement("Comments"),
            new XElement("Days_List", [new XElement("Number_of_Days", SchoolGrid.Days.Count), .. SchoolGrid.Days.Select(d => new XElement("Day", new XElement("Name", DayOf(d))))]),
            new XElement("Hours_List", [new XElement("Number_of_Hours", hours.Count), .. hours.Select(h => new XElement("Hour", new XElement("Name", h.Code)))]),
            new XElement("Subjects_List", subjects.Values.Distinct().Order(StringComparer.Ordinal).Select(s => new XElement("Subject", new XElement("Name", s), new XElement("Comments")))),
            new XElement("Activity_Tags_List"),
            new XElement("Teachers_List", names.Values.Order(StringComparer.Ordinal).Select(n => new XElement("Teacher", new XElement("Name", n), new XElement("Target_Number_of_Hours", 0), new XElement("Qualified_Subjects"), new XElement("Comments")))),
            new XElement("Students_List", assignments.Select(a => a.ClassName).Distinct().Select(c => new XElement("Year", new XElement("Name", c), new XElement("Number_of_Students", 0), new XElement("Comments"), Half(c, 1), Half(c, 2)))),
            new XElement("Activities_List", activities),
            new XElement("Buildings_List"),
            new XElement("Rooms_List", plan.Rooms.Values.Where(r => r.IsForLessons).Select(r => new XElement("Room", new XElement("Name", r.Code), new XElement("Building"), new XElement("Capacity", r.Capacity), new XElement("Virtual", "false"), new XElement("Comments")))),
            new XElement("Time_Constraints_List", [Hard("ConstraintBasicCompulsoryTime"), .. breaks, .. away, .. times]),
            new XElement("Space_Constraints_List", [Hard("ConstraintBasicCompulsorySpace"), .. rooms]));

        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true }))
            root.Save(writer);
        return bytes.ToArray();
    }

    /// <summary>A teacher's name when two have it.</summary>
    public static string Numbered(PlannedAssignment assignment) => string.Create(CultureInfo.InvariantCulture, $"{assignment.TeacherLatin} #{assignment.EmployeeId}");

    private static Dictionary<long, string> Names(List<PlannedAssignment> assignments)
    {
        var people = assignments.DistinctBy(a => a.EmployeeId).ToList();
        var often = people.GroupBy(p => p.TeacherLatin, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return people.ToDictionary(p => p.EmployeeId, p => Plain(often.Contains(p.TeacherLatin) || p.TeacherLatin.Trim().Length == 0 ? Numbered(p) : p.TeacherLatin));
    }

    private static XElement Half(string schoolClass, int half) => new("Group", new XElement("Name", $"{schoolClass} G{half}"), new XElement("Number_of_Students", 0), new XElement("Comments"));

    private static XElement Hard(string name, params XElement[] content) =>
        new(name, [new XElement("Weight_Percentage", 100), .. content, new XElement("Active", "true"), new XElement("Comments")]);

    private static string DayOf(DayOfWeek day) => Formats.Day(day, "fr");

    // Letters XML cannot hold are left out.
    private static string Plain(string text) => string.Concat(text.Where(XmlConvert.IsXmlChar));
}
