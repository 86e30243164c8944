using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Massar.Infrastructure.Security;

namespace Massar.Tests.Support;

/// <summary>A browser without script: cookies, pages, forms. And a program with a token, through <see cref="Api"/>.</summary>
public sealed class Visitor
{
    private readonly HttpClient client;
    private readonly Dictionary<string, string> cookies = [];

    public Visitor(MassarApp app, string? token, string language)
    {
        client = app.Client();
        cookies["lang"] = language;
        if (token is not null)
            cookies["massar"] = token;
        Api = app.Client();
        Api.DefaultRequestHeaders.Add("Cookie", $"lang={language}");
        Api.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (token is not null)
            Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Calls /api/… with this person's token.</summary>
    public HttpClient Api { get; }

    public IReadOnlyDictionary<string, string> Cookies => cookies;

    /// <summary>Gets a page; redirections are followed as a browser does.</summary>
    public async Task<Page> Open(string address, bool htmx = false, bool follow = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await Send(request, htmx, follow);
    }

    /// <summary>Gets anything: a PDF, a workbook.</summary>
    public async Task<HttpResponseMessage> Get(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await Raw(request);
    }

    /// <summary>Posts fields as they are, without a form having been opened.</summary>
    public async Task<Page> Post(string address, IEnumerable<(string Name, string Value)> fields, bool htmx = false, bool follow = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
        };
        return await Send(request, htmx, follow);
    }

    internal async Task<Page> Send(HttpRequestMessage request, bool htmx, bool follow)
    {
        if (htmx)
        {
            request.Headers.Add("HX-Request", "true");
            request.Headers.Add("HX-Request-Type", "partial");
        }

        var response = await Raw(request);
        var address = request.RequestUri!;
        for (var hops = 0; follow && hops < 6 && response.StatusCode is HttpStatusCode.SeeOther or HttpStatusCode.Found or HttpStatusCode.MovedPermanently; hops++)
        {
            address = new Uri(new Uri("http://localhost"), response.Headers.Location!);
            using var next = new HttpRequestMessage(HttpMethod.Get, address.PathAndQuery);
            response = await Raw(next);
        }

        var body = await response.Content.ReadAsStringAsync();
        return new Page(this, response, address.IsAbsoluteUri ? address.PathAndQuery : address.OriginalString, body);
    }

    internal async Task<HttpResponseMessage> Raw(HttpRequestMessage request)
    {
        request.Headers.Add("Cookie", string.Join("; ", cookies.Select(c => $"{c.Key}={c.Value}")));
        if (request.Method != HttpMethod.Get && !request.Headers.Contains("Sec-Fetch-Site"))
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
        var response = await client.SendAsync(request);
        if (response.Headers.TryGetValues("Set-Cookie", out var set))
        {
            foreach (var line in set)
            {
                var pair = line.Split(';')[0].Split('=', 2);
                if (pair[1].Length == 0 || line.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase))
                    cookies.Remove(pair[0]);
                else
                    cookies[pair[0]] = pair[1];
            }
        }

        return response;
    }
}

/// <summary>A page as a person reads it: by label, field and role, not by markup.</summary>
public sealed class Page(Visitor visitor, HttpResponseMessage response, string address, string body)
{
    private static readonly HtmlParser Parser = new();
    private IHtmlDocument? document;

    public HttpStatusCode Status => response.StatusCode;

    public HttpResponseMessage Response => response;

    public string Address => address;

    public string Body => body;

    public IHtmlDocument Document => document ??= Parser.ParseDocument(body);

    /// <summary>What is written in the main part, spaces folded.</summary>
    public string Text => Fold((Document.QuerySelector("main") ?? Document.Body)?.TextContent ?? "");

    public string Title => Document.Title ?? "";

    public string Heading => Fold(Document.QuerySelector("h1")?.TextContent ?? "");

    public bool Says(string sentence) => Text.Contains(Fold(sentence), StringComparison.Ordinal);

    public IElement? Find(string selector) => Document.QuerySelector(selector);

    public IReadOnlyList<IElement> All(string selector) => [.. Document.QuerySelectorAll(selector)];

    /// <summary>A field's value as it stands in the page.</summary>
    public string? ValueOf(string name) => Document.QuerySelector($"[name='{name}']") switch
    {
        IHtmlInputElement { Type: "radio" or "checkbox" } => Document.QuerySelectorAll<IHtmlInputElement>($"[name='{name}']").FirstOrDefault(i => i.IsChecked)?.Value,
        IHtmlInputElement input => input.Value,
        IHtmlTextAreaElement area => area.Value,
        IHtmlSelectElement select => select.Value,
        _ => null,
    };

