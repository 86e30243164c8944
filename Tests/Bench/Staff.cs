using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Work;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Bench;

/// <summary>
/// The staff of a province, and around it that of a country: planted once and multiplied in bulk, careers, workplaces, families and decisions
/// with it. What the pages cost with a hundred times as many people; an inbox of 5,000 lines; and 410 decisions signed by one order (AC-MSR-3).
/// </summary>
internal static class Staff
{
    private const int Few = 1_000;
    private const int Many = 100_000;
    private const int Waiting = 5_000;
    private const int Pile = 410;
    private const int WarmUp = 20;

    // A copy's number is that of its model and so many millions.
    private const long Apart = 1_000_000;
    private const long FarApart = 10_000_000_000;

    // Before the path of whoever works elsewhere: below no place of the readers.
    private const string Elsewhere = "/9";

    public static async Task Measure(Report report, MariaDbServer server, string state, Options options)
    {
        var database = await server.CreateDatabase("benchstaff");
        await Program.MakeSchema(database);
        var accountsFile = Path.Combine(state, "accounts-staff.json");
        await using var program = new RunningProgram(database, Path.Combine(state, "keys"), [new("Massar:Bench", "true"), new("Mail:Catch", "true"), new("Sms:Catch", "true")], options.Program, options.Port);
        await program.Run("migrate");
        await program.Run("seed", "--size", "school", "--seed", "42", "--accounts-out", accountsFile);
        var accounts = JsonSerializer.Deserialize<List<DemoAccount>>(await File.ReadAllTextAsync(accountsFile), new JsonSerializerOptions(JsonSerializerDefaults.Web))!;
        await using var db = new MassarDb(new DbContextOptionsBuilder<MassarDb>().UseMySql(database).Options);
        var planted = await db.Employees.CountAsync(e => e.PlacePath != Employee.NotYet && e.PlacePath != Employee.Gone);
        var near = (Few + planted - 1) / planted - 1;
        await Copy(db, 0, near, "");
        var few = await db.Employees.CountAsync();

        await program.Start("/");
        var browsers = new Dictionary<string, Browser>();
        foreach (var role in (string[])["head", "hr-manager", "head-of-service", "signatory"])
        {
            browsers[role] = new Browser(program.Address);
            await browsers[role].SignIn(accounts.First(a => a.Role == role));
        }

        var pages = await Pages(db, accounts);
        var before = await Costs(program, browsers, pages, options);
        var watch = Stopwatch.StartNew();
        await Copy(db, near, (Many - few + planted - 1) / planted, Elsewhere);
        var many = await db.Employees.CountAsync();
        report.Note(0, $"staff multiplied from {Shown(few)} to: persons", many);
        report.Note(0, "staff multiplied: seconds", watch.Elapsed.TotalSeconds, "0.0");
        var after = await Costs(program, browsers, pages, options);
        foreach (var ((page, name, _), first, last) in pages.Zip(before, after))
        {
            report.Note(0, $"{name}, of {Shown(many)} employees: SQL statements", last.Statements, goal: page switch { "/decisions/inbox" => "≤ 5", _ when page.StartsWith("/employees/", StringComparison.Ordinal) => "≤ 3", _ => null });
            report.Note(0, $"{name}, of {Shown(many)} employees: one reader, median ms", last.Milliseconds, "0.0");
            report.Note(0, $"{name}: {Shown(many)} employees ÷ {Shown(few)}", last.Milliseconds / first.Milliseconds, "0.00", goal: "≤ 1.5");
        }

        await MeasureInbox(report, db, program, browsers["head-of-service"], options);
        await MeasurePile(report, db, program, browsers["signatory"]);
        foreach (var browser in browsers.Values)
            browser.Dispose();
    }

    private static async Task<IReadOnlyList<(string Path, string Name, string Role)>> Pages(MassarDb db, IReadOnlyList<DemoAccount> accounts)
    {
        var manager = accounts.First(a => a.Role == "hr-manager").AccountId;
        var reach = await db.Hats.Where(h => h.AccountId == manager).Select(h => h.PlacePath).FirstAsync();
        var employee = await db.Employees.Where(e => e.Id > Apart && e.PlacePath.StartsWith(reach)).OrderBy(e => e.Id).FirstAsync();
        var decision = await db.Decisions.Where(d => d.Id > Apart && d.PlacePath.StartsWith(reach) && d.State == DecisionState.InVisa).OrderBy(d => d.Id).Select(d => d.Id).FirstAsync();
        return
        [
            (string.Create(CultureInfo.InvariantCulture, $"/employees/{employee.Id}"), "employee's situation, read by an office", "hr-manager"),
            ("/decisions/inbox", "inbox of visas", "head-of-service"),
            ("/staffing/school", "list of a school's staff", "head"),
            ("/decisions", "list of a province's decisions", "hr-manager"),
            ($"/employees?q={Uri.EscapeDataString(employee.LastNameAr)}", "staff searched by name", "hr-manager"),
            ($"/employees?q={employee.Ppr}", "staff searched by payroll number", "hr-manager"),
            (string.Create(CultureInfo.InvariantCulture, $"/decisions/{decision}"), "a decision", "hr-manager"),
        ];
    }

