using System.Text.RegularExpressions;
using QRCoder;

namespace Massar.Infrastructure.Pdf.Drawing;

/// <summary>What a paper asked for; measuring turns it into pieces that a page can take.</summary>
internal abstract record Block
{
    public abstract void Measure(Typesetter setter, double width, List<Piece> into);
}

/// <summary>A strip over the whole width of a page or column, with its height known and its drawing still to come.</summary>
internal abstract class Piece
{
    public double Height { get; protected init; }

    /// <summary>Empty height below, dropped at the end of a page.</summary>
    public double After { get; init; }

    /// <summary>Must not be the last on a page.</summary>
    public bool KeepWithNext { get; set; }

    /// <summary>Must not be the first on a page.</summary>
    public bool KeepWithPrevious { get; init; }

    public bool StartsPage { get; init; }

    /// <summary>Structure opened before this piece and closed after it; may span pages.</summary>
    public string? Opens { get; set; }

    public string? Closes { get; set; }

    /// <summary>Drawn again above this piece when it is the first on a page.</summary>
    public Piece? Head { get; init; }

    public abstract void Draw(Canvas canvas, double x, double y);

    /// <summary>Cuts so that the first part fits, or gives null.</summary>
    public virtual (Piece First, Piece Second)? Split(double room) => null;
}

internal sealed record TextBlock(RichText Text, TextStyle Style, string Tag, double After, bool KeepWithNext, Uri? Address = null) : Block
{
    public override void Measure(Typesetter setter, double width, List<Piece> into)
    {
        var laid = setter.Lay(Text, Style, width);
        into.Add(new TextPiece(laid, Tag, 0, laid.LineCount, width, Address) { After = After, KeepWithNext = KeepWithNext });
    }
}

internal sealed class TextPiece : Piece
{
    private readonly Laid laid;
    private readonly string tag;
    private readonly int first, count;
    private readonly double width;
    private readonly Uri? address;

    public TextPiece(Laid laid, string tag, int first, int count, double width, Uri? address)
    {
        (this.laid, this.tag, this.first, this.count, this.width, this.address) = (laid, tag, first, count, width, address);
        Height = IsWhole ? laid.Height : laid.HeightOf(first, count);
    }

    private bool IsWhole => first == 0 && count == laid.LineCount;

    public override void Draw(Canvas canvas, double x, double y)
    {
        if (Height == 0) return;
        canvas.Begin(tag);
        if (address is not null) canvas.BeginLink(address, x, y, width, Height);
        if (IsWhole) canvas.Text(laid, x, y);
        else canvas.Lines(laid, x, y, first, count);
        if (address is not null) canvas.End("Link");
        canvas.End(tag);
    }

    // at least two lines on either side, as printers do
    public override (Piece, Piece)? Split(double room)
    {
        var fitting = Math.Min(laid.Fitting(first, room), count - 2);
        if (fitting < 2) return null;
        return (new TextPiece(laid, tag, first, fitting, width, address),
            new TextPiece(laid, tag, first + fitting, count - fitting, width, address) { After = After, KeepWithNext = KeepWithNext });
    }
}

internal sealed record SpaceBlock(double Size) : Block
{
    public override void Measure(Typesetter setter, double width, List<Piece> into) => into.Add(new Gap { After = Size });

    private sealed class Gap : Piece
    {
        public override void Draw(Canvas canvas, double x, double y) { }
    }
}

internal sealed record PageBreakBlock : Block
{
    public override void Measure(Typesetter setter, double width, List<Piece> into) => into.Add(new Break { StartsPage = true });

    private sealed class Break : Piece
    {
        public override void Draw(Canvas canvas, double x, double y) { }
    }
}

internal sealed record RuleBlock(Ink Ink, double Width) : Block
{
    public override void Measure(Typesetter setter, double width, List<Piece> into) => into.Add(new Drawn(9, (canvas, x, y) => canvas.Line(x, y + 4, x + width, y + 4, Ink, Width)));
}

internal sealed record EmblemBlock(double Size) : Block
{
    public override void Measure(Typesetter setter, double width, List<Piece> into) => into.Add(new Drawn(Size + 4, (canvas, x, y) =>
    {
        var (cx, cy) = (x + width / 2, y + Size / 2 + 2);
        canvas.Begin("Figure");
        canvas.Circle(cx, cy, Size / 2, Ink.Accent, 0.8);
        canvas.Circle(cx, cy, Size / 2 - 2.5, Ink.Accent, 0.4);
        canvas.Star(cx, cy + 1, Size / 2 - 8, Ink.Accent, 1.6);
        canvas.End("Figure");
    }));
}

