using System.Diagnostics;
using System.Globalization;
using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Massar.Bench;

/// <summary>A sheet that is open for entry.</summary>
/// <param name="Path">Its page.</param>
/// <param name="Cells">The names of its mark fields.</param>
public sealed record OpenSheet(string Path, IReadOnlyList<string> Cells, string? Workbook)
{
    public int Pupils => Cells.Count;
}

/// <summary>A teacher's work with one sheet, as the teacher's browser sends it.</summary>
public static class Sheets
{
    private const string Form = "form.marks-form";

    /// <summary>Gives other marks than any measured turn leaves behind.</summary>
    private const int OtherTurn = 100;

    /// <summary>The largest sheet among the teacher's that is open; null when none is.</summary>
    public static async Task<OpenSheet?> Find(Browser browser)
    {
        using var list = await browser.Get("/marks/sheets");
        if (list.StatusCode != HttpStatusCode.OK)
            return null;
        var links = new HtmlParser().ParseDocument(await list.Content.ReadAsStringAsync()).QuerySelectorAll("main a[href^='/marks/sheets/']").Select(a => a.GetAttribute("href")!).Distinct().ToList();
        OpenSheet? best = null;
        foreach (var link in links.Take(30))
            if (await Open(browser, link) is { } sheet && sheet.Pupils > (best?.Pupils ?? 0))
                best = sheet;
        return best;
    }

    /// <summary>The sheet at an address; null where there is none, or none that takes marks.</summary>
    public static async Task<OpenSheet?> Open(Browser browser, string path)
    {
        using var answer = await browser.Get(path);
        if (answer.StatusCode != HttpStatusCode.OK)
            return null;
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        return Cells(page) is { Count: > 0 } cells ? new OpenSheet(path, cells, page.QuerySelector("a[href^='/marks/workbooks/']")?.GetAttribute("href")) : null;
    }

    /// <summary>Saves every cell of the sheet anew, over and over.</summary>
    public static async Task Measure(Report report, int size, Browser browser, OpenSheet sheet, int times)
    {
        var costs = new List<double>();
        var (statements, bytes) = (0, 0);
        var page = await browser.Open(sheet.Path);
        for (var turn = -3; turn < times; turn++)
        {
            var form = (IHtmlFormElement)page.QuerySelector(Form)!;
            var fields = Browser.Hidden(form).Concat(sheet.Cells.Select((c, i) => (c, Mark(i, turn))));
            var watch = Stopwatch.StartNew();
            using var answer = await browser.Send(form.GetAttribute("action")!, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2))), htmx: true);
            var body = await answer.Content.ReadAsByteArrayAsync();
            if (answer.StatusCode != HttpStatusCode.OK)
                throw new InvalidOperationException($"The sheet was not saved: {(int)answer.StatusCode}");
            if (turn >= 0)
                costs.Add(watch.Elapsed.TotalMilliseconds);
            (statements, bytes) = (Browser.Statements(answer), body.Length);
            page = await browser.Open(sheet.Path); // the page now says what it has seen, and has the next key
        }

        costs.Sort();
        report.Note(size, "all marks of the sheet saved in one post: SQL statements", statements, goal: "≤ 6");
        report.Note(size, "all marks of the sheet saved: median ms", costs[costs.Count / 2], "0.0", ratio: true);
        report.Note(size, "all marks of the sheet saved: slowest ms", costs[^1], "0.0");
        report.Note(size, "all marks of the sheet saved: bytes of the answer, unpacked", bytes);
    }

    /// <summary>Takes the ministry's workbook, changes all marks on the page, and sends the workbook: preview and confirmation.</summary>
    public static async Task MeasureWorkbook(Report report, int size, Browser browser, OpenSheet sheet, int times)
    {
        if (sheet.Workbook is null)
            return;
        var costs = new List<double>();
        var statements = 0;
        for (var turn = -1; turn < times; turn++)
        {
            using var download = await browser.Get($"{sheet.Workbook}/notescc.xlsx");
            var book = await download.Content.ReadAsByteArrayAsync();
            await Save(browser, sheet, OtherTurn);

            var upload = await browser.Open(sheet.Workbook);
            var watch = Stopwatch.StartNew();
            using var sent = await browser.Upload(upload, "form#import", "File", "notescc.xlsx", book);
            if (sent.StatusCode != HttpStatusCode.SeeOther)
                throw new InvalidOperationException($"The workbook was not taken: {(int)sent.StatusCode}");
            using var preview = await browser.Get(sent.Headers.Location!.OriginalString);
            var page = new HtmlParser().ParseDocument(await preview.Content.ReadAsStringAsync());
            if (page.QuerySelector("form#confirm-import") is not IHtmlFormElement confirm)
                throw new InvalidOperationException($"The workbook changes nothing: {page.QuerySelector("main")?.TextContent}");
            using var done = await browser.Send(confirm.GetAttribute("action")!, new FormUrlEncodedContent(Browser.Hidden(confirm).Select(f => KeyValuePair.Create(f.Name, f.Value))));
            if (done.StatusCode != HttpStatusCode.SeeOther)
                throw new InvalidOperationException($"The workbook was not taken over: {(int)done.StatusCode}");
            if (turn >= 0)
                costs.Add(watch.Elapsed.TotalMilliseconds);
            statements = Browser.Statements(sent) + Browser.Statements(preview) + Browser.Statements(done);
        }

        costs.Sort();
        report.Note(size, "workbook of the class: sent, foreseen, confirmed, median ms", costs[costs.Count / 2], "0.0", "≤ 150", ratio: true);
        report.Note(size, "workbook of the class: SQL statements of the three", statements);
    }

    /// <summary>Saves every cell of the sheet; each turn other marks.</summary>
    public static async Task Save(Browser browser, OpenSheet sheet, int turn)
    {
        var page = await browser.Open(sheet.Path);
        var form = (IHtmlFormElement)page.QuerySelector(Form)!;
        var fields = Browser.Hidden(form).Concat(sheet.Cells.Select((c, i) => (c, Mark(i, turn))));
        using var answer = await browser.Send(form.GetAttribute("action")!, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2))), htmx: true);
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException($"The sheet was not saved: {(int)answer.StatusCode}");
    }

    private static IReadOnlyList<string> Cells(IHtmlDocument page) =>
        page.QuerySelector(Form) is { } form ? [.. form.QuerySelectorAll("input[name^='m[']").Select(i => i.GetAttribute("name")!)] : [];

    // Within the scale of every level, primary school's 10 included, and different each turn.
    private static string Mark(int pupil, int turn) => ((pupil * 7 + turn * 13 + 130) % 40 / 4m).ToString("0.00", CultureInfo.InvariantCulture);
}