    private static async Task<List<(int Statements, double Milliseconds)>> Costs(RunningProgram program, Dictionary<string, Browser> browsers, IReadOnlyList<(string Path, string Name, string Role)> pages, Options options)
    {
        var costs = new List<(int, double)>();
        foreach (var (path, _, role) in pages)
        {
            var statements = await Program.Statements(browsers[role], path);
            costs.Add((statements, await Alone(program, browsers[role], path, options)));
        }

        return costs;
    }

    private static async Task<double> Alone(RunningProgram program, Browser browser, string path, Options options)
    {
        var requests = new[] { LoadGenerator.Get(path, browser.Session) };
        await LoadGenerator.Run(program.Port, requests, 2, options.WarmUp / 2);
        return (await LoadGenerator.Run(program.Port, requests, 1, options.WarmUp / 2)).P50;
    }

    /// <summary>So many copies of all that was planted about staff, after those there are already.</summary>
    private static async Task Copy(MassarDb db, int from, int copies, string path)
    {
        if (copies <= 0) return;
        // Whoever works elsewhere works at another school and is decided about by other offices: the same tree once more.
        var place = ("PlaceId", path.Length == 0 ? "r.PlaceId" : $"r.PlaceId + {Apart}");
        if (path.Length > 0)
            await Rows.Copy<Place>(db, 1, $"r.Id < {Apart}", ("Id", $"r.Id + {Apart}"), ("ParentId", $"r.ParentId + {Apart}"), ("Path", $"CONCAT('{path}', r.Path)"), ("Code", "CONCAT('Z', r.Id)"));
        var shift = string.Create(CultureInfo.InvariantCulture, $"{Apart} * (n.seq + {from})");
        var below = ("PlacePath", $"CONCAT('{path}', r.PlacePath)");
        var own = ("EmployeeId", $"r.EmployeeId + {shift}");
        var planted = $"r.EmployeeId < {Apart}";
        await Rows.Copy<Employee>(db, copies, $"r.Id < {Apart} AND r.PlacePath LIKE '/%'", ("Id", $"r.Id + {shift}"), place, below, ("Ppr", $"LPAD(20000000 + (n.seq + {from}) * 1000 + r.Id % 1000, 8, '0')"), ("Cin", $"CONCAT('X', LPAD((n.seq + {from}) * 1000 + r.Id % 1000, 7, '0'))"));
        await Rows.Copy<CareerStep>(db, copies, planted, own, ("DecisionId", "NULL"));
        await Rows.Copy<Posting>(db, copies, planted, own, place, below, ("DecisionId", "NULL"));
        await Rows.Copy<FamilyStep>(db, copies, planted, own);
        await Rows.Copy<EmployeeChild>(db, copies, planted, own);
        await Rows.Copy<Account>(db, copies, $"{planted} AND r.Id < {Apart}", ("Id", $"r.Id + {shift}"), own, ("Login", $"CONCAT('c', n.seq + {from}, '-', r.Id)"), ("Phone", "NULL"));
        await Rows.Copy<Decision>(db, copies, $"{planted} AND r.Id < {Apart}", ("Id", $"r.Id + {shift}"), own, place, below, ("Number", "NULL"), ("DocumentId", "NULL"), ("RunId", "NULL"), ("WithdrawsId", "NULL"));
        await Rows.Copy<DecisionVisa>(db, copies, $"r.DecisionId < {Apart}", place, ("DecisionId", $"r.DecisionId + {shift}"));
        await db.Database.ExecuteSqlRawAsync("ANALYZE TABLE Employees, CareerSteps, Postings, FamilySteps, EmployeeChildren, Accounts, Decisions, DecisionVisas");
    }

