namespace Massar.Features.Attendance.Domain;

/// <summary>What a form or a program says of the pupils of a call: Massar code → A (absent) or L (late). Those left out are there.</summary>
public static class RollMarks
{
    public static bool IsKnown(string? mark) => mark is "A" or "L";

    /// <summary>Boxes named <c>p[code]</c>. Both ticked is somebody who was absent and came: late.</summary>
    public static Dictionary<string, string> Of(IFormCollection form)
    {
        var marks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in form)
            if (name.StartsWith("p[", StringComparison.Ordinal) && name.EndsWith(']') && !string.IsNullOrEmpty(values))
                marks[name[2..^1]] = values.Contains("L") ? "L" : values.ToString();
        return marks;
    }

    public static Dictionary<string, string> Of(IEnumerable<string?>? absent, IEnumerable<string?>? late)
    {
        var marks = (absent ?? []).OfType<string>().Distinct(StringComparer.Ordinal).ToDictionary(code => code, _ => "A", StringComparer.Ordinal);
        foreach (var code in (late ?? []).OfType<string>())
            marks[code] = "L";
        return marks;
    }

    /// <summary>By pupil. A code that is not on the list any more is passed over: a phone may send yesterday's list, and nobody else's line may be lost for it.</summary>
    public static Dictionary<long, Presence> By(IReadOnlyDictionary<string, string> marks, IEnumerable<RollPupil> list) =>
        list.Where(p => marks.ContainsKey(p.Code)).ToDictionary(p => p.Id, p => Read(marks[p.Code]));

    public static Presence Read(string? mark) => mark switch
    {
        "A" => Presence.Absent,
        "L" => Presence.Late,
        _ => Presence.Present,
    };
}
