namespace Massar.Features.Registrations.Domain;

/// <summary>A form of the family as it was posted: texts, one file at most, and the button pressed.</summary>
/// <param name="Topic">The part the file belongs to: photo or proof.</param>
public sealed record Posted(IReadOnlyDictionary<string, string> Fields, string? Topic, byte[]? Upload)
{
    private const int LongestKept = 400;

    /// <summary>"again" keeps the page; "copy:Mother:Father" copies between blocks.</summary>
    public string Button => Fields.GetValueOrDefault("Button", "");

    public static async Task<Posted> Read(HttpRequest request, CancellationToken ct)
    {
        var form = await request.ReadFormAsync(ct);
        var file = form.Files.FirstOrDefault(f => f.Name is "photo" or "proof" && f.Length > 0);
        byte[]? bytes = null;
        if (file is not null)
        {
            using var memory = new MemoryStream((int)file.Length);
            await file.CopyToAsync(memory, ct);
            bytes = memory.ToArray();
        }

        return new(form.Where(f => f.Key.Length < 60).ToDictionary(f => f.Key, f => f.Value.ToString() is var typed && typed.Length > LongestKept ? typed[..LongestKept] : typed), file?.Name, bytes);
    }

    /// <summary>Puts what belongs to these parts into the answers, and nothing else.</summary>
    public void Into(Answers answers, IEnumerable<Topic> topics)
    {
        foreach (var field in topics.SelectMany(t => t.Fields))
            foreach (var box in field.Boxes)
                if (Fields.TryGetValue(box, out var typed))
                    answers[box] = typed;
                else if (field.Kind == FieldKind.Flag)
                    answers[box] = "";

        // One of the days proposed for a Hijri date was picked.
        if (Fields.GetValueOrDefault("BirthPick") is { Length: > 0 } pick && !answers.HasDate("BirthDate") && answers.HasDate("Hijri")
            && DateOnly.TryParseExact(pick, "yyyy-MM-dd", out var date))
            answers.SetDate("BirthDate", date);
        if (Button.Split(':') is ["copy", "Father" or "Mother" or "Tutor", "Father" or "Mother" or "Tutor"] copy)
            Proposals.Copy(answers, copy[1], copy[2]);
    }
}