/// <summary>A piece drawn by lines alone.</summary>
internal sealed class Drawn : Piece
{
    private readonly Action<Canvas, double, double> draw;

    public Drawn(double height, Action<Canvas, double, double> draw)
    {
        Height = height;
        this.draw = draw;
    }

    public override void Draw(Canvas canvas, double x, double y) => draw(canvas, x, y);
}

internal sealed partial record CodeBlock(Uri Address, double Size) : Block
{
    public override void Measure(Typesetter setter, double width, List<Piece> into)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(Shortest(Address), QRCodeGenerator.ECCLevel.M);
        var modules = code.ModuleMatrix;
        into.Add(new Drawn(Size, (canvas, x, y) =>
        {
            var left = x + (width - Size) / 2;
            canvas.Begin("Figure");
            canvas.BeginLink(Address, left, y, Size, Size);
            canvas.Modules(modules, left, y, Size);
            canvas.End("Link");
            canvas.End("Figure");
        }));
    }

    // In capitals an address takes 5.5 bits a character instead of 8: fewer and larger squares to scan. Scheme and host are the same
    // in both cases, and our routes do not look at case; anything else stays as it is written.
    private static string Shortest(Uri address) =>
        address.Query.Length == 0 && address.Fragment.Length == 0 && Capitals().IsMatch(address.AbsoluteUri) ? address.AbsoluteUri.ToUpperInvariant() : address.AbsoluteUri;

    [GeneratedRegex("^https?://[a-z0-9.:-]+/[a-z]+/[A-Z0-9]+$")]
    private static partial Regex Capitals();
}

internal sealed record SealBlock(Seal Seal) : Block
{
    public override void Measure(Typesetter setter, double width, List<Piece> into)
    {
        var drawing = SealDrawing.Of(Seal, setter);
        into.Add(new Drawn(Seal.Diameter, (canvas, x, y) => drawing.Draw(canvas, x + width / 2, y + Seal.Diameter / 2)));
    }
}

internal sealed record SealDrawing(Seal Seal, IReadOnlyList<Laid> Lines, double Room)
{
    public static SealDrawing Of(Seal seal, Typesetter setter)
    {
        var room = seal.Diameter * 0.66;
        var style = new TextStyle(Math.Round(seal.Diameter * 0.085, 1), Align: Align.Center, Ink: seal.Ink ?? Ink.Accent, Spacing: 0.8);
        return new SealDrawing(seal, [.. seal.Lines.Select(l => setter.Lay(l, style, room))], room);
    }

    public void Draw(Canvas canvas, double x, double y)
    {
        var ink = Seal.Ink ?? Ink.Accent;
        var radius = Seal.Diameter / 2;
        canvas.Begin("Figure");
        canvas.Circle(x, y, radius - 0.6, ink, 1.2);
        canvas.Rosette(x, y, radius - 8, radius - 2.5, 28, ink);
        canvas.Circle(x, y, radius - 9.5, ink, 0.6);
        var height = Lines.Sum(l => l.Height);
        var star = radius * 0.17;
        var top = y - (height + 2 * star + 3) / 2;
        canvas.Star(x, top + star, star, ink, 0.9);
        top += 2 * star + 3;
        foreach (var line in Lines)
        {
            canvas.Text(line, x - Room / 2, top);
            top += line.Height;
        }
        canvas.End("Figure");
    }
}

internal sealed record SignatureBlock(Signature Signature) : Block
{
    public override void Measure(Typesetter setter, double width, List<Piece> into)
    {
        var style = new TextStyle(11.5, Align: Align.Center);
        var lines = Signature.Lines.Select((l, i) => setter.Lay(l, style with { Bold = i == Signature.Lines.Count - 1 }, width)).ToList();
        var name = setter.Lay(Signature.Name, style with { Bold = true }, width);
        var seal = Signature.Seal is null ? null : SealDrawing.Of(Signature.Seal, setter);
        var room = Math.Max(Signature.Room, seal?.Seal.Diameter + 6 ?? 0);
        var height = lines.Sum(l => l.Height) + room + name.Height;
        into.Add(new Drawn(height, (canvas, x, y) =>
        {
            var top = y;
            foreach (var line in lines)
            {
                canvas.Begin("P");
                canvas.Text(line, x, top);
                canvas.End("P");
                top += line.Height;
            }
            seal?.Draw(canvas, x + width / 2, top + room / 2);
            canvas.Begin("P");
            canvas.Text(name, x, top + room);
            canvas.End("P");
            if (Signature.Field is not null) canvas.Field(Signature.Field, x, y, width, height);
        })
        { KeepWithPrevious = true });
    }
}