    /// <summary>The sentence of refusal at a field, or null.</summary>
    public string? ErrorOf(string name)
    {
        var field = Document.QuerySelector($"[name='{name}']") ?? Document.QuerySelector($"[name='{name}Day']");
        for (var element = field; element is not null; element = element.ParentElement)
            if (element.ClassList.Contains("field"))
                return element.QuerySelector(".err") is { } error ? Fold(error.TextContent) : null;
        return null;
    }

    /// <summary>Fills and sends a form: the first one with a POST action in the main part, or the one named.</summary>
    public async Task<Page> Submit(params (string Name, string Value)[] fields) => await SubmitForm("main form[method=post]", null, false, fields);

    public async Task<Page> SubmitWith(string button, params (string Name, string Value)[] fields) => await SubmitForm("main form[method=post]", button, false, fields);

    /// <summary>Sends a form by selector; <paramref name="button"/> is the pressed button's "name=value" or its value.</summary>
    public async Task<Page> SubmitForm(string selector, string? button, bool htmx, params (string Name, string Value)[] fields)
    {
        var form = (IHtmlFormElement?)Document.QuerySelector(selector) ?? throw new InvalidOperationException($"No form {selector} in {address}:\n{Text}");
        var sent = new List<KeyValuePair<string, string>>();
        var given = fields.ToLookup(f => f.Name, f => f.Value);
        foreach (var element in form.Elements)
        {
            switch (element)
            {
                case IHtmlInputElement { Name: { Length: > 0 } name } input when input.Type is not ("submit" or "button" or "file"):
                    if (given.Contains(name))
                        continue;
                    if (input.Type is "radio" or "checkbox" && !input.IsChecked)
                        continue;
                    sent.Add(new(name, input.Value));
                    break;
                case IHtmlSelectElement { Name: { Length: > 0 } name } select when !given.Contains(name):
                    sent.Add(new(name, select.Value ?? ""));
                    break;
                case IHtmlTextAreaElement { Name: { Length: > 0 } name } area when !given.Contains(name):
                    sent.Add(new(name, area.Value));
                    break;
            }
        }

        sent.AddRange(fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)));
        var action = form.GetAttribute("action") is { Length: > 0 } own ? own : address;
        if (button is not null)
        {
            var pressed = form.QuerySelectorAll("button,input[type=submit]").FirstOrDefault(b => $"{b.GetAttribute("name")}={b.GetAttribute("value")}" == button || b.GetAttribute("value") == button || b.GetAttribute("name") == button)
                ?? throw new InvalidOperationException($"No button {button} in the form of {address}");
            if (pressed.GetAttribute("name") is { Length: > 0 } name)
                sent.Add(new(name, pressed.GetAttribute("value") ?? ""));
            action = pressed.GetAttribute("formaction") ?? action;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(sent) };
        return await visitor.Send(request, htmx, follow: true);
    }

    /// <summary>Sends a form with a file, as a browser without script does.</summary>
    public async Task<Page> Upload(string selector, string fileField, string fileName, byte[] content, string contentType, params (string Name, string Value)[] fields)
    {
        var form = (IHtmlFormElement?)Document.QuerySelector(selector) ?? throw new InvalidOperationException($"No form {selector} in {address}");
        var multipart = new MultipartFormDataContent();
        foreach (var input in form.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>())
            if (fields.All(f => f.Name != input.Name))
                multipart.Add(new StringContent(input.Value), input.Name!);
        foreach (var (name, value) in fields)
            multipart.Add(new StringContent(value), name);
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        multipart.Add(file, fileField, fileName);
        using var request = new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action") is { Length: > 0 } own ? own : address) { Content = multipart };
        return await visitor.Send(request, htmx: false, follow: true);
    }

    /// <summary>Follows the link whose text, or address, contains something.</summary>
    public Task<Page> Follow(string textOrAddress)
    {
        var link = Document.QuerySelectorAll("a").FirstOrDefault(a => Fold(a.TextContent).Contains(textOrAddress, StringComparison.Ordinal) || (a.GetAttribute("href") ?? "").Contains(textOrAddress, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"No link {textOrAddress} in {address}:\n{Text}");
        return visitor.Open(link.GetAttribute("href")!);
    }

    private static string Fold(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
