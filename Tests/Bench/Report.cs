using System.Globalization;
using System.Text;

namespace Massar.Bench;

/// <summary>The figures of all sizes, one line a figure, one column a size.</summary>
public sealed class Report
{
    private readonly List<string> rows = [];
    private readonly Dictionary<(string Row, int Size), (string Shown, double? Value)> cells = [];
    private readonly Dictionary<string, (string? Goal, bool Ratio)> facts = [];

    /// <summary>Notes one figure.</summary>
    /// <param name="size">Pupils in the database; 0 for what does not depend on it.</param>
    /// <param name="row">What was measured.</param>
    /// <param name="value">The figure.</param>
    /// <param name="format">How it is shown.</param>
    /// <param name="goal">What it is to reach.</param>
    /// <param name="ratio">Whether the last size is to be compared with the first.</param>
    public void Note(int size, string row, double value, string format = "#,0", string? goal = null, bool ratio = false) =>
        Note(size, row, double.IsNaN(value) ? "–" : value.ToString(format, CultureInfo.InvariantCulture), value, goal, ratio);

    public void Note(int size, string row, string shown) => Note(size, row, shown, null, null, false);

    private void Note(int size, string row, string shown, double? value, string? goal, bool ratio)
    {
        if (!facts.ContainsKey(row))
            rows.Add(row);
        facts[row] = (goal, ratio);
        cells[(row, size)] = (shown, value);
        Console.WriteLine($"{(size == 0 ? "" : size.ToString("#,0", CultureInfo.InvariantCulture)),8}  {row,-64} {shown,14}  {goal}");
    }

    public string ToMarkdown(IReadOnlyList<int> sizes, string preamble)
    {
        var text = new StringBuilder(preamble);
        var several = sizes.Count > 1;
        text.Append("\n| |").Append(string.Concat(sizes.Select(s => $" {s.ToString("#,0", CultureInfo.InvariantCulture)} pupils |"))).Append(several ? " last ÷ first |" : "").Append(" wanted |\n|---|")
            .Append(string.Concat(sizes.Select(_ => "--:|"))).Append(several ? "--:|" : "").Append("---|\n");
        foreach (var row in rows)
        {
            var (goal, ratio) = facts[row];
            text.Append(CultureInfo.InvariantCulture, $"| {row} |");
            foreach (var size in sizes)
                text.Append(CultureInfo.InvariantCulture, $" {(cells.TryGetValue((row, size), out var cell) || cells.TryGetValue((row, 0), out cell) ? cell.Shown : "–")} |");
            if (several)
            {
                var shown = ratio && cells.TryGetValue((row, sizes[0]), out var first) && cells.TryGetValue((row, sizes[^1]), out var last) && first.Value > 0 && last.Value is { } v
                    ? (v / first.Value.Value).ToString("0.00", CultureInfo.InvariantCulture) : "";
                text.Append(CultureInfo.InvariantCulture, $" {shown} |");
            }

            text.Append(CultureInfo.InvariantCulture, $" {goal} |\n");
        }

        return text.ToString();
    }
}
