using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Exports.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Work;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Bench;

/// <summary>
/// The cards of a school of some 1,200 pupils as its desk orders them (AC-MAS-9): the job of the program itself, numbers, database, seals
/// and the file for the printer included; once undisturbed, and once with the program killed in the middle.
/// </summary>
internal static class Cards
{
    private const int Pupils = 1_320;
    private const int Looked = 317;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    public static async Task Measure(Report report, MariaDbServer server, string state, Options options)
    {
        var database = await server.CreateDatabase("benchcards");
        await Program.MakeSchema(database);
        var accountsFile = Path.Combine(state, "accounts-cards.json");
        await using var program = new RunningProgram(database, Path.Combine(state, "keys"), [new("Massar:Bench", "true"), new("Mail:Catch", "true"), new("Sms:Catch", "true")], options.Program, options.Port);
        await program.Run("migrate");
        await program.Run("seed", "--schools", "1", "--pupils", Pupils.ToString(CultureInfo.InvariantCulture), "--seed", "42", "--accounts-out", accountsFile);
        await using var db = new MassarDb(new DbContextOptionsBuilder<MassarDb>().UseMySql(database).Options);
        // The speed of files is measured, not the leave of a second person.
        await db.Settings.Where(s => s.Code == ExportRules.LargeSetting || s.Code.StartsWith(ExportRules.DailySetting)).ExecuteUpdateAsync(s => s.SetProperty(x => x.Value, "100000"));
        var (school, year) = await SignAll(db);

        await program.Start("/");
        var accounts = JsonSerializer.Deserialize<List<DemoAccount>>(await File.ReadAllTextAsync(accountsFile), new JsonSerializerOptions(JsonSerializerDefaults.Web))!;
        using var browser = new Browser(program.Address);
        await browser.SignIn(accounts.First(a => a.Role == "clerk"));

        if (!options.DeskOnly) await MeasureCards(report, db, program, browser, state, school, year);
        await Desk.Measure(report, db, program, accounts, school);
    }

    private static async Task MeasureCards(Report report, MassarDb db, RunningProgram program, Browser browser, string state, int school, int year)
    {
        var watch = Stopwatch.StartNew();
        var (batch, _) = await Order(db, browser, year, 1);
        await Until(db, batch, done => done.State == WorkState.Done);
        var seconds = watch.Elapsed.TotalSeconds;
        var cards = await Count(db, school, year, 1);
        report.Note(0, "report cards of a school, ordered at the desk: cards", cards);
        report.Note(0, "report cards of a school: seconds from the order to the file for the printer", seconds, "0.0", goal: "≤ 20");
        report.Note(0, "report cards of a school: memory of the program at most, MB", Program.Memory(program.ProcessId, "VmHWM"), goal: "≤ 300");

        watch.Restart();
        using var zipped = await browser.Get(string.Create(CultureInfo.InvariantCulture, $"/report-cards/batches/{batch}/cards.zip"));
        await using (var zip = new ZipArchive(await zipped.Content.ReadAsStreamAsync()))
            report.Note(0, "report cards of a school: files in the one ZIP", zip.Entries.Count);
        report.Note(0, "report cards of a school: seconds to take the ZIP", watch.Elapsed.TotalSeconds, "0.0");
        var file = Path.Combine(state, "cards.pdf");
        using (var merged = await browser.Get(string.Create(CultureInfo.InvariantCulture, $"/report-cards/batches/{batch}/cards.pdf")))
            await File.WriteAllBytesAsync(file, await merged.Content.ReadAsByteArrayAsync());
        report.Note(0, "report cards of a school: megabytes of the file for the printer", new FileInfo(file).Length / 1e6, "0.0");
        report.Note(0, $"report card {Looked}: its code, read from the file for the printer, opens its verification", await Opens(browser, file, state) ? 1 : 0, goal: "1");

        var (second, _) = await Order(db, browser, year, 2);
        await Until(db, second, done => done.DoneCount > cards / 3);
        program.Kill();
        var before = await Count(db, school, year, 2);
        await program.Start("/");
        await Until(db, second, done => done.State == WorkState.Done);
        var numbers = await db.IssuedDocuments.Where(d => d.PlaceId == school && d.Kind == CardDesk.CardKind).GroupBy(d => d.Year)
            .Select(g => new { Count = g.Count(), First = g.Min(d => d.Number), Last = g.Max(d => d.Number) }).ToListAsync();
        report.Note(0, "report cards, the program killed in the middle: cards there when it died", before);
        report.Note(0, "report cards, the program killed in the middle: cards in the end", await Count(db, school, year, 2));
        report.Note(0, "report cards, the program killed in the middle: numbers lost or given twice", numbers.Sum(n => Math.Abs(n.Last - n.First + 1 - n.Count)), goal: "0");
    }

