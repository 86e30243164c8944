namespace Massar.Infrastructure.Pdf.Drawing;

/// <summary>One document: what it says about itself and the sheets it is made of. It describes blocks and knows nothing of how they are drawn.</summary>
public interface IPaper
{
    PaperFacts Facts { get; }

    void Compose(PaperBuilder paper);
}

/// <summary>What the file says about itself.</summary>
/// <param name="Created">Creation date; with the same date and blocks the file has the same bytes.</param>
/// <param name="Mark">Words across every page that say the paper has no legal value; null on a real one.</param>
public sealed record PaperFacts(string Title, string Author, DateTimeOffset Created, string? Subject = null, string? Mark = null);

/// <summary>Takes the sheets of a paper.</summary>
public sealed class PaperBuilder
{
    private readonly List<Sheet> sheets = [];
    private IReadOnlyList<int>? starts;

    internal IReadOnlyList<Sheet> Sheets => sheets;

    /// <summary>A sheet asked where another begins: the paper is measured first and described again.</summary>
    internal bool NamesPages { get; private set; }

    /// <summary>Pages of the whole file.</summary>
    public int Pages
    {
        get
        {
            NamesPages = true;
            return starts is null ? 0 : starts[^1] - 1;
        }
    }

    /// <summary>The page of the file, from 1, on which a sheet begins; 0 while that is not known, which must take as much room.</summary>
    /// <param name="sheet">From 0, in the order in which they are described.</param>
    public int PageOf(int sheet)
    {
        NamesPages = true;
        return starts?[sheet] ?? 0;
    }

    /// <summary>A builder for the second description, with the first page of each sheet, and that after the last.</summary>
    internal static PaperBuilder Knowing(IReadOnlyList<int> starts) => new() { starts = starts };

    /// <summary>A sheet starts on a new page and counts its own pages; a class or a whole school can be printed as one file.</summary>
    public PaperBuilder Sheet(Action<Sheet> describe)
    {
        var sheet = new Sheet();
        describe(sheet);
        sheets.Add(sheet);
        return this;
    }

    /// <summary>A sheet meant to be one page: the first of these settings that fits on one, else the last. Each leaves more room than the one before it.</summary>
    public PaperBuilder OnePage(params IReadOnlyList<Action<Sheet>> settings) => OnePageLike(null, settings);

    /// <summary>The same, where many sheets of one kind follow each other: the setting that was right for the last of them is tried first.</summary>
    /// <param name="kind">What makes sheets need about the same room.</param>
    public PaperBuilder OnePageLike(object? kind, IReadOnlyList<Action<Sheet>> settings)
    {
        sheets.Add(new OnePage(kind, settings)[0]);
        return this;
    }
}

/// <summary>The settings of a sheet meant to be one page, each described when it is first asked for.</summary>
internal sealed class OnePage(object? kind, IReadOnlyList<Action<Sheet>> settings)
{
    private readonly Sheet?[] described = new Sheet?[settings.Count];

    public object? Kind => kind;

    public int Last => settings.Count - 1;

    public Sheet this[int setting]
    {
        get
        {
            if (described[setting] is { } known) return known;
            var sheet = new Sheet { Choice = this };
            settings[setting](sheet);
            return described[setting] = sheet;
        }
    }
}

/// <summary>Many papers in one file, for printing: the faces are embedded once for all.</summary>
public sealed class Bundle(PaperFacts facts, IEnumerable<IPaper> papers) : IPaper
{
    public PaperFacts Facts => facts;

    public void Compose(PaperBuilder paper)
    {
        foreach (var each in papers) each.Compose(paper);
    }
}

/// <summary>A drawn file.</summary>
/// <param name="Bytes">The PDF.</param>
/// <param name="Pages">Number of pages.</param>
/// <param name="Fields">Where signatures are to be laid, in the order of the blocks.</param>
public sealed record PrintedPaper(byte[] Bytes, int Pages, IReadOnlyList<SignatureField> Fields);

/// <summary>A frame on a page meant for a signature; distances in points from the lower left corner.</summary>
/// <param name="Name">Name of the form field, once per file.</param>
/// <param name="Page">Page, from 0.</param>
public sealed record SignatureField(string Name, int Page, double X, double Y, double Width, double Height);

/// <summary>A block higher than a page that cannot be cut (a table row, a row of columns).</summary>
public sealed class BlockTooTallException(double height, double room)
    : Exception(FormattableString.Invariant($"A block of {height:0} points does not fit on a page of {room:0}."));
