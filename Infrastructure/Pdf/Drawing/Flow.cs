namespace Massar.Infrastructure.Pdf.Drawing;

/// <summary>Blocks one under another: the body of a sheet or one column of a row.</summary>
public class Flow
{
    internal List<Block> Blocks { get; } = [];

    /// <summary>A title. Level 1 is the name of the paper, once.</summary>
    public Flow Heading(RichText text, int level = 1, TextStyle? style = null) =>
        Add(new TextBlock(text, style ?? new TextStyle(level == 1 ? 22 : 14, Bold: true, Align: level == 1 ? Align.Center : Align.Start, Ink: Ink.Accent), $"H{level}", After: level == 1 ? 6 : 3, KeepWithNext: true));

    public Flow Paragraph(RichText text, TextStyle? style = null, double after = 6, bool keepWithNext = false) =>
        Add(new TextBlock(text, style ?? TextStyle.Body with { Align = Align.Justify }, "P", after, keepWithNext));

    /// <summary>A line that opens an address when touched.</summary>
    public Flow Link(string text, Uri address, TextStyle? style = null) =>
        Add(new TextBlock(text, style ?? new TextStyle(8, Language: Language.French), "P", 2, KeepWithNext: false, address));

    /// <summary>The head of an official paper: Arabic lines on the right, their French counterpart on the left, an emblem between them.</summary>
    public Flow Letterhead(IReadOnlyList<string> right, IReadOnlyList<string> left, Emblem emblem = Drawing.Emblem.Star) =>
        Row(row => row
            .Column(10, c => c.Lines(right, new TextStyle(11, Align: Align.Center, Spacing: 0.8)))
            .Column(3, c => c.Emblem(emblem, 44))
            .Column(10, c => c.Lines(left, new TextStyle(8.2, Align: Align.Center, Language: Language.French, Spacing: 1.1))));

    /// <summary>Lines of one style, the first in bold.</summary>
    public Flow Lines(IReadOnlyList<string> lines, TextStyle style)
    {
        var text = new RichText();
        for (var i = 0; i < lines.Count; i++) text = i == 0 ? text.Strong(lines[i]) : text.Add($"\n{lines[i]}");
        return Add(new TextBlock(text, style, "P", 0, KeepWithNext: false));
    }

    /// <summary>Labels and their values, in one language or in two facing each other.</summary>
    public Flow Facts(params IEnumerable<Fact> facts) => Add(new FactsBlock([.. facts]));

    public Flow Table(Action<Table> describe)
    {
        var table = new Table();
        describe(table);
        return Add(new TableBlock(table));
    }

    /// <summary>Two states of the same thing side by side; what changed is in bold.</summary>
    public Flow Comparison(Comparison comparison) => Table(comparison.Describe);

    /// <summary>Columns side by side in reading order (the first on the right), never cut by the end of a page.</summary>
    public Flow Row(Action<Columns> describe)
    {
        var columns = new Columns();
        describe(columns);
        return Add(new ColumnsBlock(columns));
    }

    public Flow Rule(Ink? ink = null, double width = 0.6) => Add(new RuleBlock(ink ?? Ink.Hairline, width));

    public Flow Space(double height) => Add(new SpaceBlock(height));

    /// <summary>A code that a telephone reads, with its address as a link. At least 25 mm wide, quiet zone included.</summary>
    public Flow Code(Uri address, double millimeters = 28) => Add(new CodeBlock(address, millimeters / 25.4 * 72));

    /// <summary>A round seal drawn by lines: rings, a star and the words given.</summary>
    public Flow Seal(Seal seal) => Add(new SealBlock(seal));

    /// <summary>The place of a signature, kept on the page of the text before it.</summary>
    public Flow Signature(Signature signature) => Add(new SignatureBlock(signature));

    public Flow Emblem(Emblem emblem, double size) => emblem == Drawing.Emblem.None ? this : Add(new EmblemBlock(size));

    internal Flow Add(Block block)
    {
        Blocks.Add(block);
        return this;
    }
}

/// <summary>A4 pages that belong together. Distances in points.</summary>
public sealed class Sheet : Flow
{
    public const double PageWidth = 595.28, PageHeight = 841.89;

    public double Side { get; set; } = 48;

    public double Top { get; set; } = 42;

    public double Bottom { get; set; } = 40;

    /// <summary>Words at the foot of each page, from the page and the number of pages of this sheet.</summary>
    public Func<int, int, string>? PageNumber { get; set; }

    /// <summary>Words at the other end of the foot: the reference of the paper.</summary>
    public string? Note { get; set; }

    public Language Language { get; set; } = Language.Arabic;

    internal List<(int Level, string Title)> Bookmarks { get; } = [];

    /// <summary>An entry of the file's outline that leads to the first page of this sheet.</summary>
    /// <param name="level">1 for the outermost; a deeper one stands below the last of the level above.</param>
    public Sheet Bookmark(int level, string title)
    {
        Bookmarks.Add((level, title));
        return this;
    }

    /// <summary>The settings this sheet is the first of, when it is meant to be one page.</summary>
    internal OnePage? Choice { get; init; }

    /// <summary>Continues on a new page.</summary>
    public Flow NextPage() => Add(new PageBreakBlock());
}

/// <summary>Columns of a row with their relative widths.</summary>
public sealed class Columns
{
    internal List<(double Weight, Flow Flow)> Items { get; } = [];

    public Columns Column(double weight, Action<Flow> describe)
    {
        var flow = new Flow();
        describe(flow);
        Items.Add((weight, flow));
        return this;
    }
}

/// <summary>A label and its value; with the other language given, the two face each other on one line.</summary>
public sealed record Fact(string Label, RichText Value, string? OtherLabel = null, RichText? OtherValue = null);

/// <summary>What stands in the middle of a letterhead. Real arms come only from files the customer supplies.</summary>
public enum Emblem { None, Star }

/// <summary>A round seal.</summary>
/// <param name="Lines">One to three short lines in its middle.</param>
/// <param name="Diameter">In points; official stamps are about 38 mm.</param>
public sealed record Seal(IReadOnlyList<string> Lines, double Diameter = 96, Ink? Ink = null);

/// <summary>What surrounds a signature.</summary>
/// <param name="Field">Name of the form field that the signing step lays over the block; null for a block signed by hand.</param>
/// <param name="Lines">Place and date, function of the signatory.</param>
/// <param name="Name">Who signs.</param>
public sealed record Signature(string? Field, IReadOnlyList<string> Lines, string Name, Seal? Seal = null, double Room = 54);
