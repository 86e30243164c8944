using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.MySql.Ado;
using Massar.Infrastructure.Seeding;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Massar.Bench;

/// <summary>
/// <c>./massar bench [--quick] [--papers] [--cards] [--desk] [--staff] [--movement] [--sizes 1000,10000] [--out FILE] [--port N] [--program Massar.dll]</c>: plants databases of several
/// sizes, runs the program on each as a process of its own, and measures what people wait for. The load is made on the same machine.
/// </summary>
internal static class Program
{
    private const string MarksPage = "/marks/mine";
    private const int Connections = 16;
    private const int Sessions = 64;
    private static readonly Report Report = new();

    private static async Task<int> Main(string[] args)
    {
        var options = Options.Read(args);
        if (options is null)
        {
            await Console.Error.WriteLineAsync("bench [--quick] [--papers] [--cards] [--desk] [--staff] [--movement] [--sizes 1000,10000,100000] [--out FILE] [--port N] [--program Massar.dll]");
            return 2;
        }

        var watch = Stopwatch.StartNew();
        var preamble = Machine();
        var state = Directory.CreateTempSubdirectory("massar-bench-").FullName;
        try
        {
            if (options.PapersOnly)
            {
                Papers.Measure(Report, state, options.Length);
                return 0;
            }

            if (options.MovementOnly)
            {
                Movement.Measure(Report);
                return 0;
            }

            // As ./massar sets its private database: durable, and with room for what is read often.
            await using var server = await MariaDbServer.StartDedicated("--innodb-buffer-pool-size=256M", "--innodb-log-file-size=256M", "--innodb-doublewrite=1");
            if (options.CardsOnly || options.DeskOnly || options.StaffOnly)
            {
                if (options.CardsOnly || options.DeskOnly) await Cards.Measure(Report, server, state, options);
                if (options.StaffOnly) await Staff.Measure(Report, server, state, options);
                return 0;
            }

            foreach (var size in options.Sizes)
                await Measure(size, server, options, state);
            await Cards.Measure(Report, server, state, options);
            await Staff.Measure(Report, server, state, options);
            Papers.Measure(Report, state, options.Length);
            Movement.Measure(Report);
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }

        var text = Report.ToMarkdown(options.Sizes, preamble);
        if (options.Out is { } file)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            await File.WriteAllTextAsync(file, text);
        }

