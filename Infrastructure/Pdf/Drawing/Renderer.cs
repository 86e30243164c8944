using System.Globalization;

namespace Massar.Infrastructure.Pdf.Drawing;

/// <summary>Draws a paper to a tagged PDF. One paper is one thread's work from beginning to end, with that thread's typesetter and buffer.</summary>
internal static class Renderer
{
    private const double FootHeight = 20;

    /// <exception cref="UnprintableTextException">A character no pinned face holds.</exception>
    /// <exception cref="BlockTooTallException">A block that cannot be cut is higher than a page.</exception>
    public static PrintedPaper Draw(IPaper paper, Typesetter setter, MemoryStream output)
    {
        var description = new PaperBuilder();
        paper.Compose(description);
        if (description.Sheets.Count == 0) throw new InvalidOperationException("A paper needs a sheet.");
        if (description.NamesPages)
        {
            description = PaperBuilder.Knowing(Starts(description.Sheets, setter));
            paper.Compose(description);
        }

        output.SetLength(0);
        using var file = new PdfDrawing(paper.Facts, output.Write);
        file.Add(description.Sheets, setter);
        file.Finish();
        return new PrintedPaper(output.ToArray(), file.Pages, file.Fields);
    }

    /// <summary>The first page of each sheet, from 1, and the page after the last.</summary>
    private static List<int> Starts(IReadOnlyList<Sheet> sheets, Typesetter setter)
    {
        List<int> starts = [1];
        foreach (var sheet in sheets)
        {
            starts.Add(starts[^1] + Fit(sheet, setter).Pages.Count);
            setter.Clear();
        }

        return starts;
    }

    /// <summary>The sheet, or that of its settings which is to be drawn, cut into pages.</summary>
    private static (Sheet Sheet, List<List<(Piece Piece, double Y, bool IsRepeat)>> Pages) Fit(Sheet sheet, Typesetter setter)
    {
        if (sheet.Choice is not { } choice) return (sheet, Measure(sheet, setter));
        var setting = Math.Min(setter.LastSetting(choice.Kind), choice.Last);
        var pages = Measure(choice[setting], setter);
        if (pages.Count == 1 || setting == choice.Last)
        {
            // What was right for the last of its kind: perhaps there is room for more here.
            while (setting > 0 && Measure(choice[setting - 1], setter) is { Count: 1 } larger) (setting, pages) = (setting - 1, larger);
        }
        else
        {
            while (pages.Count > 1 && setting < choice.Last) pages = Measure(choice[++setting], setter);
        }

        setter.Remember(choice.Kind, setting);
        return (choice[setting], pages);
    }

    private static List<List<(Piece Piece, double Y, bool IsRepeat)>> Measure(Sheet sheet, Typesetter setter)
    {
        var pieces = new List<Piece>();
        foreach (var block in sheet.Blocks) block.Measure(setter, Width(sheet), pieces);
        return Paginate(pieces, sheet.Top, Sheet.PageHeight - sheet.Bottom - (HasFoot(sheet) ? FootHeight : 0));
    }

    private static double Width(Sheet sheet) => Sheet.PageWidth - 2 * sheet.Side;

    private static bool HasFoot(Sheet sheet) => sheet.PageNumber is not null || sheet.Note is not null;

    /// <summary>Draws a sheet on as many pages as it needs.</summary>
    public static void Draw(Sheet described, string? mark, Typesetter setter, Canvas canvas, nint cr)
    {
        var (sheet, pages) = Fit(described, setter);
        var (width, hasFoot) = (Width(sheet), HasFoot(sheet));
        for (var page = 0; page < pages.Count; page++)
        {
            if (mark is not null) Mark(mark, setter, canvas);
            foreach (var (piece, y, isRepeat) in pages[page])
            {
                if (piece.Opens is not null && !isRepeat) canvas.Begin(piece.Opens);
                piece.Draw(canvas, sheet.Side, y);
                if (piece.Closes is not null && !isRepeat) canvas.End(piece.Closes);
            }
            if (hasFoot) Foot(sheet, page + 1, pages.Count, width, setter, canvas);
            Cairo.ShowPage(cr);
            canvas.Page++;
        }
    }

