using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Massar.Features.Accounts.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.MySql;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Bench;

/// <summary>
/// The evening of the deadline (AC-TEA-8): many teachers at once, each with a connection of their own and cells of their own, each
/// saving a cell every so often as their browser does by itself. Saves are due by the clock, whatever the ones before took, so a slow
/// answer does not make the next ones look fast. Afterwards the database is asked for every acknowledged mark.
/// </summary>
public static class Teachers
{
    /// <summary>Between two saves of one teacher: finding the next paper, typing, and the pause after which the page saves.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(30);

    /// <param name="report">Gets the figures.</param>
    /// <param name="size">Pupils in the database.</param>
    /// <param name="program">What is measured.</param>
    /// <param name="database">Its database.</param>
    /// <param name="most">Teachers wanted; fewer when the database has fewer cells to fill.</param>
    /// <param name="length">How long they save.</param>
    public static async Task Measure(Report report, int size, RunningProgram program, string database, int most, TimeSpan length)
    {
        var options = new DbContextOptionsBuilder<MassarDb>();
        options.UseMySql(database);
        await using var db = new MassarDb(options.Options);
        var teachers = await Gather(db, most);
        if (teachers.Count == 0)
            return;

        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5) })
        {
            BaseAddress = program.Address,
            Timeout = TimeSpan.FromSeconds(30),
        };
        var took = new ConcurrentBag<double>();
        var failed = 0;
        var start = Stopwatch.GetTimestamp();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(teachers.Select((t, i) => Task.Run(async () =>
        {
            // Spread evenly over the pace, so that the rate is the same from the first second on.
            for (var due = Pace * i / teachers.Count; due < length; due += Pace)
            {
                var wait = due - Stopwatch.GetElapsedTime(start);
                if (wait > TimeSpan.Zero)
                    await Task.Delay(wait);
                if (await t.Save(http))
                    took.Add((Stopwatch.GetElapsedTime(start) - due).TotalMilliseconds);
                else
                    Interlocked.Increment(ref failed);
            }
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        var sorted = took.Order().ToArray();
        var lost = await Lost(db, teachers);

        var name = $"deadline evening ({Pace.TotalSeconds:0} s between two saves of a teacher)";
        report.Note(size, $"{name}: teachers saving at once", teachers.Count);
        report.Note(size, $"{name}: saves a second", sorted.Length / seconds, "#,0.0");
        report.Note(size, $"{name}: median ms", At(sorted, 0.5), "0.0");
        report.Note(size, $"{name}: 99th percentile ms", At(sorted, 0.99), "0.0", "< 1,000");
        report.Note(size, $"{name}: slowest ms", At(sorted, 1), "0.0");
        report.Note(size, $"{name}: not saved", failed, goal: "0");
        report.Note(size, $"{name}: acknowledged marks missing afterwards", lost, goal: "0");
    }

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    /// <summary>Everybody who teaches a class with a sheet that takes marks, its cells shared out among as many pages as are wanted.</summary>
    private static async Task<List<Teacher>> Gather(MassarDb db, int most)
    {
        var today = MoroccanDay.Today(TimeProvider.System);
        var sheets = await (
            from t in db.TeachingAssignments
            where t.StartsOn <= today && (t.EndsOn == null || t.EndsOn >= today)
            join c in db.Classes on t.ClassId equals c.Id
            join y in db.SchoolYears on c.SchoolYearId equals y.Id
            where y.IsCurrent
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, t.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            where plan.TestsPerSemester >= 2
            join account in db.Accounts on (long?)t.EmployeeId equals account.EmployeeId
            join hat in db.Hats.Where(h => h.Role == Roles.Teacher && h.EndsOn == null) on account.Id equals hat.AccountId
            where !db.Assessments.Any(a => a.ClassId == c.Id && a.SubjectCode == t.SubjectCode && a.Semester == 1 && a.Number == 2
                && a.State != AssessmentState.Planned && a.State != AssessmentState.Open && a.State != AssessmentState.Returned)
            orderby c.Id, t.SubjectCode
            select new { ClassId = c.Id, t.SubjectCode, AccountId = account.Id, HatId = hat.Id }).AsNoTracking().Take(most).ToListAsync();
        var classes = sheets.Select(s => s.ClassId).Distinct().ToList();
        var pupils = (await (from e in db.Enrollments
                             where e.ClassId != null && classes.Contains(e.ClassId.Value) && e.State == EnrollmentState.Active
                             join p in db.Pupils on e.PupilId equals p.Id
                             select new { ClassId = e.ClassId!.Value, p.Id, p.MassarCode }).AsNoTracking().ToListAsync()).ToLookup(p => p.ClassId);

        var tokens = new Dictionary<long, string>();
        foreach (var person in sheets.DistinctBy(s => s.AccountId))
        {
            var token = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N")[..8];
            tokens[person.AccountId] = token;
            var now = DateTime.UtcNow;
            db.Sessions.Add(new Session { TokenHash = Sessions.HashOf(token), AccountId = person.AccountId, HatId = person.HatId, CreatedAt = now, LastSeenAt = now, ExpiresAt = now.AddDays(1), SecondFactorDone = true });
        }

        await db.SaveChangesAsync();

        // First every sheet one teacher, then the same sheets second ones, until there are enough.
        var left = sheets.ConvertAll(s => (Sheet: s, Cells: new Queue<(long Id, string Code)>(pupils[s.ClassId].Select(p => (p.Id, p.MassarCode)))));
        var teachers = new List<Teacher>();
        while (teachers.Count < most && left.Exists(l => l.Cells.Count > 0))
            foreach (var (sheet, cells) in left)
                if (teachers.Count < most && cells.TryDequeue(out var cell))
                    teachers.Add(new Teacher(tokens[sheet.AccountId], new SheetKey(sheet.ClassId, sheet.SubjectCode, 1, 2), cell.Id, cell.Code, teachers.Count + 1));
        return teachers;
    }

    private static async Task<int> Lost(MassarDb db, IReadOnlyList<Teacher> teachers)
    {
        var classes = teachers.Select(t => t.Sheet.ClassId).Distinct().ToList();
        var stored = (await (from a in db.Assessments
                             where classes.Contains(a.ClassId) && a.Semester == 1 && a.Number == 2
                             join m in db.Marks on a.Id equals m.AssessmentId
                             select new { a.ClassId, a.SubjectCode, m.PupilId, m.Points }).AsNoTracking().ToListAsync()).ToDictionary(m => (m.ClassId, m.SubjectCode, m.PupilId), m => m.Points);
        return teachers.Count(t => t.Acknowledged is { } mark && !t.IsUnsure && stored.GetValueOrDefault((t.Sheet.ClassId, t.Sheet.Subject, t.PupilId)) != mark);
    }

    /// <summary>One page open on a sheet, and the cell it fills and corrects.</summary>
    private sealed class Teacher(string token, SheetKey sheet, long pupilId, string code, int page)
    {
        private int turn;

        public SheetKey Sheet => sheet;

        public long PupilId => pupilId;

        /// <summary>The last mark the program said it has.</summary>
        public decimal? Acknowledged { get; private set; }

        /// <summary>The save after it had no answer: the cell may hold either.</summary>
        public bool IsUnsure { get; private set; }

        public async Task<bool> Save(HttpClient http)
        {
            // Within the scale of every level, and another mark each time.
            var mark = (page + turn++) % 40 / 4m;
            using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api{Massar.Features.Marks.Links.Sheet(sheet)}")
            {
                Content = JsonContent.Create(new { seen = string.Create(CultureInfo.InvariantCulture, $"{int.MaxValue}-{page}"), cells = new Dictionary<string, string> { [code] = mark.ToString(CultureInfo.InvariantCulture) } }),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
            try
            {
                using var answer = await http.SendAsync(request);
                await answer.Content.CopyToAsync(Stream.Null);
                IsUnsure = (int)answer.StatusCode >= 500;
                if (!answer.IsSuccessStatusCode)
                    return false;
                Acknowledged = mark;
                return true;
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
            {
                IsUnsure = true;
                return false;
            }
        }
    }
}
