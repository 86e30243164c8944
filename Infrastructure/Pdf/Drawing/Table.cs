namespace Massar.Infrastructure.Pdf.Drawing;

/// <summary>A table: its columns in reading order, its rows. The head is repeated on every page and no row is cut.</summary>
public sealed class Table
{
    internal List<TableColumn> Columns { get; } = [];
    internal List<(string Title, int Span)> Groups { get; } = [];
    internal List<Cell[]> Rows { get; } = [];

    public double Size { get; set; } = 10.5;

    public Language Language { get; set; } = Language.Arabic;

    /// <summary>Room above and below the text of a cell, in points.</summary>
    public double Pad { get; set; } = 2.5;

    /// <summary>Distance between the lines of a cell, of the face's own; Amiri's is wide for rows of two languages.</summary>
    public double? Spacing { get; set; }

    /// <summary>Words shown under the head when there is no row.</summary>
    public string? Empty { get; set; }

    public Table Column(double weight, string head, Align align = Align.Start)
    {
        Columns.Add(new TableColumn(weight, head, align));
        return this;
    }

    /// <summary>A title above several columns; groups are given in order and cover all columns.</summary>
    public Table Group(string title, int span)
    {
        Groups.Add((title, span));
        return this;
    }

    /// <exception cref="ArgumentException">Not one cell for each column.</exception>
    public Table Row(params Cell[] cells)
    {
        if (cells.Sum(c => c.Span) != Columns.Count) throw new ArgumentException($"A row needs {Columns.Count} cells.", nameof(cells));
        Rows.Add(cells);
        return this;
    }

    internal sealed record TableColumn(double Weight, string Head, Align Align);
}

/// <summary>What stands in one cell.</summary>
/// <param name="Span">Columns covered.</param>
public sealed record Cell(RichText Text, bool Bold = false, int Span = 1, Language? Language = null, Align? Align = null)
{
    public static implicit operator Cell(string text) => new(text);

    public static implicit operator Cell(RichText text) => new(text);
}

/// <summary>The old and the new state of something, item by item.</summary>
/// <param name="Between">A line for what links the two (a duration), or null.</param>
public sealed record Comparison(string Item, string Before, string After, IReadOnlyList<Compared> Rows, Compared? Between = null)
{
    internal void Describe(Table table)
    {
        table.Column(3, Item).Column(4, Before, Align.Center).Column(4, After, Align.Center);
        foreach (var row in Rows)
            table.Row(new Cell(row.Item, Bold: true), row.Before, new Cell(row.After, Bold: row.Before != row.After));
        if (Between is not null)
            table.Row(new Cell(Between.Item, Bold: true), new Cell(Between.After, Span: 2, Align: Align.Center));
    }
}

/// <summary>One item in its two states.</summary>
public sealed record Compared(string Item, string Before, string After);