    private static List<List<(Piece Piece, double Y, bool IsRepeat)>> Paginate(List<Piece> pieces, double top, double bottom)
    {
        for (var i = 1; i < pieces.Count; i++)
        {
            if (!pieces[i].KeepWithPrevious) continue;
            // the text before the signature, beyond any gap
            for (var j = i - 1; j >= 0; j--)
            {
                pieces[j].KeepWithNext = true;
                if (pieces[j].Height > 9) break;
            }
        }

        var pages = new List<List<(Piece, double, bool)>> { new() };
        var y = top;
        var queue = new Stack<Piece>(Enumerable.Reverse(pieces));
        while (queue.TryPop(out var piece))
        {
            var isFresh = pages[^1].Count == 0;
            if (piece.StartsPage && !isFresh)
            {
                NewPage();
                isFresh = true;
            }

            var group = GroupHeight(piece, queue);
            if (y + group > bottom && !isFresh && FitsAlone(piece, group))
            {
                if (group <= piece.Height && piece.Split(bottom - y) is var (first, rest))
                {
                    pages[^1].Add((first, y, false));
                    queue.Push(rest);
                    NewPage();
                    continue;
                }
                NewPage();
                isFresh = true;
            }

            // the table goes on: its head stands above the row again
            if (isFresh && piece.Head is { } head && pages.Count > 1)
            {
                pages[^1].Add((head, y, true));
                y += head.Height;
            }

            if (y + piece.Height > bottom + 0.01)
            {
                if (piece.Split(bottom - y) is not var (first, rest)) throw new BlockTooTallException(piece.Height, bottom - top);
                pages[^1].Add((first, y, false));
                queue.Push(rest);
                NewPage();
                continue;
            }
            pages[^1].Add((piece, y, false));
            y += piece.Height + piece.After;
        }
        return pages;

        void NewPage()
        {
            pages.Add([]);
            y = top;
        }

        // a chain longer than a page is not worth a new page, unless this piece itself has no room left
        bool FitsAlone(Piece piece, double group) => group <= bottom - top || y + piece.Height > bottom;
    }

    /// <summary>Height of a piece with all that must stay on its page.</summary>
    private static double GroupHeight(Piece piece, Stack<Piece> following)
    {
        if (!piece.KeepWithNext) return piece.Height;
        var height = 0.0;
        var last = piece;
        foreach (var next in following)
        {
            height += last.Height + last.After;
            last = next;
            if (!next.KeepWithNext) break;
        }
        return height + last.Height;
    }

    private static void Mark(string mark, Typesetter setter, Canvas canvas)
    {
        const double across = 720, band = 330;
        var slanted = setter.Lay(mark, new TextStyle(42, Bold: true, Align: Align.Center, Ink: Ink.Watermark), across);
        canvas.Begin("NonStruct");
        canvas.Slanted(slanted, across);
        var words = setter.Lay(mark, new TextStyle(9, Bold: true, Align: Align.Center, Ink: Ink.Warning), band);
        var left = (Sheet.PageWidth - band) / 2;
        canvas.Frame(left, 14, band, words.Height + 2, Ink.Warning, 0.7);
        canvas.Text(words, left, 15);
        canvas.End("NonStruct");
    }

    private static void Foot(Sheet sheet, int page, int pages, double width, Typesetter setter, Canvas canvas)
    {
        var y = Sheet.PageHeight - sheet.Bottom - FootHeight + 6;
        var style = new TextStyle(sheet.Language == Language.Arabic ? 9.5 : 7.5, Language: sheet.Language, Ink: Ink.Muted);
        canvas.Begin("NonStruct");
        canvas.Line(sheet.Side, y, sheet.Side + width, y, Ink.Hairline, 0.5);
        if (sheet.Note is not null) canvas.Text(setter.Lay(sheet.Note, style, width), sheet.Side, y + 3);
        if (sheet.PageNumber is not null) canvas.Text(setter.Lay(sheet.PageNumber(page, pages), style with { Align = Align.End }, width), sheet.Side, y + 3);
        canvas.End("NonStruct");
    }
}