        Console.WriteLine();
        Console.WriteLine(text);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:0} s"));
        return 0;
    }

    private static async Task Measure(int size, MariaDbServer server, Options options, string state)
    {
        var database = await server.CreateDatabase($"bench{size}");
        await MakeSchema(database);
        var accountsFile = Path.Combine(state, $"accounts-{size}.json");
        await using var program = new RunningProgram(database, Path.Combine(state, "keys"),
            [new("Massar:Bench", "true"), new("Massar:Work:Enabled", "false"), new("Massar:SignIn:PerGuesser", "100000"), new("Mail:Catch", "true"), new("Sms:Catch", "true")],
            options.Program, options.Port);
        await program.Run("migrate");

        var watch = Stopwatch.StartNew();
        await program.Run("seed", "--pupils", size.ToString(CultureInfo.InvariantCulture), "--seed", "42", "--accounts-out", accountsFile);
        var seeded = watch.Elapsed.TotalSeconds;
        var rows = await Rows(database);
        Report.Note(size, "demo data: rows", rows);
        Report.Note(size, "demo data: seconds to plant, start of the program included", seeded, "0.0");
        Report.Note(size, "demo data: rows a second", rows / seeded);

        Report.Note(size, "start to first answer, ms", (await program.Start("/")).TotalMilliseconds, goal: "≤ 3,000");
        var accounts = JsonSerializer.Deserialize<List<DemoAccount>>(await File.ReadAllTextAsync(accountsFile), new JsonSerializerOptions(JsonSerializerDefaults.Web))!;
        await MeasureFamily(size, program, database, accounts, options);
        await MeasureTeacher(size, program, accounts, options);
        await MeasureOthers(size, program, accounts, options);
        Report.Note(size, "memory after the load, MB", Memory(program.ProcessId, "VmRSS"), goal: "≤ 300");
        Report.Note(size, "memory at most, MB", Memory(program.ProcessId, "VmHWM"), goal: "≤ 300");
        // After the memory of a day: thousands of connections are an evening of their own.
        await Teachers.Measure(Report, size, program, database, options.Length > TimeSpan.FromSeconds(3) ? 5000 : 500, options.Length * 10);
        if (program.Log.Contains("fail:", StringComparison.Ordinal))
            Console.WriteLine($"The program complained:\n{string.Join('\n', program.Log.Split('\n').Take(12))}");
    }

    /// <summary>What a pupil or a guardian does: reads.</summary>
    private static async Task MeasureFamily(int size, RunningProgram program, string database, IReadOnlyList<DemoAccount> accounts, Options options)
    {
        using var browser = new Browser(program.Address);
        var watch = Stopwatch.StartNew();
        await browser.SignIn(accounts.First(a => a.Role == "pupil"));
        Report.Note(size, "signing in with a password: three pages, ms", watch.Elapsed.TotalMilliseconds);

        var path = await Exists(browser, MarksPage) ? MarksPage : "/";
        var name = path == MarksPage ? "pupil's marks page" : "pupil's home page (no marks page yet)";
        var visit = await FirstVisit(program, browser.Session, path);
        Report.Note(size, $"{name}: bytes of a first visit, headers included", visit.Bytes, goal: "≤ 14,336");
        Report.Note(size, $"{name}: requests of a first visit", visit.Requests, goal: "≤ 3");
        await Statements(size, browser, path, name, "≤ 4");

        var sessions = await OpenSessions(database, Sessions);
        var requests = sessions.Select(s => LoadGenerator.Get(path, s)).ToList();
        // The first pages after a start are compiled while they are answered; five times as long as elsewhere, for the whole program warms here.
        await LoadGenerator.Run(program.Port, requests, Connections, options.WarmUp * 5);
        var alone = await LoadGenerator.Run(program.Port, requests, 1, options.Length);
        Report.Note(size, $"{name}: one reader, median ms", alone.P50, "0.00", ratio: true);
        await NoteLoad(size, name, program, requests, options.Length);
        if (await Wrk.Run(program.Port, path, sessions, Connections, options.Length) is { } wrk)
        {
            Report.Note(size, $"{name}: pages a second (wrk, {Connections} connections, {Sessions} pupils)", wrk.PerSecond, goal: "≥ 2,500", ratio: true);
            Report.Note(size, $"{name}: median ms (wrk)", wrk.P50, "0.00");
            Report.Note(size, $"{name}: 99th percentile ms (wrk)", wrk.P99, "0.00");
            if (wrk.Failed > 0)
                Report.Note(size, $"{name}: not answered with 200 (wrk)", wrk.Failed);
        }
    }

    /// <summary>What a teacher does: opens a sheet, saves forty marks, sends a workbook.</summary>
    private static async Task MeasureTeacher(int size, RunningProgram program, IReadOnlyList<DemoAccount> accounts, Options options)
    {
        using var browser = new Browser(program.Address);
        await browser.SignIn(accounts.First(a => a.Role == "teacher"));
        if (await Sheets.Find(browser) is not { } sheet)
        {
            Console.WriteLine("No sheet open for entry was found: the teacher's part is left out.");
            return;
        }

        var visit = await FirstVisit(program, browser.Session, sheet.Path);
        Report.Note(size, "mark sheet: pupils on it", sheet.Pupils);
        Report.Note(size, "mark sheet: bytes of a first visit, headers included", visit.Bytes, goal: "≤ 30,720");
        Report.Note(size, "mark sheet: requests of a first visit", visit.Requests, goal: "≤ 5");
        await Statements(size, browser, sheet.Path, "mark sheet", null);
        var requests = new[] { LoadGenerator.Get(sheet.Path, browser.Session) };
        await LoadGenerator.Run(program.Port, requests, Connections, options.WarmUp);
        await NoteLoad(size, "mark sheet", program, requests, options.Length);
        await Sheets.Measure(Report, size, browser, sheet, options.Saves);
        await Sheets.MeasureWorkbook(Report, size, browser, sheet, options.Imports);
    }

    /// <summary>Pages of other people, each once: what they cost.</summary>
    private static async Task MeasureOthers(int size, RunningProgram program, IReadOnlyList<DemoAccount> accounts, Options options)
    {
        // A code of the second factor works once, so each person signs in once.
        var browsers = new Dictionary<string, Browser>();
        foreach (var (path, name, account, statements, rate) in (IEnumerable<(string, string, string?, string?, string?)>)[
            ("/", "front page", null, null, null),
            ("/accounts/sign-in", "sign-in page", null, null, null),
            ("/", "guardian's first screen", "guardian", "≤ 4", "≥ 1,500"),
            ("/certificates/mine", "guardian's certificates", "guardian", "≤ 4", null),
            ("/", "head's home page", "head", null, null),
            ("/marks/review", "head's board of sheets", "head", "≤ 6", null),
            ("/pupils", "head's list of pupils", "head", "≤ 6", null),
            ("/employees/me", "employee's situation on a day", "teacher", "≤ 3", null),
            ("/decisions/inbox", "inbox of visas", "head-of-service", "≤ 5", null)])
        {
            if (!browsers.TryGetValue(account ?? "", out var browser))
            {
                browsers[account ?? ""] = browser = new Browser(program.Address);
                if (account is not null)
                    await browser.SignIn(accounts.First(a => a.Role == account));
            }

            if (!await Exists(browser, path))
                continue;
            await Statements(size, browser, path, name, statements);
            var requests = new[] { LoadGenerator.Get(path, account is null ? null : browser.Session) };
            await LoadGenerator.Run(program.Port, requests, Connections, options.WarmUp);
            var before = Processor(program.ProcessId);
            var load = await LoadGenerator.Run(program.Port, requests, Connections, options.Length / 2);
            Report.Note(size, $"{name}: the program's processor time a page, ms", (Processor(program.ProcessId) - before) / load.Requests, "0.00", ratio: true);
            Report.Note(size, $"{name}: pages a second", load.PerSecond, goal: rate, ratio: true);
        }

        foreach (var browser in browsers.Values)
            browser.Dispose();
    }

    private static async Task NoteLoad(int size, string name, RunningProgram program, IReadOnlyList<byte[]> requests, TimeSpan length)
    {
        var before = Processor(program.ProcessId);
        var load = await LoadGenerator.Run(program.Port, requests, Connections, length);
        // What neighbors do on the machine changes the rate, this hardly.
        Report.Note(size, $"{name}: the program's processor time a page, ms", (Processor(program.ProcessId) - before) / load.Requests, "0.00", ratio: true);
        Report.Note(size, $"{name}: pages a second (own generator, {Connections} connections)", load.PerSecond, ratio: true);
        Report.Note(size, $"{name}: median ms", load.P50, "0.00", ratio: true);
        Report.Note(size, $"{name}: 95th percentile ms", load.P95, "0.00");
        Report.Note(size, $"{name}: 99th percentile ms", load.P99, "0.00");
        Report.Note(size, $"{name}: bytes of an answer", load.Bytes);
        if (load.Failed > 0)
            Report.Note(size, $"{name}: not answered with 200", load.Failed);
    }

    private static async Task Statements(int size, Browser browser, string path, string name, string? goal)
    {
        Report.Note(size, $"{name}: SQL statements", await Statements(browser, path), goal: goal);
    }

    /// <summary>SQL statements of a page, as most visits have them.</summary>
    internal static async Task<int> Statements(Browser browser, string path)
    {
        var counts = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            using var answer = await browser.Get(path);
            if (answer.StatusCode != HttpStatusCode.OK)
                throw new InvalidOperationException($"{path}: {(int)answer.StatusCode}");
            counts.Add(Browser.Statements(answer));
        }

        return counts.Order().ElementAt(counts.Count / 2);
    }

    private static async Task<bool> Exists(Browser browser, string path)
    {
        using var answer = await browser.Get(path);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    /// <summary>Bytes over the line and requests of a browser that was never here: the page, then what it names.</summary>
    private static async Task<(int Bytes, int Requests)> FirstVisit(RunningProgram program, string session, string path)
    {
        using var raw = new HttpClient(new SocketsHttpHandler { UseCookies = false, AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = program.Address };
        using var plain = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = program.Address };
        async Task<int> Size(string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
            request.Headers.Add("Cookie", $"massar={session}");
            request.Headers.Add("Accept", "text/html,*/*");
            request.Headers.Add("Accept-Encoding", "br");
            using var answer = await raw.SendAsync(request);
            var headers = answer.Headers.Concat(answer.Content.Headers).Sum(h => h.Value.Sum(v => h.Key.Length + v.Length + 4));
            return 17 + headers + 2 + (await answer.Content.ReadAsByteArrayAsync()).Length;
        }

        using var first = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        first.Headers.Add("Cookie", $"massar={session}");
        first.Headers.Add("Accept", "text/html");
        using var page = await plain.SendAsync(first);
        var document = new HtmlParser().ParseDocument(await page.Content.ReadAsStringAsync());
        var parts = document.QuerySelectorAll("link[rel=stylesheet]").Select(l => l.GetAttribute("href"))
            .Concat(document.QuerySelectorAll("script[src]").Select(s => s.GetAttribute("src"))).Concat(document.QuerySelectorAll("img[src^='/']:not([loading=lazy])").Select(i => i.GetAttribute("src")))
            .OfType<string>().Distinct().ToList();
        var bytes = await Size(path);
        foreach (var part in parts)
            bytes += await Size(part);
        return (bytes, 1 + parts.Count);
    }

    /// <summary>Sessions of pupils from all over the database, opened as signing in would open them.</summary>
    private static async Task<IReadOnlyList<string>> OpenSessions(string database, int count)
    {
        await using var connection = new MySqlDbConnection(database);
        await connection.OpenAsync();
        await using var read = connection.CreateCommand();
        read.CommandText = "SELECT a.Id, h.Id FROM Accounts a JOIN Hats h ON h.AccountId = a.Id WHERE h.Role = 'pupil' AND h.EndsOn IS NULL ORDER BY CRC32(a.Id) LIMIT " + count.ToString(CultureInfo.InvariantCulture);
        var people = new List<(long Account, long Hat)>();
        await using (var reader = await read.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                people.Add((reader.GetInt64(0), reader.GetInt64(1)));
        var tokens = new List<string>();
        foreach (var (account, hat) in people.Take(count))
        {
            var token = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N")[..8];
            await using var write = connection.CreateCommand();
            write.CommandText = string.Create(CultureInfo.InvariantCulture,
                $"INSERT INTO Sessions (TokenHash, AccountId, HatId, CreatedAt, LastSeenAt, ExpiresAt, SecondFactorDone) VALUES ('{Massar.Features.Accounts.Domain.Sessions.HashOf(token)}', {account}, {hat}, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL 1 DAY, 1)");
            await write.ExecuteNonQueryAsync();
            tokens.Add(token);
        }

        return tokens;
    }

    // The program's own migrations once there are some; until then the tables as the model says.
    internal static async Task MakeSchema(string database)
    {
        var options = new DbContextOptionsBuilder<MassarDb>();
        options.UseMySql(database);
        await using var db = new MassarDb(options.Options);
        if (!db.Database.GetMigrations().Any())
            await db.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();
    }

    private static async Task<long> Rows(string database)
    {
        await using var connection = new MySqlDbConnection(database);
        await connection.OpenAsync();
        var tables = new List<string>();
        await using (var list = connection.CreateCommand())
        {
            list.CommandText = "SHOW TABLES";
            await using var reader = await list.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        }

        var rows = 0L;
        foreach (var table in tables)
        {
            await using var count = connection.CreateCommand();
            count.CommandText = $"SELECT COUNT(*) FROM `{table}`";
            count.CommandTimeout = 300;
            rows += Convert.ToInt64(await count.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
        }

        return rows;
    }

    /// <summary>Milliseconds of processor time a process has used.</summary>
    private static double Processor(int process)
    {
        using var running = Process.GetProcessById(process);
        return running.TotalProcessorTime.TotalMilliseconds;
    }

    /// <summary>A line of /proc/…/status, in MB.</summary>
    internal static double Memory(int process, string name) =>
        File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status")).Where(l => l.StartsWith(name, StringComparison.Ordinal))
            .Select(l => double.Parse(Regex.Match(l, "[0-9]+").Value, CultureInfo.InvariantCulture) / 1024).Single();

    private static string Machine()
    {
        var memory = File.ReadLines("/proc/meminfo").First(l => l.StartsWith("MemTotal", StringComparison.Ordinal));
        var gigabytes = double.Parse(Regex.Match(memory, "[0-9]+").Value, CultureInfo.InvariantCulture) / 1024 / 1024;
        var busy = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        return string.Create(CultureInfo.InvariantCulture, $"""
            # What it costs

            Written by `./massar bench` on {DateTime.UtcNow:yyyy-MM-dd}: {Environment.ProcessorCount} cores, {gigabytes:0} GB, .NET {Environment.Version}. The program, the database and the
            load share the cores. When it began, {busy} other tasks were running on average; figures of a busy machine are too low.
            Pages are asked for as a phone does: in Arabic, packed with Brotli, with a session's cookie. SQL statements include the session's look-up, which is kept for five seconds.

            """);
    }
}

/// <summary>What was asked for.</summary>
internal sealed record Options(IReadOnlyList<int> Sizes, string? Out, int Port, string? Program, TimeSpan Length, TimeSpan WarmUp, int Saves, int Imports)
{
    /// <summary>Certificates alone: no database, half a minute, nothing written.</summary>
    public bool PapersOnly { get; init; }

    /// <summary>What a large school's desk does alone, report cards first: one database, a few minutes, nothing written.</summary>
    public bool CardsOnly { get; init; }

    /// <summary>The same without the report cards.</summary>
    public bool DeskOnly { get; init; }

    /// <summary>The pages and signatures of a country's staff alone: one database, a few minutes, nothing written.</summary>
    public bool StaffOnly { get; init; }

    /// <summary>The assignment of a national movement alone: no database, some seconds, nothing written.</summary>
    public bool MovementOnly { get; init; }

    public static Options? Read(string[] args)
    {
        var (sizes, file, port, program) = ("1000,10000", (string?)"docs/bench.md", 5110, (string?)null);
        var (quick, papers, cards, desk, staff, movement) = (false, false, false, false, false, false);
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--quick": quick = true; continue;
                case "--papers": papers = true; continue;
                case "--cards": cards = true; continue;
                case "--desk": desk = true; continue;
                case "--staff": staff = true; continue;
                case "--movement": movement = true; continue;
                case "--sizes" when value is not null: sizes = value; break;
                case "--out" when value is not null: file = value; break;
                case "--program" when value is not null: program = value; break;
                case "--port" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out port): break;
                default: return null;
            }

            i++;
        }

        var list = sizes.Split(',').Select(s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).ToList();
        if (list.Any(s => s < 100))
            return null;
        var options = quick
            ? new Options([list[0]], file, port, program, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), 10, 3)
            : new Options(list, file, port, program, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(3), 40, 10);
        return options with { PapersOnly = papers, CardsOnly = cards, DeskOnly = desk, StaffOnly = staff, MovementOnly = movement };
    }
}
