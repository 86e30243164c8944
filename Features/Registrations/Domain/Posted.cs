using Massar.Infrastructure.Messaging;

namespace Massar.Features.Registrations.Domain;

/// <summary>A form of the family as it was posted: texts, one file at most, and the button pressed.</summary>
/// <param name="Topic">The part the file belongs to: photo or proof.</param>
public sealed record Posted(IReadOnlyDictionary<string, string> Fields, string? Topic, byte[]? Upload)
{
    private const int LongestKept = 400;
    private const int LongestName = 60;

    /// <summary>Sent by a program, which is told of a name nobody asked for; a page posts more than answers.</summary>
    private bool IsExact { get; init; }

    /// <summary>Texts sent by a program; whether a name begins with a capital does not matter.</summary>
    public static Posted Of(IReadOnlyDictionary<string, string>? fields)
    {
        var kept = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, typed) in fields ?? new Dictionary<string, string>())
            kept[name.Length < LongestName ? name : name[..LongestName]] = Cut(typed ?? "");
        return new(kept, null, null) { IsExact = true };
    }

    /// <summary>Refuses what a program sent under a name that these parts do not have; null when there is none.</summary>
    public Refusal? Strange(IEnumerable<Topic> topics)
    {
        if (!IsExact)
            return null;
        var known = topics.SelectMany(t => t.Fields).SelectMany(f => f.Boxes).Append("BirthPick").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var strange = Fields.Keys.Where(name => !known.Contains(name)).ToDictionary(name => name, _ => new Said("registrations.wrong.no-such-field"));
        return strange.Count > 0 ? Refusal.Invalid(strange) : null;
    }

    /// <summary>A file sent by a program, as the body of its request.</summary>
    public static async Task<Posted> File(string topic, HttpRequest request, CancellationToken ct)
    {
        using var memory = new MemoryStream();
        await request.Body.CopyToAsync(memory, ct);
        return new(new Dictionary<string, string>(), topic, memory.ToArray());
    }

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

        return new(form.Where(f => f.Key.Length < LongestName).ToDictionary(f => f.Key, f => Cut(f.Value.ToString())), file?.Name, bytes);
    }

    /// <summary>Puts what belongs to these parts into the answers, and nothing else.</summary>
    public void Into(Answers answers, IEnumerable<Topic> topics)
    {
        foreach (var topic in topics)
        {
            // Of a box that is not ticked nothing is posted; but of a part that was not on the page neither.
            var isThere = topic.Fields.Any(f => f.Boxes.Any(Fields.ContainsKey));
            foreach (var field in topic.Fields)
                foreach (var box in field.Boxes)
                    if (Fields.TryGetValue(box, out var typed))
                        answers[box] = typed;
                    else if (field.Kind == FieldKind.Flag && isThere)
                        answers[box] = "";
        }

        // One of the days proposed for a Hijri date was picked.
        if (Fields.GetValueOrDefault("BirthPick") is { Length: > 0 } pick && !answers.HasDate("BirthDate") && answers.HasDate("Hijri")
            && DateOnly.TryParseExact(pick, "yyyy-MM-dd", out var date))
            answers.SetDate("BirthDate", date);
        if (Button.Split(':') is ["copy", "Father" or "Mother" or "Tutor", "Father" or "Mother" or "Tutor"] copy)
            Proposals.Copy(answers, copy[1], copy[2]);
    }

    private static string Cut(string typed) => typed.Length > LongestKept ? typed[..LongestKept] : typed;
}
