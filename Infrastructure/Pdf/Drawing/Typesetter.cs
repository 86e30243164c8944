using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Massar.Infrastructure.Pdf.Drawing;

/// <summary>Turns texts into laid-out lines and owns all native objects that come of it.</summary>
/// <remarks>Belongs to one thread, for as many papers as it draws. A layout is made once, measured, and drawn later from the same object:
/// “page n of m” costs no second pass. Short texts are kept for the next papers, which repeat most of them: headings, labels, subjects, marks.</remarks>
internal sealed unsafe class Typesetter : IDisposable
{
    /// <summary>Texts kept in each of two generations, some 2 KB each.</summary>
    private const int MostKept = 1_000;
    private const int LongestKept = 120;

    private readonly nint[] contexts = new nint[3];
    private readonly Dictionary<TextStyle, nint> fonts = [];
    private readonly List<nint> layouts = [];
    private readonly Dictionary<object, int> settings = [];

    // What was used since the last change of generation, and what was used only before it.
    private Dictionary<Kept, (nint Layout, double Height)> young = [], old = [];

    public Typesetter()
    {
        var map = Pango.DefaultFontMap();
        // One context for each language, never changed afterwards: a change would make every earlier layout stale.
        foreach (var language in Enum.GetValues<Language>())
        {
            var context = Pango.CreateContext(map);
            Pango.SetResolution(context, 72);
            Pango.RoundGlyphPositions(context, 0);
            Pango.SetBaseDirection(context, language == Language.Arabic ? Pango.RightToLeft : Pango.LeftToRight);
            Pango.SetLanguage(context, Tags[(int)language]);
            contexts[(int)language] = context;
        }
    }

    // languages are interned by Pango and live as long as the process
    private static readonly nint[] Tags = [Pango.Language("ar"), Pango.Language("fr"), Pango.Language("zgh")];

    /// <exception cref="UnprintableTextException">No pinned face holds a character of the text.</exception>
    public Laid Lay(RichText text, TextStyle style, double width)
    {
        var ink = style.Ink ?? Ink.Black;
        var isKept = text.Runs is [{ Text.Length: <= LongestKept }] or [{ Text.Length: <= LongestKept }, { Text.Length: <= LongestKept }];
        var key = isKept ? new Kept(text.Runs[0], text.Runs.Count > 1 ? text.Runs[1] : default, style with { Ink = null }, width) : default;
        if (isKept && Find(key) is var (found, high)) return new Laid(found, high, ink);

        var (layout, height) = Make(text, style, width);
        if (isKept) young.Add(key, (layout, height));
        else layouts.Add(layout);
        return new Laid(layout, height, ink);
    }

    /// <summary>Which setting the last sheet of a kind was drawn in; 0 for a kind not seen yet, or for sheets of no kind.</summary>
    public int LastSetting(object? kind) => kind is null ? 0 : settings.GetValueOrDefault(kind);

    public void Remember(object? kind, int setting)
    {
        if (kind is not null) settings[kind] = setting;
    }

    private (nint Layout, double Height)? Find(Kept key)
    {
        if (young.TryGetValue(key, out var found)) return found;
        if (!old.Remove(key, out found)) return null;
        young.Add(key, found);
        return found;
    }

    private (nint Layout, double Height) Make(RichText text, TextStyle style, double width)
    {
        var layout = Pango.NewLayout(contexts[(int)style.Language]);
        Pango.SetFont(layout, Font(style));
        Pango.SetAutoDirection(layout, 0);
        Pango.SetAlignment(layout, style.PangoAlignment);
        Pango.SetWidth(layout, (int)(width * Pango.Scale));
        Pango.SetWrap(layout, Pango.WrapWordChar);
        Pango.SetLineSpacing(layout, style.LineSpacing);
        if (style.Align == Align.Justify) Pango.SetJustify(layout, 1);

        var total = Fill(layout, text, style);
        if (Pango.UnknownGlyphs(layout) > 0)
        {
            Pango.Unref(layout);
            throw new UnprintableTextException(text.ToString());
        }

        int w, h;
        Pango.GetSize(layout, &w, &h);
        return (layout, total == 0 ? 0 : h / Pango.Scale);
    }

