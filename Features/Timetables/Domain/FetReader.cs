using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Timetables.Domain;

/// <summary>An activity of a FET file: teachers, a subject, students, so many hours in a row.</summary>
public sealed record FetActivity(int Id, IReadOnlyList<string> Teachers, string Subject, IReadOnlyList<string> Students, int Duration);

/// <summary>Where FET put an activity. A day or an hour is empty where it found no place.</summary>
public sealed record FetPlacement(int Activity, string Day, string Hour, string Room);

/// <summary>What is read of FET's files.</summary>
/// <param name="Parents">Groups and subgroups of students, each with the set it is a part of and its place among the parts, from 1.</param>
public sealed record FetWeek(IReadOnlyList<string> Days, IReadOnlyList<string> Hours, IReadOnlyList<FetActivity> Activities, IReadOnlyList<FetPlacement> Placements, IReadOnlyDictionary<string, FetPart> Parents);

/// <param name="Number">Place among the parts, from 1.</param>
public sealed record FetPart(string Whole, int Number);

/// <summary>
/// Reads the XML of the timetable program FET: its data file (<c>.fet</c>, with the timetable locked into it as preferred starting times
/// and rooms, as FET exports it) and its output <c>…_activities.xml</c>. Nothing is followed or expanded: a document type, an entity, a
/// file beyond the bounds, or one that is nested too deep is refused before it is looked at.
/// </summary>
public static class FetReader
{
    /// <summary>Longest file, in bytes: a school of a hundred classes has about two million.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    private const int MostActivities = 20_000;
    private const int NameLength = 200;

    // A hundred classes in halves, their teachers, rooms and subjects are six hundred names.
    private const int MostNames = 1_500;
    private const int MostDepth = 16;

    /// <summary>Reads the data file, and the output where it is given.</summary>
    /// <param name="refusal">Why not, as a refusal at the field of the file.</param>
    public static FetWeek? Read(byte[] data, byte[]? output, out Refusal? refusal)
    {
        var week = Read(data, "File", out var root, out refusal) ? Data(root!, out refusal) : null;
        if (week is null || output is not { Length: > 0 })
            return week is { Placements.Count: 0 } && refusal is null ? Refuse("File", "timetables.import.not-placed", out refusal) : week;
        if (!Read(output, "Output", out var placed, out refusal))
            return null;
        var placements = Placements(placed!);
        if (placements.SelectMany(p => (string[])[p.Room, p.Day, p.Hour]).Distinct(StringComparer.Ordinal).Skip(MostNames).Any())
            return Refuse("Output", "timetables.import.too-large", out refusal);
        return placements.Count > 0 ? week with { Placements = placements } : Refuse("Output", "timetables.import.not-output", out refusal);
    }

    private static bool Read(byte[] file, string field, out XElement? root, out Refusal? refusal)
    {
        (root, refusal) = (null, null);
        if (file.Length > MostBytes)
        {
            Refuse(field, "timetables.import.too-large", out refusal);
            return false;
        }

        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostBytes, MaxCharactersFromEntities = 0, IgnoreComments = true, IgnoreProcessingInstructions = true, IgnoreWhitespace = true };
            using (var looked = XmlReader.Create(new MemoryStream(file, writable: false), settings))
                while (looked.Read())
                    if (looked.Depth > MostDepth)
                    {
                        Refuse(field, "timetables.import.not-xml", out refusal);
                        return false;
                    }

