using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Web;

namespace Massar.Bench;

/// <summary>One person's browser: signs in as people do, keeps cookies, follows forms.</summary>
public sealed class Browser : IDisposable
{
    private readonly HttpClient client;
    private readonly CookieContainer cookies = new();
    private readonly Uri address;

    public Browser(Uri address)
    {
        this.address = address;
        client = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.Brotli }) { BaseAddress = address };
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        client.DefaultRequestHeaders.Add("Accept-Language", "ar");
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
    }

    /// <summary>The session's secret once signed in.</summary>
    public string Session => cookies.GetCookies(address)["massar"]?.Value ?? throw new InvalidOperationException("Not signed in.");

    /// <summary>The cookie that says the stylesheet is here.</summary>
    public string? StyleVersion => cookies.GetCookies(address)["css"]?.Value;

    public async Task SignIn(DemoAccount account)
    {
        var page = await Open("/accounts/sign-in");
        var answer = await Submit(page, "main form", [("Login", account.Login), ("Password", account.Password)]);
        if (account.TotpSecret is { } secret && answer.Headers.Location?.OriginalString.Contains("second-factor", StringComparison.Ordinal) == true)
        {
            page = await Open(answer.Headers.Location.OriginalString);
            // A code works once: who signed in within the same half minute shows the next one, as a telephone whose clock is ahead.
            var (key, step) = (Totp.FromBase32(secret)!, Totp.StepAt(DateTimeOffset.UtcNow));
            answer = await Submit(page, "main form", [("Code", Totp.Code(key, step))]);
            if (answer.StatusCode == HttpStatusCode.UnprocessableEntity)
                answer = await Submit(page, "main form", [("Code", Totp.Code(key, step + 1))]);
        }

        if (answer.StatusCode != HttpStatusCode.SeeOther)
            throw new InvalidOperationException($"{account.Login} could not sign in: {(int)answer.StatusCode}");
        await Open("/");
        LoadGenerator.StyleVersion = StyleVersion ?? "";
    }

    /// <summary>Gets a page.</summary>
    public async Task<IHtmlDocument> Open(string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {answer.Headers.Location}");
        return await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Gets anything, whatever it answers.</summary>
    public Task<HttpResponseMessage> Get(string path) => client.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>Sends a form with what it holds and what is given.</summary>
    public Task<HttpResponseMessage> Submit(IHtmlDocument page, string form, IEnumerable<(string Name, string Value)> fields)
    {
        var found = (IHtmlFormElement)page.QuerySelector(form)!;
        var sent = Hidden(found).Concat(fields).Select(f => KeyValuePair.Create(f.Name, f.Value));
        return Send(found.GetAttribute("action")!, new FormUrlEncodedContent(sent));
    }

    public async Task<HttpResponseMessage> Upload(IHtmlDocument page, string form, string field, string name, byte[] content)
    {
        var found = (IHtmlFormElement)page.QuerySelector(form)!;
        using var multipart = new MultipartFormDataContent();
        foreach (var (key, value) in Hidden(found))
            multipart.Add(new StringContent(value), key);
        multipart.Add(new ByteArrayContent(content), field, name);
        return await Send(found.GetAttribute("action")!, multipart);
    }

    /// <summary>SQL statements of an answer, as the program says when it is measured.</summary>
    public static int Statements(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues(BenchHeaders.Statements, out var values) ? int.Parse(values.Single(), CultureInfo.InvariantCulture) : -1;

    public async Task<HttpResponseMessage> Send(string path, HttpContent content, bool htmx = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = content };
        if (htmx)
        {
            request.Headers.Add("HX-Request", "true");
            request.Headers.Add("HX-Request-Type", "partial");
        }

        return await client.SendAsync(request);
    }

    public void Dispose() => client.Dispose();

    public static IEnumerable<(string Name, string Value)> Hidden(IHtmlFormElement form) =>
        form.QuerySelectorAll("input[type=hidden]").Cast<IHtmlInputElement>().Where(i => i.Name is { Length: > 0 }).Select(i => (i.Name!, i.Value));
}
