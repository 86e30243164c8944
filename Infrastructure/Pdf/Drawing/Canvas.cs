using System.Globalization;

namespace Massar.Infrastructure.Pdf.Drawing;

/// <summary>The page being drawn: text, lines and structure, in points from the upper left corner.</summary>
/// <param name="isTagged">Writes down what each mark is: a heading, a cell. Without it the file is for printing alone.</param>
internal sealed class Canvas(nint cr, bool isTagged)
{
    private readonly List<SignatureField> fields = [];

    public int Page { get; set; }

    public IReadOnlyList<SignatureField> Fields => fields;

    public void Text(Laid text, double x, double y)
    {
        Use(text.Ink);
        Cairo.MoveTo(cr, x, y);
        Pango.Show(cr, text.Layout);
    }

    public void Lines(Laid text, double x, double y, int first, int count)
    {
        Use(text.Ink);
        text.Draw(cr, x, y, first, count);
    }

    /// <summary>A text turned around the middle of the page, under everything else.</summary>
    public void Slanted(Laid text, double width)
    {
        Cairo.Save(cr);
        Cairo.Translate(cr, Sheet.PageWidth / 2, Sheet.PageHeight / 2);
        Cairo.Rotate(cr, -Math.PI / 3.6);
        Text(text, -width / 2, -text.Height / 2);
        Cairo.Restore(cr);
    }

    public void Line(double fromX, double fromY, double toX, double toY, Ink ink, double width)
    {
        Use(ink);
        Cairo.SetLineWidth(cr, width);
        Cairo.MoveTo(cr, fromX, fromY);
        Cairo.LineTo(cr, toX, toY);
        Cairo.Stroke(cr);
    }

    public void Fill(double x, double y, double width, double height, Ink ink)
    {
        Use(ink);
        Cairo.Rectangle(cr, x, y, width, height);
        Cairo.Fill(cr);
    }

    public void Frame(double x, double y, double width, double height, Ink ink, double line)
    {
        Use(ink);
        Cairo.SetLineWidth(cr, line);
        Cairo.Rectangle(cr, x, y, width, height);
        Cairo.Stroke(cr);
    }

    public void Circle(double x, double y, double radius, Ink ink, double line)
    {
        Use(ink);
        Cairo.SetLineWidth(cr, line);
        Cairo.NewSubPath(cr);
        Cairo.Arc(cr, x, y, radius, 0, 2 * Math.PI);
        Cairo.Stroke(cr);
    }

    /// <summary>A ring of waves between two radii, as on engraved seals.</summary>
    public void Rosette(double x, double y, double inner, double outer, int waves, Ink ink)
    {
        Use(ink);
        Cairo.SetLineWidth(cr, 0.5);
        var middle = (inner + outer) / 2;
        var swing = (outer - inner) / 2;
        for (var turn = 0; turn < 2; turn++)
        {
            for (var i = 0; i <= waves * 4; i++)
            {
                var angle = 2 * Math.PI * i / (waves * 4);
                var radius = middle + swing * Math.Cos(angle * waves + turn * Math.PI);
                var (px, py) = (x + radius * Math.Cos(angle), y + radius * Math.Sin(angle));
                if (i == 0) Cairo.MoveTo(cr, px, py);
                else Cairo.LineTo(cr, px, py);
            }
            Cairo.ClosePath(cr);
        }
        Cairo.Stroke(cr);
    }

    /// <summary>The five-pointed star of interlaced lines.</summary>
    public void Star(double x, double y, double radius, Ink ink, double line)
    {
        Use(ink);
        Cairo.SetLineWidth(cr, line);
        for (var i = 0; i < 5; i++)
        {
            var angle = -Math.PI / 2 + i * 4 * Math.PI / 5;
            var (px, py) = (x + radius * Math.Cos(angle), y + radius * Math.Sin(angle));
            if (i == 0) Cairo.MoveTo(cr, px, py);
            else Cairo.LineTo(cr, px, py);
        }
        Cairo.ClosePath(cr);
        Cairo.Stroke(cr);
    }

    /// <summary>Dark modules as one rectangle for each run in a line, filled together so that no hair of light stands between them.</summary>
    public void Modules(IReadOnlyList<System.Collections.BitArray> rows, double x, double y, double size)
    {
        Use(new Ink(0, 0, 0));
        var module = size / rows.Count;
        for (var r = 0; r < rows.Count; r++)
        {
            var row = rows[r];
            for (var c = 0; c < row.Count; c++)
            {
                if (!row[c]) continue;
                var from = c;
                while (c + 1 < row.Count && row[c + 1]) c++;
                Cairo.Rectangle(cr, x + from * module, y + r * module, (c + 1 - from) * module, module);
            }
        }
        Cairo.Fill(cr);
    }

    public void Begin(string tag)
    {
        if (isTagged) Cairo.BeginTag(cr, tag, null);
    }

    public void End(string tag)
    {
        if (isTagged) Cairo.EndTag(cr, tag);
    }

    public void BeginLink(Uri address, double x, double y, double width, double height)
    {
        if (!isTagged) return;
        var uri = address.AbsoluteUri.Replace("\\", "%5C", StringComparison.Ordinal).Replace("'", "%27", StringComparison.Ordinal);
        Cairo.BeginTag(cr, "Link", string.Create(CultureInfo.InvariantCulture, $"rect=[{x:0.##} {y:0.##} {width:0.##} {height:0.##}] uri='{uri}'"));
    }

    public void Field(string name, double x, double y, double width, double height) =>
        fields.Add(new SignatureField(name, Page, x, Sheet.PageHeight - y - height, width, height));

    private void Use(Ink ink) => Cairo.SetColor(cr, ink.Red, ink.Green, ink.Blue);
}