    private static int Fill(nint layout, RichText text, TextStyle style)
    {
        var runs = text.Runs;
        var longest = 0;
        foreach (var run in runs) longest += Encoding.UTF8.GetMaxByteCount(run.Text.Length) + 64;
        var buffer = ArrayPool<byte>.Shared.Rent(longest);
        var attributes = Pango.NewAttributes();
        try
        {
            var length = 0;
            foreach (var run in runs)
            {
                var from = length;
                var clean = PaperText.Clean(run.Text);
                if (buffer.Length < length + Encoding.UTF8.GetMaxByteCount(clean.Length)) Grow(ref buffer, length, clean.Length);
                length += Encoding.UTF8.GetBytes(clean, buffer.AsSpan(length));
                if (!run.Bold || style.Bold || length == from) continue;
                var bold = Pango.Weight(Pango.BoldWeight);
                bold->Start = (uint)from;
                bold->End = (uint)length;
                Pango.Insert(attributes, bold);
            }

            // Amiri draws ر and و close to what follows; readers of the file would take the gap after the word for a letter's.
            if (!style.Bold && style.IsRightToLeft) Pango.Insert(attributes, Pango.Features("kern=0"));
            Pango.SetAttributes(layout, attributes);
            fixed (byte* bytes = buffer) Pango.SetText(layout, bytes, length);
            return length;
        }
        finally
        {
            Pango.FreeAttributes(attributes);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Grow(ref byte[] buffer, int used, int more)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * used + Encoding.UTF8.GetMaxByteCount(more));
        buffer.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    private nint Font(TextStyle style)
    {
        var key = new TextStyle(style.Size, style.Bold, Language: style.Language);
        ref var font = ref CollectionsMarshal.GetValueRefOrAddDefault(fonts, key, out var known);
        if (!known) font = Pango.Describe(key.Font);
        return font;
    }

    /// <summary>Frees the layouts of a sheet that is drawn, or given up; faces, contexts and what is kept stay for the next.</summary>
    public void Clear()
    {
        foreach (var layout in layouts) Pango.Unref(layout);
        layouts.Clear();
        if (young.Count < MostKept) return;
        foreach (var (layout, _) in old.Values) Pango.Unref(layout);
        old.Clear();
        (young, old) = (old, young);
    }

    public void Dispose()
    {
        Clear();
        foreach (var (layout, _) in young.Values.Concat(old.Values)) Pango.Unref(layout);
        foreach (var font in fonts.Values) Pango.FreeDescription(font);
        foreach (var context in contexts) Pango.Unref(context);
    }

    private readonly record struct Kept(Run First, Run Second, TextStyle Style, double Width);
}

/// <summary>A text set in lines of a given width.</summary>
internal sealed unsafe class Laid(nint layout, double height, Ink ink)
{
    public nint Layout => layout;

    public double Height => height;

    public Ink Ink => ink;

    public int LineCount => Pango.LineCount(layout);

    /// <summary>Number of lines, from <paramref name="first"/>, that fit in a height.</summary>
    public int Fitting(int first, double room)
    {
        var lines = Lines();
        var top = lines[first].Top;
        var count = 0;
        while (first + count < lines.Count && lines[first + count].Bottom - top <= room) count++;
        return count;
    }

    /// <summary>Height of some of the lines.</summary>
    public double HeightOf(int first, int count)
    {
        var lines = Lines();
        return lines[first + count - 1].Bottom - lines[first].Top;
    }

    private List<(double Top, double Bottom)> Lines()
    {
        var lines = new List<(double, double)>();
        var iterator = Pango.Lines(layout);
        do
        {
            int top, bottom;
            Pango.LineRange(iterator, &top, &bottom);
            lines.Add((top / Pango.Scale, bottom / Pango.Scale));
        }
        while (Pango.NextLine(iterator) != 0);
        Pango.FreeLines(iterator);
        return lines;
    }

    /// <summary>Draws some of the lines with their first at the height given.</summary>
    public void Draw(nint cr, double x, double y, int first, int count)
    {
        var iterator = Pango.Lines(layout);
        var start = 0.0;
        var i = 0;
        do
        {
            int top, bottom;
            Pango.LineRange(iterator, &top, &bottom);
            if (i == first) start = top / Pango.Scale;
            if (i < first) continue;
            Pango.Rectangle ink, logical;
            Pango.LineExtents(iterator, &ink, &logical);
            Cairo.MoveTo(cr, x + logical.X / Pango.Scale, y + Pango.Baseline(iterator) / Pango.Scale - start);
            Pango.ShowLine(cr, Pango.Line(iterator));
        }
        while (++i < first + count && Pango.NextLine(iterator) != 0);
        Pango.FreeLines(iterator);
    }
}