            using var reader = XmlReader.Create(new MemoryStream(file, writable: false), settings);
            root = XElement.Load(reader);
            return true;
        }
        catch (XmlException)
        {
            Refuse(field, "timetables.import.not-xml", out refusal);
            return false;
        }
    }

    private static FetWeek? Data(XElement root, out Refusal? refusal)
    {
        refusal = null;
        if (root.Name.LocalName != "fet" || root.Element("Activities_List") is not { } list)
            return Refuse("File", "timetables.import.not-fet", out refusal);

        var activities = list.Elements("Activity").Where(a => a.Element("Active")?.Value.Trim() != "false" && Number(a.Element("Id")) is not null).Take(MostActivities + 1)
            .Select(a => new FetActivity(Number(a.Element("Id"))!.Value, Names(a, "Teacher"), Name(a.Element("Subject")), Names(a, "Students"), Math.Max(1, Number(a.Element("Duration")) ?? 1))).ToList();
        if (activities.Count > MostActivities)
            return Refuse("File", "timetables.import.too-large", out refusal);
        if (activities.Count == 0)
            return Refuse("File", "timetables.import.no-activities", out refusal);

        var placements = Placements(root);
        if (placements.Count == 0)
            placements = Locked(root);
        // Each name nobody knows becomes a question with all the school's own as answers.
        if (activities.SelectMany(a => a.Teachers.Concat(a.Students).Append(a.Subject)).Concat(placements.SelectMany(p => (string[])[p.Room, p.Day, p.Hour])).Distinct(StringComparer.Ordinal).Skip(MostNames).Any())
            return Refuse("File", "timetables.import.too-large", out refusal);
        return new FetWeek(Listed(root.Element("Days_List"), "Day"), Listed(root.Element("Hours_List"), "Hour"), activities, placements, Parts(root.Element("Students_List")));
    }

    // The output's own element, wherever it stands: alone as the root, or inside a file with data and timetable.
    private static List<FetPlacement> Placements(XElement root) =>
        [.. root.DescendantsAndSelf("Activities_Timetable").Take(1).Elements("Activity").Where(a => Number(a.Element("Id")) is not null).Take(MostActivities)
            .Select(a => new FetPlacement(Number(a.Element("Id"))!.Value, Name(a.Element("Day")), Name(a.Element("Hour")), Name(a.Element("Real_Room") ?? a.Element("Room"))))];

    // A timetable locked into the data: preferred starting times and rooms that must hold.
    private static List<FetPlacement> Locked(XElement root)
    {
        var rooms = new Dictionary<int, string>();
        foreach (var constraint in (root.Element("Space_Constraints_List")?.Elements("ConstraintActivityPreferredRoom") ?? []).Where(IsHard))
            if (Number(constraint.Element("Activity_Id")) is { } id)
                rooms[id] = Name(constraint.Element("Real_Room") ?? constraint.Element("Room"));
        var placed = new Dictionary<int, FetPlacement>();
        foreach (var constraint in (root.Element("Time_Constraints_List")?.Elements("ConstraintActivityPreferredStartingTime") ?? []).Where(IsHard).Take(MostActivities))
            if (Number(constraint.Element("Activity_Id")) is { } id)
                placed[id] = new FetPlacement(id, Name(constraint.Element("Preferred_Day") ?? constraint.Element("Day")), Name(constraint.Element("Preferred_Hour") ?? constraint.Element("Hour")), rooms.GetValueOrDefault(id, ""));
        return [.. placed.Values];
    }

    private static bool IsHard(XElement constraint) =>
        constraint.Element("Active")?.Value.Trim() != "false" && decimal.TryParse(constraint.Element("Weight_Percentage")?.Value.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) && weight >= 100;

    // Newer files wrap each name, older ones list them bare.
    private static List<string> Listed(XElement? list, string item) =>
        list is null ? [] : [.. (list.Elements(item).Any() ? list.Elements(item).Select(i => Name(i.Element("Name"))) : list.Elements("Name").Select(Name)).Where(n => n.Length > 0).Take(60)];

    private static Dictionary<string, FetPart> Parts(XElement? students)
    {
        var parts = new Dictionary<string, FetPart>(StringComparer.Ordinal);
        foreach (var year in students?.Elements("Year") ?? [])
        {
            Note(year, "Group");
            foreach (var group in year.Elements("Group"))
                Note(group, "Subgroup");
        }

        return parts;

        void Note(XElement whole, string part)
        {
            var number = 0;
            foreach (var one in whole.Elements(part))
                parts.TryAdd(Name(one.Element("Name")), new FetPart(Name(whole.Element("Name")), ++number));
        }
    }

    private static List<string> Names(XElement activity, string element) => [.. activity.Elements(element).Select(Name).Where(n => n.Length > 0).Distinct().Take(20)];

    private static string Name(XElement? element) => element is null ? "" : BidiSafe.Cut(element.Value.Trim(), NameLength);

    private static int? Number(XElement? element) => int.TryParse(element?.Value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static FetWeek? Refuse(string field, string key, out Refusal? refusal)
    {
        refusal = Refusal.Invalid(field, key);
        return null;
    }
}
