using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.StaffFiles.Domain;

/// <summary>What somebody says of one line of a file: one of the words offered, and a note.</summary>
public sealed record SaidPage(long Page, string? Word, string? Note);

/// <summary>What the receiver found, and what the sender answers, are said line by line in the same way.</summary>
public static class SaidPages
{
    /// <summary>Out of a form whose fields are called <c>r[line]</c> and <c>n[line]</c>.</summary>
    public static IReadOnlyList<SaidPage> Read(IFormCollection form) =>
    [
        .. form.Keys.Where(k => k.StartsWith("r[", StringComparison.Ordinal) && k.EndsWith(']')).Select(k => k[2..^1]).Where(k => long.TryParse(k, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(k => new SaidPage(long.Parse(k, CultureInfo.InvariantCulture), form[$"r[{k}]"], form[$"n[{k}]"])),
    ];

    /// <summary>Gives each line its word and its note; refused by field where a word, or the note that it needs, is missing.</summary>
    /// <param name="lines">All that have to be spoken of.</param>
    /// <param name="missing">Text keys for a line without a word, and for a word without the note it needs.</param>
    /// <param name="take">Writes it on the line.</param>
    public static Refusal? Take<TWord>(IEnumerable<FilePage> lines, IReadOnlyList<SaidPage> pages, (string Word, string Note) missing, Func<TWord, bool> needsNote, Action<FilePage, TWord, string?> take) where TWord : struct, Enum
    {
        var wrong = new Dictionary<string, Said>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.ToList())
        {
            var said = pages.FirstOrDefault(p => p.Page == line.Id);
            var note = BidiSafe.CleanOrNull(said?.Note);
            if (!Enum.TryParse<TWord>(said?.Word, out var word) || !Enum.IsDefined(word) || EqualityComparer<TWord>.Default.Equals(word, default))
                wrong[$"r[{line.Id}]"] = new Said(missing.Word);
            else if (needsNote(word) && note is null)
                wrong[$"n[{line.Id}]"] = new Said(missing.Note);
            else if (note?.Length > FilePage.NoteLength)
                wrong[$"n[{line.Id}]"] = new Said("staff-files.long", FilePage.NoteLength);
            else
                take(line, word, note);
        }

        return wrong.Count > 0 ? Refusal.Invalid(wrong) : null;
    }
}
