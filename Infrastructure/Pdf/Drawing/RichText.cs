using System.Globalization;

namespace Massar.Infrastructure.Pdf.Drawing;

/// <summary>The languages a paper is written in. The language chooses direction, shapes of letters and faces.</summary>
public enum Language { Arabic, French, Tamazight }

/// <summary>Where a line stands between its two edges. Start is right in Arabic and left elsewhere.</summary>
public enum Align { Start, Center, End, Justify }

/// <summary>A colour, each part from 0 to 1.</summary>
public readonly record struct Ink(double Red, double Green, double Blue)
{
    public static readonly Ink Black = new(0.09, 0.10, 0.12);
    public static readonly Ink Muted = new(0.38, 0.40, 0.43);
    public static readonly Ink Hairline = new(0.72, 0.74, 0.76);
    public static readonly Ink Shade = new(0.945, 0.95, 0.945);
    public static readonly Ink Accent = new(0.03, 0.33, 0.25);
    public static readonly Ink Watermark = new(0.925, 0.925, 0.925);
    public static readonly Ink Warning = new(0.70, 0.10, 0.10);
}

/// <summary>How a text is set. Sizes in points.</summary>
/// <param name="Spacing">Distance between lines as a factor of the face's own height; null: the language's usual one.</param>
public sealed record TextStyle(double Size = 12, bool Bold = false, Align Align = Align.Start, Language Language = Language.Arabic, Ink? Ink = null, double? Spacing = null)
{
    public static readonly TextStyle Body = new();

    public static TextStyle In(Language language) => new(language == Language.Arabic ? 12 : 9.5, Language: language);

    internal bool IsRightToLeft => Language == Language.Arabic;

    internal int PangoAlignment => Align switch
    {
        Align.Center => Pango.Center,
        Align.End => IsRightToLeft ? Pango.Left : Pango.Right,
        _ => IsRightToLeft ? Pango.Right : Pango.Left,
    };

    // Always a list: with a single family the first foreign letter would fall to whatever face is found.
    internal string Font => string.Create(CultureInfo.InvariantCulture, $"{Families(Language)} {(Bold ? "Bold " : "")}{Size}");

    // Amiri is tall by design, Noto is not.
    internal float LineSpacing => (float)(Spacing ?? (Language == Language.Arabic ? 0.92 : 1.15));

    private static string Families(Language language) => language switch
    {
        Language.Arabic => "Amiri,Noto Sans,Noto Sans Tifinagh",
        Language.Tamazight => "Noto Sans Tifinagh,Noto Sans,Amiri",
        _ => "Noto Sans,Amiri,Noto Sans Tifinagh",
    };
}

/// <summary>A stretch of text in one weight.</summary>
public readonly record struct Run(string Text, bool Bold = false)
{
    public static Run Strong(string text) => new(text, Bold: true);

    public static implicit operator Run(string text) => new(text);
}

/// <summary>A text with some words in bold. Values are text, never markup: “&lt;b&gt;” in a name is drawn as typed.</summary>
public sealed class RichText
{
    private readonly List<Run> runs = [];

    public IReadOnlyList<Run> Runs => runs;

    public RichText Add(string text)
    {
        runs.Add(text);
        return this;
    }

    public RichText Strong(string text)
    {
        runs.Add(Run.Strong(text));
        return this;
    }

    /// <summary>Fills the places <c>{0}</c>, <c>{1}</c>… of a translated sentence, keeping the weight of each value.</summary>
    /// <exception cref="FormatException">The sentence names a value that was not given.</exception>
    public static RichText Format(string sentence, params ReadOnlySpan<Run> values)
    {
        var text = new RichText();
        var from = 0;
        while (sentence.IndexOf('{', from) is var open and >= 0)
        {
            var close = sentence.IndexOf('}', open);
            if (close < 0 || !int.TryParse(sentence.AsSpan(open + 1, close - open - 1), CultureInfo.InvariantCulture, out var place) || place < 0 || place >= values.Length)
                throw new FormatException($"No value for a place in “{sentence}”.");
            if (open > from) text.Add(sentence[from..open]);
            text.runs.Add(values[place]);
            from = close + 1;
        }
        if (from < sentence.Length) text.Add(sentence[from..]);
        return text;
    }

    public static implicit operator RichText(string text) => new RichText().Add(text);

    public override string ToString() => string.Concat(runs.Select(r => r.Text));
}
