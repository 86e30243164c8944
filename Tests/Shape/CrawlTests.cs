using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Massar.Infrastructure.Localization;
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
    private static readonly HtmlParser Parser = new();

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
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = demo.Address };
        var cookie = $"lang={language}" + (account is null ? "" : $"; massar={await demo.Token(account, steppedUp: true)}");
        var seen = new HashSet<string>();
        var shapes = new Dictionary<string, int>();
        var waiting = new Queue<string>(["/"]);
        var problems = new List<string>();

        while (waiting.Count > 0 && seen.Count < PagesPerRole)
        {
            var address = waiting.Dequeue();
            if (!seen.Add(address))
                continue;
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Add("Cookie", cookie);
            request.Headers.Add("Accept-Encoding", "br");
            var answer = await client.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.SeeOther)
            {
                waiting.Enqueue(answer.Headers.Location!.OriginalString);
                continue;
            }

            if (answer.StatusCode != HttpStatusCode.OK)
            {
                problems.Add($"{address}: {(int)answer.StatusCode}");
                continue;
            }

            var packed = await answer.Content.ReadAsByteArrayAsync();
            if (answer.Content.Headers.ContentType?.MediaType != "text/html")
                continue;
            var html = Unpack(answer, packed);
            var page = await Parser.ParseDocumentAsync(html);
            // A browser's first page carries the stylesheet; without the cookie every page here does.
            var working = page.QuerySelector("meta[name=htmx-config]") is not null;
            Look(address, page, html, packed.Length, working, language, problems);
            foreach (var link in page.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!).Where(h => h.StartsWith('/') && !h.StartsWith("//", StringComparison.Ordinal)))
            {
                var clean = link.Split('#')[0];
                if (clean.Contains("lang=", StringComparison.Ordinal))
                    continue;
                // Enough of each kind of page, not every row of every list.
                var shape = Numbers().Replace(clean, "0");
                if (shapes.GetValueOrDefault(shape) >= 2)
                    continue;
                shapes[shape] = shapes.GetValueOrDefault(shape) + 1;
                waiting.Enqueue(clean);
            }
        }

        output.WriteLine($"{seen.Count} pages");
        Assert.True(seen.Count >= 3, "The walk ended at the door.");
        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    private static void Look(string address, IDocument page, string html, int bytes, bool working, string language, List<string> problems)
    {
        // First visit: the page with its stylesheet inside; the scripts are two more requests of known size.
        var budget = working ? 8 * 1024 + 6 * 1024 : 5 * 1024 + 6 * 1024;
        if (bytes > budget)
            problems.Add($"{address}: {bytes} bytes with the stylesheet, budget {budget}");
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
        if (page.All.Length > (working ? 1200 : 500))
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

    private static readonly HashSet<string> KnownPrefixes = [.. Words.All.Keys("ar").Select(k => k.Split('.')[0])];

    private static string VisibleText(IDocument page)
    {
        var text = new System.Text.StringBuilder();
        foreach (var node in page.Body!.Descendants<IText>())
            if (node.ParentElement is { } parent && parent.Closest("script,style,template,.num,.code,code,bdi,textarea") is null)
                text.Append(node.Data).Append(' ');
        return text.ToString();
    }

    private static string Unpack(HttpResponseMessage answer, byte[] body)
    {
        if (!answer.Content.Headers.ContentEncoding.Contains("br"))
            return System.Text.Encoding.UTF8.GetString(body);
        using var plain = new StreamReader(new System.IO.Compression.BrotliStream(new MemoryStream(body), System.IO.Compression.CompressionMode.Decompress));
        return plain.ReadToEnd();
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\b[a-z]+(?:-[a-z]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+\b")]
    private static partial Regex RawKey();

    [GeneratedRegex("[٠-٩۰-۹]")]
    private static partial Regex EasternDigits();
}
