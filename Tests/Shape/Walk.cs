using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Massar.Tests.Shape;

/// <summary>One answer met on a walk.</summary>
/// <param name="Html">Null for a file.</param>
/// <param name="Page">Null for a file and for a refusal.</param>
/// <param name="Bytes">As it travelled, packed.</param>
internal sealed record Stop(string Address, HttpResponseMessage Answer, int Bytes, string? Html, IDocument? Page);

/// <summary>
/// Goes from the home page through every link and every search form, enough of each kind of page and not every row
/// of every list.
/// </summary>
internal sealed partial class Walk(Uri start, string cookie)
{
    private const int OfEachKind = 2;
    private static readonly HtmlParser Parser = new();
    private readonly HashSet<string> seen = [];
    private readonly Dictionary<string, int> kinds = [];
    private readonly Queue<string> waiting = new(["/"]);

    public int Pages => seen.Count;

    public async IAsyncEnumerable<Stop> Take(int most)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = start };
        while (waiting.Count > 0 && seen.Count < most)
        {
            var address = waiting.Dequeue();
            if (!seen.Add(address))
                continue;
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Add("Cookie", cookie);
            request.Headers.Add("Accept-Encoding", "br");
            using var answer = await client.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.SeeOther)
            {
                waiting.Enqueue(answer.Headers.Location!.OriginalString);
                continue;
            }

            var packed = await answer.Content.ReadAsByteArrayAsync();
            if (answer.StatusCode != HttpStatusCode.OK || answer.Content.Headers.ContentType?.MediaType != "text/html")
            {
                yield return new Stop(address, answer, packed.Length, answer.StatusCode == HttpStatusCode.OK ? null : Unpack(answer, packed), null);
                continue;
            }

            var html = Unpack(answer, packed);
            var page = await Parser.ParseDocumentAsync(html);
            foreach (var next in Links(page).Concat(Searches(page, address)))
                Note(next);
            yield return new Stop(address, answer, packed.Length, html, page);
        }
    }

    private static IEnumerable<string> Links(IDocument page) =>
        page.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!).Where(h => h.StartsWith('/') && !h.StartsWith("//", StringComparison.Ordinal)).Select(h => h.Split('#')[0])
            .Where(h => !h.Contains("lang=", StringComparison.Ordinal));

    // What a person asks of a list: a word, and each filter with its last choice.
    private static IEnumerable<string> Searches(IDocument page, string address)
    {
        foreach (var form in page.QuerySelectorAll<IHtmlFormElement>("main form").Where(f => !string.Equals(f.GetAttribute("method"), "post", StringComparison.OrdinalIgnoreCase)))
        {
            var asked = new StringBuilder((form.GetAttribute("action") ?? address).Split('#', '?')[0]);
            foreach (var element in form.Elements)
            {
                var (name, value) = element switch
                {
                    IHtmlInputElement { Type: "hidden" } hidden => (hidden.Name, hidden.Value),
                    IHtmlInputElement { Type: "checkbox" } box => (box.Name, box.Value),
                    IHtmlInputElement { Type: "text" or "search" } box => (box.Name, "العلوي"),
                    IHtmlSelectElement select => (select.Name, select.Options.LastOrDefault()?.Value),
                    _ => (null, null),
                };
                if (!string.IsNullOrEmpty(name) && !string.IsNullOrEmpty(value))
                    asked.Append(asked.ToString().Contains('?', StringComparison.Ordinal) ? '&' : '?').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            }

            yield return asked.ToString();
        }
    }

    private void Note(string address)
    {
        var kind = Numbers().Replace(address, "0");
        if (kinds.GetValueOrDefault(kind) >= OfEachKind)
            return;
        kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
        waiting.Enqueue(address);
    }

    private static string Unpack(HttpResponseMessage answer, byte[] body)
    {
        if (!answer.Content.Headers.ContentEncoding.Contains("br"))
            return Encoding.UTF8.GetString(body);
        using var plain = new StreamReader(new System.IO.Compression.BrotliStream(new MemoryStream(body), System.IO.Compression.CompressionMode.Decompress));
        return plain.ReadToEnd();
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Numbers();
}