    // Last year's classes of the largest school, as if all their councils had met; those the demo has issued begin anew.
    private static async Task<(int School, int Year)> SignAll(MassarDb db)
    {
        var year = await db.SchoolYears.Where(y => y.IsCurrent).Select(y => y.Id).SingleAsync() - 1;
        var school = await db.Enrollments.Where(e => e.SchoolYearId == year).GroupBy(e => e.SchoolId).OrderByDescending(g => g.Count()).Select(g => g.Key).FirstAsync();
        await db.ReportCards.ExecuteDeleteAsync();
        await db.CouncilMinutes.ExecuteDeleteAsync();
        await db.CouncilLines.ExecuteDeleteAsync();
        await db.Councils.ExecuteDeleteAsync();
        var cards = db.IssuedDocuments.Where(d => d.Kind == CardDesk.CardKind).Select(d => d.Id);
        await db.DocumentContents.Where(c => cards.Contains(c.DocumentId)).ExecuteDeleteAsync();
        await db.IssuedDocuments.Where(d => d.Kind == CardDesk.CardKind).ExecuteDeleteAsync();
        await db.DocumentRegisters.Where(r => r.Kind == CardDesk.CardKind).ExecuteDeleteAsync();
        var classes = await db.Classes.Where(c => c.SchoolId == school && c.SchoolYearId == year && db.Levels.Any(l => l.Code == c.LevelCode && l.MarkScale != null)).Select(c => c.Id).ToListAsync();
        // As the program itself would, but not through it: what is measured is the job.
        await db.Database.OpenConnectionAsync();
        foreach (var made in classes)
            foreach (var semester in (int[])[1, 2])
            {
                await db.Database.ExecuteSqlAsync($"INSERT INTO Councils (SchoolId, SchoolYearId, ClassId, Semester, State, HeldOn, Present, MinutesVersion, Version) VALUES ({school}, {year}, {made}, {semester}, {(int)CouncilState.Signed}, '2026-07-02', '-', 1, 1)");
                await db.Database.ExecuteSqlAsync($"INSERT INTO CouncilLines (CouncilId, PupilId, SchoolId, Honour, Remark, Version) SELECT LAST_INSERT_ID(), PupilId, SchoolId, 'ENCOURAGEMENT', 'عمل منتظم ومشاركة فعالة', 1 FROM Enrollments WHERE ClassId = {made} AND State IN ({(int)EnrollmentState.Active}, {(int)EnrollmentState.Graduated})");
            }

        return (school, year);
    }

    private static async Task<(long Batch, string Page)> Order(MassarDb db, Browser browser, int year, int semester)
    {
        var page = await browser.Open(string.Create(CultureInfo.InvariantCulture, $"/report-cards/issue?year={year}&semester={semester}"));
        var form = (IHtmlFormElement)page.QuerySelector("form[action='/report-cards/issue']")!;
        using var answer = await browser.Send("/report-cards/issue", new FormUrlEncodedContent(Browser.Hidden(form).Append(("Class", "")).Select(f => KeyValuePair.Create(f.Item1, f.Item2))));
        if (answer.StatusCode is not (HttpStatusCode.SeeOther or HttpStatusCode.OK))
            throw new InvalidOperationException($"The cards were not ordered: {(int)answer.StatusCode}");
        return (await db.CardBatches.MaxAsync(b => b.Id), "");
    }

    private static async Task Until(MassarDb db, long batch, Func<WorkItem, bool> isReached)
    {
        var key = CardBatch.WorkKey(batch);
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            var item = await db.WorkItems.AsNoTracking().SingleAsync(w => w.Key == key);
            if (isReached(item))
                return;
            if (item.State == WorkState.Failed || watch.Elapsed > Patience)
                throw new InvalidOperationException($"The cards stayed at {item.DoneCount} of {item.Total}, {item.State}.");
        }
    }

    private static Task<int> Count(MassarDb db, int school, int year, int semester) =>
        db.ReportCards.CountAsync(c => c.SchoolId == school && c.SchoolYearId == year && c.Semester == semester && c.DocumentId != null);

    private static async Task<bool> Opens(Browser browser, string file, string state)
    {
        var page = Path.Combine(state, "card");
        var number = Looked.ToString(CultureInfo.InvariantCulture);
        await Run("pdftoppm", "-r", "150", "-f", number, "-l", number, "-singlefile", "-png", file, page);
        var read = (await Run("zbarimg", "-q", "--raw", $"{page}.png")).Trim();
        using var answer = await browser.Get(new Uri(read).AbsolutePath);
        return answer.StatusCode == HttpStatusCode.OK && (await answer.Content.ReadAsStringAsync()).Contains("/verify", StringComparison.Ordinal);
    }

    private static async Task<string> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return text;
    }
}