internal sealed record ColumnsBlock(Columns Columns) : Block
{
    private const double Gutter = 10;

    public override void Measure(Typesetter setter, double width, List<Piece> into)
    {
        var total = Columns.Items.Sum(c => c.Weight);
        var room = width - Gutter * (Columns.Items.Count - 1);
        var right = width;
        var placed = new List<(double X, List<Piece> Pieces)>();
        foreach (var (weight, flow) in Columns.Items)
        {
            var wide = room * weight / total;
            right -= wide;
            var pieces = new List<Piece>();
            foreach (var block in flow.Blocks) block.Measure(setter, wide, pieces);
            placed.Add((right, pieces));
            right -= Gutter;
        }

        var height = placed.Max(c => c.Pieces.Sum(p => p.Height + p.After));
        into.Add(new Drawn(height, (canvas, x, y) =>
        {
            foreach (var (left, pieces) in placed)
            {
                var top = y;
                foreach (var piece in pieces)
                {
                    if (piece.Opens is not null) canvas.Begin(piece.Opens);
                    piece.Draw(canvas, x + left, top);
                    if (piece.Closes is not null) canvas.End(piece.Closes);
                    top += piece.Height + piece.After;
                }
            }
        })
        { After = 6, KeepWithPrevious = placed.Any(c => c.Pieces.Any(p => p.KeepWithPrevious)) });
    }
}

internal sealed record FactsBlock(IReadOnlyList<Fact> Facts) : Block
{
    private const double Pad = 1.5;

    public override void Measure(Typesetter setter, double width, List<Piece> into)
    {
        var first = into.Count;
        var label = new TextStyle(10.5, Ink: Ink.Muted);
        var value = new TextStyle(11.5, Bold: true);
        var otherLabel = new TextStyle(8, Language: Language.French, Ink: Ink.Muted);
        var otherValue = new TextStyle(9, Bold: true, Language: Language.French);
        var bilingual = Facts.Any(f => f.OtherLabel is not null);
        // right to left: label, value, other value, other label
        double labelWide = width * (bilingual ? 0.2 : 0.3), sideWide = bilingual ? width * 0.2 : 0, valueWide = width - labelWide - sideWide;

        foreach (var fact in Facts)
        {
            var isPair = fact.OtherValue is not null;
            var ownWide = isPair ? valueWide / 2 : valueWide;
            // a value shared by both languages stands between the two labels
            var style = bilingual && !isPair ? value with { Align = Align.Center } : value;
            var cells = new List<(Laid Text, double X, string Tag)>
            {
                (setter.Lay(fact.Label, label, labelWide), width - labelWide, "TH"),
                (setter.Lay(fact.Value, style, ownWide), width - labelWide - ownWide, "TD"),
            };
            if (isPair) cells.Add((setter.Lay(fact.OtherValue!, otherValue, valueWide / 2), sideWide, "TD"));
            if (fact.OtherLabel is not null) cells.Add((setter.Lay(fact.OtherLabel, otherLabel, sideWide), 0, "TH"));

            var tall = cells.Max(c => c.Text.Height);
            into.Add(new Drawn(tall + 2 * Pad, (canvas, x, y) =>
            {
                canvas.Begin("TR");
                foreach (var (text, left, tag) in cells)
                {
                    canvas.Begin(tag);
                    canvas.Text(text, x + left, y + Pad + (tall - text.Height) / 2);
                    canvas.End(tag);
                }
                canvas.End("TR");
                canvas.Line(x, y + tall + 2 * Pad, x + width, y + tall + 2 * Pad, Ink.Hairline, 0.4);
            }));
        }
        if (into.Count == first) return;
        into[first].Opens = into[^1].Closes = "Table";
        into.Add(new Drawn(8, static (_, _, _) => { }));
    }
}

