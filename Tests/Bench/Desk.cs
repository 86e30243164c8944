using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Work;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Bench;

/// <summary>
/// What a large school does at once, each by the job of the program itself: a directory of 200 workbooks; then, with its pupils multiplied to
/// 4,000, the head's pages, all averages computed anew, and the passage of everybody into the next year.
/// </summary>
internal static class Desk
{
    private const int Books = MarkFolder.MostFiles;
    private const int Pupils = 4_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="report">Gets the figures.</param>
    /// <param name="db">The database, with one large school planted.</param>
    /// <param name="program">Runs on it, its background work too.</param>
    /// <param name="accounts">Those planted.</param>
    /// <param name="school">The school.</param>
    public static async Task Measure(Report report, MassarDb db, RunningProgram program, IReadOnlyList<DemoAccount> accounts, int school)
    {
        var year = await db.SchoolYears.Where(y => y.IsCurrent).Select(y => y.Id).SingleAsync();
        await MeasureFolder(report, db, program, accounts.First(a => a.Role == "teacher"), school, year);
        using var head = new Browser(program.Address);
        await head.SignIn(accounts.First(a => a.Role == "head"));
        await Grow(db, school, year);
        var pupils = await db.Enrollments.CountAsync(e => e.SchoolId == school && e.SchoolYearId == year && e.State == EnrollmentState.Active);
        foreach (var (path, name) in ((string, string)[])[("/marks/review", "board of sheets"), ("/pupils", "list of pupils"), ("/classes", "list of classes")])
            report.Note(0, $"head of a school of {Shown(pupils)} pupils, {name}: SQL statements", await Program.Statements(head, path), goal: "≤ 6");

        var code = await db.Schools.Where(s => s.Id == school).Select(s => s.GresaCode).SingleAsync();
        var watch = Stopwatch.StartNew();
        var said = await program.Run("reconcile", "--school", code);
        report.Note(0, $"all averages of a school computed anew and compared, start of the program included ({said.Trim().Split('\n')[^1]}), seconds", watch.Elapsed.TotalSeconds, "0.0", goal: "≤ 5");
        await MeasurePassage(report, db, head, school, year);
    }