    private static async Task MeasureInbox(Report report, MassarDb db, RunningProgram program, Browser head, Options options)
    {
        var mine = $"r.WaitingRole = 'head-of-service' AND r.Id < {Apart}";
        var there = await db.Decisions.CountAsync(d => d.WaitingRole == "head-of-service" && !d.PlacePath.StartsWith(Elsewhere + "/"));
        var planted = await db.Decisions.CountAsync(d => d.WaitingRole == "head-of-service" && d.Id < Apart);
        if (planted == 0) throw new InvalidOperationException("Nothing waits for the head of service.");
        var copies = Math.Max(1, (Waiting - there + planted - 1) / planted);
        await Rows.Copy<Decision>(db, copies, mine, ("Id", $"r.Id + {FarApart} + {Apart} * n.seq"), ("RunId", "NULL"), ("WaitingSince", "r.WaitingSince + INTERVAL n.seq SECOND"));
        await Rows.Copy<DecisionVisa>(db, copies, $"r.DecisionId IN (SELECT Id FROM Decisions r WHERE {mine})", ("DecisionId", $"r.DecisionId + {FarApart} + {Apart} * n.seq"));
        await db.Database.ExecuteSqlRawAsync("ANALYZE TABLE Decisions, DecisionVisas");

        using var page = await head.Get("/decisions/inbox?page=50");
        var lines = await db.Decisions.CountAsync(d => d.WaitingRole == "head-of-service" && !d.PlacePath.StartsWith(Elsewhere + "/"));
        report.Note(0, "inbox of a head of service: lines that wait", lines);
        report.Note(0, "inbox of 5,000 lines: SQL statements", await Program.Statements(head, "/decisions/inbox"), goal: "≤ 5");
        report.Note(0, "inbox of 5,000 lines: one reader, median ms", await Alone(program, head, "/decisions/inbox", options), "0.0", goal: "≤ 50");
        report.Note(0, "inbox of 5,000 lines, its fiftieth page: one reader, median ms", await Alone(program, head, "/decisions/inbox?page=50", options), "0.0", goal: "≤ 50");
    }

    private static async Task MeasurePile(Report report, MassarDb db, RunningProgram program, Browser signatory)
    {
        // Copies that lie elsewhere come here until there are enough, each another person's.
        var here = await db.Decisions.CountAsync(d => d.State == DecisionState.ToSign && d.WaitingRole == "signatory" && d.Kind == DecisionProcedure.EchelonAdvancement && !d.PlacePath.StartsWith(Elsewhere + "/"));
        var missing = Math.Max(0, Pile + WarmUp - here);
        await db.Database.ExecuteSqlAsync(
            $"UPDATE Decisions d JOIN (SELECT Id FROM Decisions WHERE State = {(int)DecisionState.ToSign} AND WaitingRole = 'signatory' AND Kind = {DecisionProcedure.EchelonAdvancement} AND PlacePath LIKE '/9/%' ORDER BY Id LIMIT {missing}) m ON m.Id = d.Id JOIN Employees e ON e.Id = d.EmployeeId SET d.PlacePath = SUBSTRING(d.PlacePath, 3), e.PlacePath = SUBSTRING(e.PlacePath, 3), d.PlaceId = d.PlaceId - {Apart}, e.PlaceId = e.PlaceId - {Apart}");
        // A program that has signed before: what is compiled at the first signature is not the pile's.
        await Sign(db, signatory, WarmUp);
        var watch = Stopwatch.StartNew();
        var ids = await Sign(db, signatory, Pile);
        var seconds = watch.Elapsed.TotalSeconds;
        report.Note(0, "decisions signed by one order: signed", await db.Decisions.CountAsync(d => ids.Contains(d.Id) && d.Number != null), goal: Shown(ids.Count));
        report.Note(0, "410 decisions drawn and signed by one order: seconds from the order on", seconds, "0.0", goal: "≤ 6");
        report.Note(0, "410 decisions: memory of the program at most, MB", Program.Memory(program.ProcessId, "VmHWM"), goal: "≤ 300");
    }

    /// <summary>The oldest of the pile, signed by one order; waits for the last signature.</summary>
    private static async Task<List<long>> Sign(MassarDb db, Browser signatory, int most)
    {
        var page = await signatory.Open("/decisions/inbox");
        var form = (IHtmlFormElement?)page.QuerySelector("form#lines") ?? throw new InvalidOperationException($"Nothing waits for the signature: {page.QuerySelector("main")?.TextContent}");
        var ids = await db.Decisions.Where(d => d.State == DecisionState.ToSign && d.WaitingRole == "signatory" && d.Kind == DecisionProcedure.EchelonAdvancement && !d.PlacePath.StartsWith(Elsewhere + "/")).OrderBy(d => d.Id).Select(d => d.Id).Take(most).ToListAsync();
        using var answer = await signatory.Send(Massar.Features.Decisions.Links.SignBatch(), new FormUrlEncodedContent(
            Browser.Hidden(form).Concat(ids.Select(id => ("Line", id.ToString(CultureInfo.InvariantCulture)))).Select(f => KeyValuePair.Create(f.Item1, f.Item2))));
        if (answer.StatusCode != HttpStatusCode.SeeOther)
            throw new InvalidOperationException($"The pile was not taken: {(int)answer.StatusCode} {new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync()).QuerySelector("main")?.TextContent}");
        await Desk.Until(async () => !await db.WorkItems.AnyAsync(w => w.Key.StartsWith("sign/") && (w.State == WorkState.Waiting || w.State == WorkState.Running)));
        return ids;
    }

    private static string Shown(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
