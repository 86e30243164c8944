using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Web;
using Massar.Tests.Support;
using Xunit.Abstractions;

namespace Massar.Tests.Shape;

/// <summary>
/// Walks the planted demo as every role, from the home page through every link, in Arabic and French, and holds each page
/// to what ux.md promises: weight, one heading, no raw key, direction, no inline style or script, nothing from elsewhere.
/// </summary>
public sealed partial class CrawlTests(DemoProvince demo, ITestOutputHelper output) : IClassFixture<DemoProvince>
{
    private const int PagesPerRole = 60;
    private const int ReadingStatements = 4;
    private const int WorkingStatements = 8;

    // Opening a file for the first time takes it up: an order of its own, with its transaction and audit line.
    private const int TakingUp = 6;
    private static readonly ConcurrentDictionary<string, Task<int>> Weights = new();

    public static TheoryData<string, string> Walks()
    {
        var walks = new TheoryData<string, string>();
        foreach (var role in Massar.Infrastructure.Security.Roles.All)
            foreach (var language in (string[])["ar", "fr"])
                walks.Add(role, language);
        walks.Add("visitor", "ar");
        walks.Add("visitor", "fr");
        walks.Add("visitor", "en");
        walks.Add("visitor", "zgh");
        return walks;
    }

    [Theory, MemberData(nameof(Walks))]
    public async Task Every_page_a_role_can_reach_keeps_its_promises(string role, string language)
    {
        var account = demo.Accounts.FirstOrDefault(a => a.Role == role);
        Assert.True(role == "visitor" || account is not null, $"The demo has no account for {role}.");
        var walk = new Walk(demo.Address, $"lang={language}" + (account is null ? "" : $"; massar={await demo.Token(account, steppedUp: true)}"));
        var problems = new List<string>();

        await foreach (var stop in walk.Take(PagesPerRole))
        {
            if (stop.Answer.StatusCode != HttpStatusCode.OK)
                problems.Add($"{stop.Address}: {(int)stop.Answer.StatusCode} {Said(stop.Html!)}");
            else if (stop.Page is not null)
                await Look(stop, language, problems);
        }

        output.WriteLine($"{walk.Pages} pages");
        Assert.True(walk.Pages >= 3, "The walk ended at the door.");
        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    // What a refusal says, so that a failure tells its reason.
    private static string Said(string refusal) => new HtmlParser().ParseDocument(refusal).QuerySelector("main")?.TextContent.Trim() ?? refusal;

    private async Task Look(Stop stop, string language, List<string> problems)
    {
        var (address, page, html) = (stop.Address, stop.Page!, stop.Html!);
        var working = page.QuerySelector("meta[name=htmx-config]") is not null;
        // A sheet with a box for each pupil is as large as work is, and brings no htmx along.
        var isLarge = working || page.QuerySelector("[data-remarks]") is not null;
        await Weigh(stop, working, isLarge, problems);
        if (page.QuerySelectorAll("h1").Length != 1)
            problems.Add($"{address}: {page.QuerySelectorAll("h1").Length} h1");
        if (page.DocumentElement.GetAttribute("lang") != language || page.DocumentElement.GetAttribute("dir") != (language == "ar" ? "rtl" : "ltr"))
            problems.Add($"{address}: language or direction");
        if (page.QuerySelectorAll("[style],script:not([src])").Length > 0)
            problems.Add($"{address}: inline style or script");
        foreach (var source in page.QuerySelectorAll("[src],link[href]").Select(e => e.GetAttribute("src") ?? e.GetAttribute("href")!))
            if (!source.StartsWith('/') && !source.StartsWith("data:", StringComparison.Ordinal))
                problems.Add($"{address}: {source} comes from elsewhere");
        foreach (var id in page.QuerySelectorAll("[id]").Select(e => e.Id!).GroupBy(i => i).Where(g => g.Count() > 1))
            problems.Add($"{address}: the id {id.Key} stands {id.Count()} times");
        if (page.All.Length > (isLarge ? 1200 : 500))
            problems.Add($"{address}: {page.All.Length} elements");
        foreach (Match match in RawKey().Matches(VisibleText(page)))
            if (Words.All.Has("ar", match.Value) || KnownPrefixes.Contains(match.Value.Split('.')[0]))
                problems.Add($"{address}: raw key {match.Value}");
        if (EasternDigits().IsMatch(VisibleText(page)))
            problems.Add($"{address}: digits other than 0-9");
        if (html.Contains("&#x6", StringComparison.OrdinalIgnoreCase))
            problems.Add($"{address}: Arabic written as entities");
        foreach (var field in page.QuerySelectorAll("input:not([type=hidden]),select,textarea"))
            if (field.GetAttribute("aria-label") is null && field.GetAttribute("aria-labelledby") is null && (field.Id is not { Length: > 0 } id || page.QuerySelector($"label[for='{id}']") is null) && field.Closest("label") is null)
                problems.Add($"{address}: {field.GetAttribute("name")} has no label");
        foreach (var form in page.QuerySelectorAll("form[method=post]"))
            if (form.QuerySelector("[name=__RequestVerificationToken]") is null)
                problems.Add($"{address}: a form without its token");
    }

    /// <summary>Bytes and requests of a first visit, bytes of the next page, and what the database is asked (ux.md §1).</summary>
    private async Task Weigh(Stop stop, bool working, bool isLarge, List<string> problems)
    {
        var scripts = stop.Page!.QuerySelectorAll("script[src]").Select(s => s.GetAttribute("src")!).ToList();
        // A browser's first page carries the stylesheet; without the cookie every page here does.
        var first = stop.Bytes + HeadersOf(stop.Answer);
        foreach (var script in scripts)
            first += await Weights.GetOrAdd(script, Fetch);
        var next = Packed(Style().Replace(stop.Html!, ""));
        var statements = int.Parse(stop.Answer.Headers.GetValues(BenchHeaders.Statements).Single(), CultureInfo.InvariantCulture);

        // The page with the QR code of the second factor comes after the one of the password, which brought the stylesheet.
        if (stop.Address.StartsWith("/accounts/second-factor/new", StringComparison.Ordinal))
            first -= stop.Bytes - next;
        Within("bytes on a first visit", first, working ? 30 * 1024 : 14 * 1024);
        Within("bytes of HTML", next, isLarge ? 8 * 1024 : 5 * 1024);
        Within("requests", 1 + scripts.Count, working ? 5 : 3);
        // The session's look-up, at most every five seconds, comes on top.
        Within("statements", statements, (working ? WorkingStatements : ReadingStatements) + (stop.Address.StartsWith("/registrations/desk/", StringComparison.Ordinal) ? TakingUp : 0) + 1);

        void Within(string what, int found, int most)
        {
            if (found > most)
                problems.Add($"{stop.Address}: {found} {what}, at most {most}");
        }
    }

    private async Task<int> Fetch(string address)
    {
        using var client = new HttpClient { BaseAddress = demo.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Accept-Encoding", "br");
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsByteArrayAsync()).Length + HeadersOf(answer);
    }

    private static int HeadersOf(HttpResponseMessage answer) =>
        answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not (BenchHeaders.Statements or "Server-Timing")).Sum(h => h.Value.Sum(v => h.Key.Length + v.Length + 4));

    private static int Packed(string html)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            brotli.Write(System.Text.Encoding.UTF8.GetBytes(html));
        return (int)packed.Length;
    }

    private static readonly HashSet<string> KnownPrefixes = [.. Words.All.Keys("ar").Select(k => k.Split('.')[0])];

    private static string VisibleText(IDocument page)
    {
        var text = new System.Text.StringBuilder();
        foreach (var node in page.Body!.Descendants<IText>())
            if (node.ParentElement is { } parent && parent.Closest("script,style,template,.num,.code,code,bdi,textarea") is null)
                text.Append(node.Data).Append(' ');
        return text.ToString();
    }

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex(@"\b[a-z]+(?:-[a-z]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+\b")]
    private static partial Regex RawKey();

    [GeneratedRegex("[٠-٩۰-۹]")]
    private static partial Regex EasternDigits();
}