    // One teacher with as many sheets as a directory may hold: those of other teachers of the school become that teacher's.
    private static async Task MeasureFolder(Report report, MassarDb db, RunningProgram program, DemoAccount account, int school, int year)
    {
        using var browser = new Browser(program.Address);
        await browser.SignIn(account);
        var employee = await db.Accounts.Where(a => a.Id == account.AccountId).Select(a => a.EmployeeId!.Value).SingleAsync();
        await db.TeachingAssignments.Where(t => db.Classes.Any(c => c.Id == t.ClassId && c.SchoolId == school && c.SchoolYearId == year)).ExecuteUpdateAsync(s => s.SetProperty(t => t.EmployeeId, employee));
        var pairs = await (
            from t in db.TeachingAssignments
            join c in db.Classes on t.ClassId equals c.Id
            where c.SchoolId == school && c.SchoolYearId == year && t.EndsOn == null
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, t.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            orderby c.Id, t.SubjectCode
            select new { ClassId = c.Id, t.SubjectCode, plan.TestsPerSemester }).Distinct().ToListAsync();

        // Each book says what the sheet said before its marks were typed anew: every one of its open marks is to be written.
        using var packed = new MemoryStream();
        var (books, marks) = (0, 0);
        await using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var pair in pairs.Where(p => p.TestsPerSemester > 0))
            {
                if (books == Books) break;
                OpenSheet? sheet = null;
                for (var number = 1; number <= pair.TestsPerSemester && sheet is null; number++)
                    sheet = await Sheets.Open(browser, Massar.Features.Marks.Links.Sheet(new SheetKey(pair.ClassId, pair.SubjectCode, 1, number)));
                if (sheet?.Workbook is null) continue;
                await Sheets.Save(browser, sheet, 1);
                using var download = await browser.Get($"{sheet.Workbook}/notescc.xlsx");
                var book = await download.Content.ReadAsByteArrayAsync();
                await Sheets.Save(browser, sheet, 2);
                await using var entry = await zip.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"{++books:000}.xlsx"), CompressionLevel.NoCompression).OpenAsync();
                await entry.WriteAsync(book);
                marks += sheet.Pupils;
            }

        if (books < Books) report.Note(0, "directory of workbooks: sheets found, of 200", books);
        var form = await browser.Open(Massar.Features.Marks.Links.Folders);
        var watch = Stopwatch.StartNew();
        using var sent = await browser.Upload(form, "form#folder", "File", "books.zip", packed.ToArray());
        if (sent.StatusCode != HttpStatusCode.SeeOther) throw new InvalidOperationException($"The directory was not taken: {(int)sent.StatusCode}");
        var page = sent.Headers.Location!.OriginalString;
        var id = await db.MarkFolders.OrderByDescending(f => f.AskedAt).Select(f => f.Id).FirstAsync();
        await Until(() => db.MarkFolders.AnyAsync(f => f.Id == id && f.State == FolderState.Read));
        var read = watch.Elapsed.TotalSeconds;
        var shown = await browser.Open(page);
        var confirm = (IHtmlFormElement?)shown.QuerySelector("form#confirm-folder") ?? throw new InvalidOperationException($"The directory changes nothing: {shown.QuerySelector("main")?.TextContent}");
        watch.Restart();
        using var confirmed = await browser.Send(confirm.GetAttribute("action")!, new FormUrlEncodedContent(Browser.Hidden(confirm).Select(f => KeyValuePair.Create(f.Name, f.Value))));
        await Until(() => db.MarkFolders.AnyAsync(f => f.Id == id && f.State == FolderState.Written));
        var written = watch.Elapsed.TotalSeconds;
        report.Note(0, "directory of 200 workbooks: marks written", await db.MarkFolderFiles.Where(f => f.FolderId == id && f.State == FolderFileState.Written).SumAsync(f => f.Marks));
        report.Note(0, "directory of 200 workbooks: files not written", await db.MarkFolderFiles.CountAsync(f => f.FolderId == id && f.State != FolderFileState.Written), goal: "0");
        report.Note(0, "directory of 200 workbooks: sent and read, seconds", read, "0.0");
        report.Note(0, "directory of 200 workbooks: sent, read, confirmed and written, seconds", read + written, "0.0", goal: "≤ 30");
    }

    // Copies of its pupils sit in the same classes; the councils of all classes have let everybody pass.
    private static async Task Grow(MassarDb db, int school, int year)
    {
        var there = await db.Enrollments.CountAsync(e => e.SchoolId == school && e.SchoolYearId == year && e.State == EnrollmentState.Active);
        var copies = (Pupils + there - 1) / there - 1;
        const long Apart = 100_000_000;
        var seated = string.Create(CultureInfo.InvariantCulture, $"SELECT e.PupilId FROM Enrollments e WHERE e.SchoolId = {school} AND e.SchoolYearId = {year} AND e.State = {(int)EnrollmentState.Active}");
        if (copies > 0)
        {
            await Rows.Copy<Pupil>(db, copies, $"r.Id IN ({seated})", ("Id", $"r.Id + {Apart} * n.seq"), ("MassarCode", "CONCAT(CHAR(64 + n.seq), 'X', LPAD(r.Id, 8, '0'))"));
            await Rows.Copy<Enrollment>(db, copies, string.Create(CultureInfo.InvariantCulture, $"r.SchoolId = {school} AND r.SchoolYearId = {year} AND r.State = {(int)EnrollmentState.Active}"), ("PupilId", $"r.PupilId + {Apart} * n.seq"));
        }

        await db.Database.ExecuteSqlAsync($"INSERT IGNORE INTO Councils (SchoolId, SchoolYearId, ClassId, Semester, State, HeldOn, Present, MinutesVersion, Version) SELECT SchoolId, SchoolYearId, Id, 2, {(int)CouncilState.Signed}, '2027-06-20', '-', 1, 1 FROM Classes WHERE SchoolId = {school} AND SchoolYearId = {year}");
        await db.Database.ExecuteSqlAsync($"INSERT IGNORE INTO CouncilLines (CouncilId, PupilId, SchoolId, Decision, Version) SELECT c.Id, e.PupilId, e.SchoolId, 'PASS', 1 FROM Councils c JOIN Enrollments e ON e.ClassId = c.ClassId WHERE c.SchoolId = {school} AND c.SchoolYearId = {year} AND c.Semester = 2");
        var today = MoroccanDay.Today(TimeProvider.System);
        await db.CalendarEntries.Where(c => c.SchoolYearId == year && c.Code == RollOverCalendar.WindowCode)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.StartsOn, today.AddDays(-1)).SetProperty(c => c.EndsOn, today.AddDays(30)));
    }

    private static async Task MeasurePassage(Report report, MassarDb db, Browser head, int school, int year)
    {
        async Task<double> Order(string action, RollOverState state, params (string, string)[] more)
        {
            var page = await head.Open(Massar.Features.Enrollments.Links.RollOver);
            var form = (IHtmlFormElement)(page.QuerySelector($"form[action='{action}']") ?? throw new InvalidOperationException($"There is no {action}: {page.QuerySelector("main")?.TextContent}"));
            var watch = Stopwatch.StartNew();
            using var answer = await head.Send(action, new FormUrlEncodedContent(Browser.Hidden(form).Concat(more).Select(f => KeyValuePair.Create(f.Item1, f.Item2))));
            if (answer.StatusCode != HttpStatusCode.SeeOther)
                throw new InvalidOperationException($"{action}: {(int)answer.StatusCode} {new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync()).QuerySelector("main")?.TextContent}");
            await Until(() => db.RollOvers.AnyAsync(r => r.SchoolId == school && r.FromYear == year && r.State == state && !db.WorkItems.Any(w => w.Key.StartsWith("roll-over/") && (w.State == WorkState.Waiting || w.State == WorkState.Running))));
            return watch.Elapsed.TotalSeconds;
        }

        var list = await Order(Massar.Features.Enrollments.Links.Check, RollOverState.Checked);
        var run = await Order(Massar.Features.Enrollments.Links.Run, RollOverState.Done, ("LeavesBehind", "true"));
        var lines = db.RollOverLines.Where(l => db.RollOvers.Any(r => r.Id == l.RollOverId && r.SchoolId == school && r.FromYear == year));
        report.Note(0, "passage of a school into the next year: pupils on its list", await lines.CountAsync());
        report.Note(0, "passage of a school into the next year: pupils enrolled or ended", await lines.CountAsync(l => l.IsDone));
        report.Note(0, "passage of a school into the next year: the list made, seconds", list, "0.0");
        report.Note(0, "passage of a school into the next year: written by its job, seconds", run, "0.0", goal: "≤ 20");
    }

    /// <summary>Waits for what background work brings about.</summary>
    public static async Task Until(Func<Task<bool>> isSo)
    {
        for (var watch = Stopwatch.StartNew(); !await isSo(); await Task.Delay(100))
            if (watch.Elapsed > Patience)
                throw new InvalidOperationException("The background work has not come to its end.");
    }

    private static string Shown(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
