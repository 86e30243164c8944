using System.Globalization;
using Massar.Features.Marks.Workbooks;
using Massar.Infrastructure.Text;

namespace Massar.Features.Marks.Domain;

/// <summary>What a school knows of one pupil at one test, as the database numbers it.</summary>
public enum CellState : byte
{
    /// <summary>Nothing entered; never a zero.</summary>
    Empty = 0,

    Points = 1,

    /// <summary>Absent without a reason: counts 0 (domain 03 §3.2, to be confirmed).</summary>
    Absent = 2,

    /// <summary>Absent with a reason: left out of the average.</summary>
    AbsentJustified = 3,

    Exempt = 4,

    /// <summary>Fraud: counts 0.</summary>
    Fraud = 5,
}

/// <summary>Why a typed cell is not a mark.</summary>
public enum CellProblem
{
    None,
    NotAMark,
    OutOfRange,
    TooManyDecimals,
}

/// <summary>One cell: a state, and points exactly when the state is <see cref="CellState.Points"/>.</summary>
public readonly record struct CellValue(CellState State, decimal? Points)
{
    /// <summary>The longest thing anybody needs to type: "100,00" or a code.</summary>
    public const int MaxTyped = 40;

    public static readonly CellValue Empty = new(CellState.Empty, null);

    public bool IsEmpty => State == CellState.Empty;

    /// <summary>Codes in both scripts, as the legend of the sheet shows them; case does not matter.</summary>
    public const string Codes = "A AJ D F غ غم م غش";

    public static CellValue Of(decimal points) => new(CellState.Points, points);

    /// <summary>
    /// Reads what a person typed: digits of any of our scripts, comma or point, a code, or nothing.
    /// Two values are the same when they are the same mark: 12.5 is 12,50.
    /// </summary>
    public static CellProblem Read(string? typed, decimal scale, out CellValue value)
    {
        value = Empty;
        var text = BidiSafe.Clean(typed ?? "").Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (text.Length > MaxTyped) return CellProblem.NotAMark;
        var state = text switch
        {
            "" => CellState.Empty,
            "A" or "غ" => CellState.Absent,
            "AJ" or "غم" => CellState.AbsentJustified,
            "D" or "م" => CellState.Exempt,
            "F" or "غش" => CellState.Fraud,
            _ => CellState.Points,
        };
        if (state != CellState.Points)
        {
            value = new CellValue(state, null);
            return CellProblem.None;
        }

        if (!MarkText.TryRead(text, out var points)) return CellProblem.NotAMark;
        if (points < 0 || points > scale) return CellProblem.OutOfRange;
        if (decimal.Round(points, 2) != points) return CellProblem.TooManyDecimals;
        value = Of(decimal.Round(points, 2));
        return CellProblem.None;
    }

    /// <summary>As the reader's language writes it: 14,50 · A · غ · nothing.</summary>
    public string Shown(string language) => State switch
    {
        CellState.Points => Formats.Mark(Points!.Value),
        CellState.Absent => language == "ar" ? "غ" : "A",
        CellState.AbsentJustified => language == "ar" ? "غم" : "AJ",
        CellState.Exempt => language == "ar" ? "م" : "D",
        CellState.Fraud => language == "ar" ? "غش" : "F",
        _ => "",
    };

    /// <summary>As stored in compact texts and sent to programs: 14.50 · A · AJ · D · F · nothing.</summary>
    public string Plain => State switch
    {
        CellState.Points => Points!.Value.ToString("0.00", CultureInfo.InvariantCulture),
        CellState.Absent => "A",
        CellState.AbsentJustified => "AJ",
        CellState.Exempt => "D",
        CellState.Fraud => "F",
        _ => "",
    };

    public static CellValue OfPlain(string plain) =>
        Read(plain, 100, out var value) == CellProblem.None ? value : throw new FormatException($"Not a stored mark: {plain}");

    /// <summary>As the ministry's sheets know it: a justified absence is an absence there.</summary>
    public MarkValue ToSheet() => State switch
    {
        CellState.Points => MarkValue.Of(Points!.Value),
        CellState.Absent or CellState.AbsentJustified => MarkValue.Absent,
        CellState.Exempt => MarkValue.Exempt,
        CellState.Fraud => MarkValue.Fraud,
        _ => MarkValue.Empty,
    };

    public static CellValue OfSheet(MarkValue value) => value.State switch
    {
        MarkState.Mark => Of(value.Points!.Value),
        MarkState.Absent => new(CellState.Absent, null),
        MarkState.Exempt => new(CellState.Exempt, null),
        MarkState.Fraud => new(CellState.Fraud, null),
        _ => Empty,
    };
}