internal sealed record TableBlock(Table Table) : Block
{
    private const double PadX = 5, Border = 0.5;

    public override void Measure(Typesetter setter, double width, List<Piece> into)
    {
        var total = Table.Columns.Sum(c => c.Weight);
        var widths = Table.Columns.Select(c => width * c.Weight / total).ToArray();
        var first = into.Count;

        var head = Head(setter, widths, width);
        into.Add(head);
        var rows = Table.Rows;
        if (rows.Count == 0 && Table.Empty is not null)
            rows = [[new Cell(Table.Empty, Span: Table.Columns.Count, Align: Align.Center)]];
        for (var r = 0; r < rows.Count; r++)
        {
            var line = Line(setter, rows[r], widths);
            into.Add(new RowPiece([line], width, "TD", repeated: false) { Head = head, Shade = r % 2 == 1 });
        }
        head.KeepWithNext = rows.Count > 0;
        into[first].Opens = into[^1].Closes = "Table";
        into.Add(new Drawn(8, static (_, _, _) => { }));
    }

    private RowPiece Head(Typesetter setter, double[] widths, double width)
    {
        var lines = new List<RowPiece.Line>();
        if (Table.Groups.Count > 0)
            lines.Add(Line(setter, [.. Table.Groups.Select(g => new Cell(g.Title, Bold: true, Span: g.Span, Align: Align.Center))], widths));
        lines.Add(Line(setter, [.. Table.Columns.Select(c => new Cell(c.Head, Bold: true, Align: c.Align == Align.Justify ? Align.Start : c.Align))], widths));
        return new RowPiece(lines, width, "TH", repeated: true);
    }

    private RowPiece.Line Line(Typesetter setter, Cell[] cells, double[] widths)
    {
        var laid = new List<RowPiece.Box>(cells.Length);
        var right = widths.Sum();
        var leftToRight = Table.Language != Language.Arabic;
        var (column, left) = (0, 0.0);
        foreach (var cell in cells)
        {
            var wide = 0.0;
            for (var i = 0; i < cell.Span; i++) wide += widths[column + i];
            right -= wide;
            var language = cell.Language ?? Table.Language;
            var style = new TextStyle(language == Language.Arabic ? Table.Size : Table.Size * 0.8, cell.Bold, cell.Align ?? Table.Columns[column].Align, language, Spacing: Table.Spacing);
            laid.Add(new RowPiece.Box(setter.Lay(cell.Text, style, wide - 2 * PadX), leftToRight ? left : right, wide));
            left += wide;
            column += cell.Span;
        }
        return new RowPiece.Line(laid, laid.Max(b => b.Text.Height) + 2 * Table.Pad);
    }

    internal sealed class RowPiece : Piece
    {
        private readonly IReadOnlyList<Line> lines;
        private readonly double width;
        private readonly string tag;
        private readonly bool repeated;
        private bool drawnBefore;

        public RowPiece(IReadOnlyList<Line> lines, double width, string tag, bool repeated)
        {
            (this.lines, this.width, this.tag, this.repeated) = (lines, width, tag, repeated);
            Height = lines.Sum(l => l.Height);
        }

        public bool Shade { get; init; }

        public override void Draw(Canvas canvas, double x, double y)
        {
            // A repeated head is decoration: readers of the structure meet it once.
            var (row, cell) = drawnBefore ? ("NonStruct", "NonStruct") : ("TR", tag);
            drawnBefore = repeated;
            foreach (var line in lines)
            {
                if (repeated) canvas.Fill(x, y, width, line.Height, new Ink(0.895, 0.925, 0.905));
                else if (Shade) canvas.Fill(x, y, width, line.Height, Ink.Shade);
                canvas.Begin(row);
                foreach (var box in line.Boxes)
                {
                    canvas.Begin(cell);
                    canvas.Text(box.Text, x + box.X + PadX, y + (line.Height - box.Text.Height) / 2);
                    canvas.End(cell);
                }
                canvas.End(row);
                foreach (var box in line.Boxes) canvas.Frame(x + box.X, y, box.Width, line.Height, Ink.Hairline, Border);
                y += line.Height;
            }
        }

        internal sealed record Box(Laid Text, double X, double Width);

        internal sealed record Line(IReadOnlyList<Box> Boxes, double Height);
    }
}
