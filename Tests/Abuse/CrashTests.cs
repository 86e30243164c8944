using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Massar.Tests.Abuse;

/// <summary>
/// G1: what was acknowledged is never lost, and an order whose answer never came has happened once or not at all.
/// People work while the program and the database are killed by turns.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Kills = 10;
    private const int Clients = 4;
    private const int AtLeastBetweenKills = 40;
    private const int Orders = 20_000;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_happens_twice_over_ten_kills()
    {
        await using var server = await MariaDbServer.StartDedicated();
        var state = Directory.CreateTempSubdirectory("massar-crash-state").FullName;
        await using var host = new MassarApp.Host(await server.CreateDatabase("crash"), state);
        var app = MassarApp.Over(host);
        var (token, lines) = await Prepare(app);
        await using var program = new RunningProgram(host.Database, state, [new("Massar:Work:Enabled", "false"), new("Logging:LogLevel:Default", "Critical")]);
        await program.Start("/health/ready");

        var sent = new ConcurrentDictionary<long, Order>();
        using var stop = new CancellationTokenSource();
        var next = -1;
        var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => Client(program.Address, token, lines, () => Interlocked.Increment(ref next), sent, stop.Token))).ToList();
        var watch = Stopwatch.StartNew();
        for (var kill = 0; kill < Kills; kill++)
        {
            await UntilWorkGoesOn(sent);
            await Task.Delay(13 * kill % 70);
            var (killsProgram, killsDatabase) = (kill % 5 is 0 or 3, kill % 5 is not 0);
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

        await UntilWorkGoesOn(sent);
        await stop.CancelAsync();
        await Task.WhenAll(clients);

        var acknowledged = sent.Values.Count(o => o.Acknowledged);
        var unknown = sent.Values.Count(o => !o.Acknowledged);
        output.WriteLine($"{acknowledged} acknowledged, {unknown} of unknown outcome, {sent.Values.Count(o => o.Tries > 1)} sent more than once, {Kills} kills in {watch.Elapsed.TotalSeconds:0} s");
        Assert.True(sent.Values.Any(o => o.Tries > 1), "No order was cut off: the kills came at the wrong time.");

        await Verify(app, sent);
    }

    /// <summary>People are at it again after the last kill: enough orders of theirs were acknowledged.</summary>
    private static async Task UntilWorkGoesOn(ConcurrentDictionary<long, Order> sent)
    {
        var already = sent.Values.Count(o => o.Acknowledged);
        var watch = Stopwatch.StartNew();
        while (sent.Values.Count(o => o.Acknowledged) < already + AtLeastBetweenKills)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"After a kill only {sent.Values.Count(o => o.Acknowledged) - already} orders were acknowledged in {watch.Elapsed.TotalSeconds:0} s.");
            await Task.Delay(5);
        }
    }

    /// <summary>What the database says afterwards, read by a program that was not there.</summary>
    private static async Task Verify(MassarApp app, ConcurrentDictionary<long, Order> sent)
    {
        var stored = await app.Read(db => db.NoticeDeliveries.AsNoTracking().Where(d => d.State == DeliveryState.Called).ToDictionaryAsync(d => d.Id, d => d.CallNote));
        var audit = await app.Read(db => db.AuditEntries.AsNoTracking().Where(a => a.Action == "Notices.NoteCall").OrderBy(a => a.PlaceId).ThenBy(a => a.Sequence).ToListAsync());
        var effects = audit.Select(a => JsonDocument.Parse(a.Changes).RootElement[0].GetProperty("key").GetString()!).GroupBy(k => long.Parse(k, CultureInfo.InvariantCulture)).ToDictionary(g => g.Key, g => g.Count());

        var lost = sent.Values.Where(o => o.Acknowledged && stored.GetValueOrDefault(o.Line) != o.Note).ToList();
        Assert.True(lost.Count == 0, $"{lost.Count} acknowledged orders are missing, the first at line {lost.FirstOrDefault()?.Line}.");
        Assert.All(sent.Values, o => Assert.True(effects.GetValueOrDefault(o.Line) == (stored.ContainsKey(o.Line) ? 1 : 0), $"line {o.Line} was written {effects.GetValueOrDefault(o.Line)} times"));
        Assert.All(stored, s => Assert.True(sent.TryGetValue(s.Key, out var order) && order.Note == s.Value, $"line {s.Key} holds what nobody sent"));

        // The chain of the audit has no gap and no fork after all this.
        foreach (var chain in audit.GroupBy(a => a.PlaceId))
        {
            var all = await app.Read(db => db.AuditEntries.AsNoTracking().Where(a => a.PlaceId == chain.Key).OrderBy(a => a.Sequence).ToListAsync());
            for (var i = 1; i < all.Count; i++)
            {
                Assert.Equal(all[i - 1].Sequence + 1, all[i].Sequence);
                Assert.Equal(all[i - 1].Hash, all[i].PreviousHash);
            }
        }
    }

    /// <summary>A person's program: sends an order, and again with the same key until somebody answers; some give up instead.</summary>
    private static async Task Client(Uri address, string token, IReadOnlyList<long> lines, Func<int> take, ConcurrentDictionary<long, Order> sent, CancellationToken stop)
    {
        using var http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(1), MaxConnectionsPerServer = 1 }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        while (!stop.IsCancellationRequested)
        {
            var number = take();
            if (number >= lines.Count)
                return;
            var order = sent[lines[number]] = new Order(lines[number], $"called {number} {Guid.NewGuid():N}");
            var patience = number % 5 == 0 ? 1 : int.MaxValue;
            while (order.Tries < patience && !stop.IsCancellationRequested)
            {
                order.Tries++;
                try
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/notices/to-call/{order.Line}") { Content = JsonContent.Create(new { note = order.Note }) };
                    request.Headers.Add("Idempotency-Key", order.Note);
                    using var answer = await http.SendAsync(request, CancellationToken.None);
                    if (answer.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.OK)
                    {
                        order.Acknowledged = true;
                        break;
                    }

                    // Only the program's accidents leave the outcome open; a refusal would be a wrong answer to a first order.
                    Assert.True((int)answer.StatusCode >= 500, $"line {order.Line}, try {order.Tries}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(CancellationToken.None)}");
                }
                catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException)
                {
                    // Cut off: nobody knows.
                }

                await Task.Delay(40, CancellationToken.None);
            }
        }
    }

    private static async Task<(string Token, IReadOnlyList<long> Lines)> Prepare(MassarApp app)
    {
        var school = await app.Given.School();
        var token = (await app.SignIn(school.Head)).Cookies["massar"];
        var now = MassarApp.Clock.GetUtcNow().UtcDateTime;
        await app.Write(async db =>
        {
            await db.Notices.ExecuteDeleteAsync();
            var bulk = new Massar.Infrastructure.Seeding.BulkWriter(db);
            await bulk.Insert(Enumerable.Range(1, Orders).Select(i => new Notice
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
            await bulk.Insert(Enumerable.Range(1, Orders).Select(i => new NoticeDelivery
            {
                Id = i,
                NoticeId = i,
                PlaceId = school.Id,
                Channel = NoticeChannel.Sms,
                To = "+212600001234",
                State = DeliveryState.ToCall,
            }).ToList(), CancellationToken.None);
        });
        return (token, [.. Enumerable.Range(1, Orders).Select(i => (long)i)]);
    }

    private sealed record Order(long Line, string Note)
    {
        public int Tries { get; set; }

        public bool Acknowledged { get; set; }
    }
}
