using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Marks.Domain;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Seeding;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Massar.Tests.Abuse;

/// <summary>
/// G1: what was acknowledged is never lost, and an order whose answer never came has happened once or not at all.
/// Teachers save marks and a school notes telephone calls while the program and the database are killed by turns.
/// Ten kills in the suite; MASSAR_CRASH_KILLS=200 gives the full figure (100 of the program, 60 of the database, 40 of both).
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Callers = 2;
    private const int Writers = 4;
    private const int CellsOfASave = 10;
    private const int CallsBetweenKills = 10;
    private const int SavesBetweenKills = 50;

    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("MASSAR_CRASH_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : 10;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_happens_twice_over_many_kills()
    {
        await using var server = await MariaDbServer.StartDedicated();
        var state = Directory.CreateTempSubdirectory("massar-crash-state");
        try
        {
            await Play(server, state.FullName);
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }

    private async Task Play(MariaDbServer server, string state)
    {
        await using var host = new MassarApp.Host(await server.CreateDatabase("crash"), state);
        var app = MassarApp.Over(host);
        var school = await app.Given.School();
        var (calls, marks) = (await Calls.Prepare(app, school), await Saves.Prepare(app, school));
        await using var program = new RunningProgram(host.Database, state, [new("Massar:Work:Enabled", "false"), new("Logging:LogLevel:Default", "Critical")]);
        await program.Start("/health/ready");

        using var stop = new CancellationTokenSource();
        var people = Enumerable.Range(0, Callers).Select(_ => Task.Run(() => Work(program.Address, calls, stop.Token)))
            .Concat(Enumerable.Range(0, Writers).Select(_ => Task.Run(() => Work(program.Address, marks, stop.Token)))).ToList();
        var watch = Stopwatch.StartNew();
        for (var kill = 0; kill < Kills; kill++)
        {
            await UntilWorkGoesOn(calls, marks);
            await Task.Delay(13 * kill % 70);
            var (killsProgram, killsDatabase) = (kill % 10) switch
            {
                0 or 2 or 4 or 6 or 8 => (true, false),
                1 or 5 or 9 => (false, true),
                _ => (true, true),
            };
            if (killsProgram)
                program.Kill();
            if (killsDatabase)
            {
                server.Kill();
                await server.StartAgain();
            }

            if (killsProgram)
                await program.Start("/health/ready");
        }

        await UntilWorkGoesOn(calls, marks);
        await stop.CancelAsync();
        await Task.WhenAll(people);

        foreach (var (name, work, each) in new (string, Orders, int)[] { ("calls", calls, 1), ("marks", marks, CellsOfASave) })
            output.WriteLine($"{name}: {work.Acknowledged * each} acknowledged, {work.Sent.Values.Count(o => !o.Acknowledged) * each} of unknown outcome, {work.Sent.Values.Count(o => o.Tries > 1)} orders sent more than once");
        output.WriteLine($"{Kills} kills in {watch.Elapsed.TotalSeconds:0} s");
        Assert.True(calls.Sent.Values.Concat(marks.Sent.Values).Any(o => o.Tries > 1), "No order was cut off: the kills came at the wrong time.");

        await calls.Verify(app);
        await marks.Verify(app);
        await VerifyChains(app);
    }

    /// <summary>People are at it again after the last kill: enough orders of both kinds were acknowledged.</summary>
    private static async Task UntilWorkGoesOn(Orders calls, Orders marks)
    {
        var (calledBefore, savedBefore) = (calls.Acknowledged, marks.Acknowledged);
        var watch = Stopwatch.StartNew();
        while (calls.Acknowledged < calledBefore + CallsBetweenKills || marks.Acknowledged < savedBefore + SavesBetweenKills)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30),
                $"After a kill only {calls.Acknowledged - calledBefore} calls and {marks.Acknowledged - savedBefore} saves were acknowledged in {watch.Elapsed.TotalSeconds:0} s.");
            await Task.Delay(5);
        }
    }

    /// <summary>A person's program: sends an order, and again with the same key until somebody answers; some give up instead.</summary>
    private static async Task Work(Uri address, Orders orders, CancellationToken stop)
    {
        using var http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(1), MaxConnectionsPerServer = 1 }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
        while (!stop.IsCancellationRequested && orders.Next() is { } order)
        {
            var patience = order.Number % 5 == 0 ? 1 : int.MaxValue;
            while (order.Tries < patience && !stop.IsCancellationRequested)
            {
                order.Tries++;
                try
                {
                    using var request = orders.Letter(order);
                    request.Headers.Add("Idempotency-Key", order.Key);
                    using var answer = await http.SendAsync(request, CancellationToken.None);
                    var body = await answer.Content.ReadAsStringAsync(CancellationToken.None);
                    if (answer.IsSuccessStatusCode)
                    {
                        orders.Look(order, body);
                        orders.Acknowledge(order);
                        break;
                    }

                    // Only the program's accidents leave the outcome open; a refusal would be a wrong answer to a first order.
                    Assert.True((int)answer.StatusCode >= 500, $"order {order.Number}, try {order.Tries}: {(int)answer.StatusCode} {body}");
                }
                catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException)
                {
                    // Cut off: nobody knows.
                }

                await Task.Delay(40, CancellationToken.None);
            }
        }
    }

    /// <summary>The chains of the audit have no gap and no fork after all this.</summary>
    private static async Task VerifyChains(MassarApp app)
    {
        var breaks = await app.Read(db => Massar.Infrastructure.Data.AuditWalk.Whole(db, app.Services.GetRequiredService<Massar.Infrastructure.Security.Keys.Sealer>(), null, CancellationToken.None));
        Assert.Empty(breaks);
    }

    /// <summary>One thing a person wants done.</summary>
    private sealed class Order(int number)
    {
        public int Number => number;

        public string Key { get; } = $"order-{number}-{Guid.NewGuid():N}";

        public long StartedAt { get; } = Stopwatch.GetTimestamp();

        public long AnsweredAt { get; set; } = long.MaxValue;

        public int Tries { get; set; }

        public bool Acknowledged => AnsweredAt != long.MaxValue;
    }

    /// <summary>Orders of one kind: how they are sent, what an answer must say, and how one sees afterwards what came of them.</summary>
    private abstract class Orders
    {
        private int taken = -1;
        private int acknowledged;

        public ConcurrentDictionary<int, Order> Sent { get; } = new();

        public int Acknowledged => Volatile.Read(ref acknowledged);

        protected virtual int Most => int.MaxValue;

        public Order? Next()
        {
            var number = Interlocked.Increment(ref taken);
            return number < Most ? Sent[number] = new Order(number) : null;
        }

        public void Acknowledge(Order order)
        {
            order.AnsweredAt = Stopwatch.GetTimestamp();
            Interlocked.Increment(ref acknowledged);
        }

        public abstract HttpRequestMessage Letter(Order order);

        public virtual void Look(Order order, string answer)
        {
        }

        /// <summary>What the database says afterwards, read by a program that was not there.</summary>
        public abstract Task Verify(MassarApp app);

        /// <summary>An acknowledged order has exactly one effect, any other at most one, and nothing happened that nobody ordered.</summary>
        protected void VerifyEffects(IReadOnlyDictionary<int, int> effects)
        {
            var lost = Sent.Values.Where(o => o.Acknowledged && effects.GetValueOrDefault(o.Number) == 0).ToList();
            Assert.True(lost.Count == 0, $"{lost.Count} acknowledged orders are missing, the first is {lost.FirstOrDefault()?.Number}.");
            Assert.All(effects, e => Assert.True(e.Value == 1 && Sent.ContainsKey(e.Key), $"order {e.Key} happened {e.Value} times"));
        }
    }

    /// <summary>A school notes which families it telephoned: each line of the list once.</summary>
    private sealed class Calls(string token, int lines) : Orders
    {
        protected override int Most => lines;

        public static async Task<Calls> Prepare(MassarApp app, GivenSchool school)
        {
            var lines = Math.Max(20_000, 4_000 * Kills);
            var token = (await app.SignIn(school.Head)).Cookies["massar"];
            var now = MassarApp.Clock.GetUtcNow().UtcDateTime;
            await app.Write(async db =>
            {
                await db.Notices.ExecuteDeleteAsync();
                var bulk = new BulkWriter(db);
                await bulk.Insert(Enumerable.Range(1, lines).Select(i => new Notice
                {
                    Id = i,
                    Key = $"crash/{i}",
                    RecipientName = "فاطمة",
                    PlaceId = school.Id,
                    Language = "ar",
                    Template = "notices.test",
                    Args = "[]",
                    CreatedAt = now,
                }).ToList(), CancellationToken.None);
                await bulk.Insert(Enumerable.Range(1, lines).Select(i => new NoticeDelivery
                {
                    Id = i,
                    NoticeId = i,
                    PlaceId = school.Id,
                    Channel = NoticeChannel.Sms,
                    To = "+212600001234",
                    State = DeliveryState.ToCall,
                }).ToList(), CancellationToken.None);
            });
            return new Calls(token, lines);
        }

        public override HttpRequestMessage Letter(Order order) => Written(HttpMethod.Post, $"/api/notices/to-call/{LineOf(order)}", token, new { note = order.Key });

        public override async Task Verify(MassarApp app)
        {
            var stored = await app.Read(db => db.NoticeDeliveries.AsNoTracking().Where(d => d.State == DeliveryState.Called).ToDictionaryAsync(d => d.Id, d => d.CallNote));
            var audit = await app.Read(db => db.AuditEntries.AsNoTracking().Where(a => a.Action == "Notices.NoteCall").Select(a => a.Changes).ToListAsync());
            VerifyEffects(audit.CountBy(a => int.Parse(JsonDocument.Parse(a).RootElement[0].GetProperty("key").GetString()!, CultureInfo.InvariantCulture) - 1).ToDictionary());
            Assert.All(stored, s => Assert.True(Sent.TryGetValue((int)s.Key - 1, out var order) && order.Key == s.Value, $"line {s.Key} holds what nobody sent"));
            Assert.Equal(audit.Count, stored.Count);
            Assert.All(Sent.Values.Where(o => o.Acknowledged), o => Assert.Equal(o.Key, stored.GetValueOrDefault(LineOf(o))));
        }

        private static long LineOf(Order order) => order.Number + 1;
    }

    /// <summary>
    /// Teachers save cells: ten at a time, on a few sheets, so that every cell is written over and over and every sheet is wanted by
    /// several people at once. The number of the page that saves, which each cell keeps, tells whose save a cell holds.
    /// </summary>
    private sealed class Saves(IReadOnlyList<(string Token, GivenClass Class)> classes) : Orders
    {
        private const int Pupils = 40;
        private const int Tests = 2;

        public static async Task<Saves> Prepare(MassarApp app, GivenSchool school)
        {
            var classes = new List<(string, GivenClass)>();
            for (var i = 0; i < 3; i++)
            {
                var taught = await app.Given.Class(school, "1AC", Pupils);
                classes.Add(((await app.SignIn(await app.Given.Teacher(taught))).Cookies["massar"], taught));
            }

            return new Saves(classes);
        }

        public override HttpRequestMessage Letter(Order order)
        {
            var (place, (token, taught), test) = PlaceOf(order);
            var cells = taught.Pupils.Skip(place * CellsOfASave).Take(CellsOfASave).ToDictionary(p => p.MassarCode, _ => PointsOf(order).ToString(CultureInfo.InvariantCulture));
            // A page that has seen everything: nobody's work is in the way, the last save counts.
            return Written(HttpMethod.Patch, $"/api/marks/sheets/{taught.Id}/MATH/1/{test}", token, new { seen = $"{int.MaxValue}-{PageOf(order)}", cells });
        }

        public override void Look(Order order, string answer)
        {
            // Sent again, a save may find that others have written over it since; sent once, all its cells were taken.
            var notSaved = JsonDocument.Parse(answer).RootElement.GetProperty("notSaved").GetArrayLength();
            Assert.True(order.Tries > 1 || notSaved == 0, $"save {order.Number}: {answer}");
        }

        public override async Task Verify(MassarApp app)
        {
            var ids = classes.Select(c => c.Class.Id).ToList();
            var sheets = await app.Read(db => db.Assessments.AsNoTracking().Include(a => a.Marks).Where(a => ids.Contains(a.ClassId)).ToListAsync());
            var audit = await app.Read(db => db.AuditEntries.AsNoTracking().Where(a => a.Action == "Marks.EnterMarks").Select(a => a.Changes).ToListAsync());
            var saves = audit.ConvertAll(a => JsonDocument.Parse(a).RootElement.EnumerateArray().Where(c => c.GetProperty("what").GetString() == nameof(Mark)).Select(c =>
                (Key: c.GetProperty("key").GetString()!, Page: c.GetProperty("after").GetProperty(nameof(Mark.Page)).GetInt32(), Change: c.GetProperty("after").GetProperty(nameof(Mark.Change)).GetInt32())).ToList());

            // A save is whole or it is not: ten cells, one page, one change number.
            Assert.All(saves, s => Assert.True(s.Count == CellsOfASave && s.DistinctBy(c => (c.Page, c.Change)).Count() == 1, $"a save of {s.Count} cells"));
            VerifyEffects(saves.CountBy(s => s[0].Page - 1).ToDictionary());
            Assert.Equal(saves.Count, sheets.Sum(s => s.Changes));

            // Every cell holds the last save of it, whole.
            var last = saves.SelectMany(s => s).GroupBy(c => c.Key).ToDictionary(g => g.Key, g => g.MaxBy(c => c.Change).Page);
            var places = Sent.Values.GroupBy(o => { var (place, taught, test) = PlaceOf(o); return (taught.Class.Id, test, place); }).ToDictionary(g => g.Key, g => g.ToList());
            foreach (var sheet in sheets)
            {
                var pupils = classes.First(c => c.Class.Id == sheet.ClassId).Class.Pupils;
                foreach (var mark in sheet.Marks)
                {
                    Assert.Equal(last[$"{sheet.Id}/{mark.PupilId}"], mark.Page);
                    var held = Sent[mark.Page - 1];
                    Assert.Equal(PointsOf(held), mark.Points);

                    // As the people saw it, whatever the audit says: none who was answered before another even began is still there.
                    var place = pupils.Select(p => p.Id).ToList().IndexOf(mark.PupilId) / CellsOfASave;
                    Assert.DoesNotContain(places[(sheet.ClassId, sheet.Number, place)], o => o.Acknowledged && o.StartedAt > held.AnsweredAt);
                }
            }

            Assert.Equal(classes.Count * Tests * Pupils, sheets.Sum(s => s.Marks.Count));
        }

        private (int Place, (string Token, GivenClass Class) Taught, int Test) PlaceOf(Order order)
        {
            var sheet = order.Number % (classes.Count * Tests);
            return (order.Number / (classes.Count * Tests) % (Pupils / CellsOfASave), classes[sheet % classes.Count], 1 + sheet / classes.Count);
        }

        private static int PageOf(Order order) => order.Number + 1;

        // Saves of one cell follow each other by 24 and never carry the same value twice running.
        private static decimal PointsOf(Order order) => order.Number % 2001 / 100m;
    }

    private static HttpRequestMessage Written(HttpMethod method, string address, string token, object body)
    {
        var letter = new HttpRequestMessage(method, address) { Content = JsonContent.Create(body) };
        letter.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return letter;
    }
}
