using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Massar.Features.Registrations.Domain;
using Massar.Tests.Features.Registrations;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Abuse;

/// <summary>
/// The first day of registration (AC-PRE-12): everybody at once, some children twice. <c>MASSAR_RUSH=2000</c> gives it its full size;
/// without it there are as many families as a quick test bears.
/// </summary>
public sealed class RegistrationRushTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const int AtOnce = 24;

    private static int Size => int.TryParse(Environment.GetEnvironmentVariable("MASSAR_RUSH"), out var size) ? size : 48;

    [Fact]
    public async Task A_rush_ends_with_one_request_a_child_no_error_and_a_place_in_the_line_for_each()
    {
        var families = new Families(app);
        var zone = await families.School();
        var acts = Enumerable.Range(0, Size).Select(_ => Given.Next() % 900_000 + 1).ToArray();
        // Each sixth child is sent by both parents.
        var sendings = acts.SelectMany((act, i) => i % 6 == 0 ? new[] { act, act } : [act]).ToArray();
        var (statuses, receipts) = (new ConcurrentBag<HttpStatusCode>(), new ConcurrentBag<(long Id, HttpClient Program)>());
        var watch = Stopwatch.StartNew();

        await Parallel.ForEachAsync(sendings, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (act, _) =>
        {
            var program = await families.EnterByApi(Families.NewPhone());
            var id = await Families.FillByApi(program, Families.Typed(zone, act));
            var reply = await program.PostAsJsonAsync($"{Families.Api}/{id}/submit", new { }, CancellationToken.None);
            statuses.Add(reply.StatusCode);
            if (reply.StatusCode == HttpStatusCode.OK)
                receipts.Add((id, program));
        });
        watch.Stop();

        Assert.Equal(Size, statuses.Count(s => s == HttpStatusCode.OK));
        Assert.Equal(sendings.Length - Size, statuses.Count(s => s == HttpStatusCode.Conflict));
        Assert.Equal(Size, await app.Read(db => db.Registrations.CountAsync(r => r.SchoolId == zone.School.Id && r.State == RegistrationState.Sent)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(Math.Max(60, Size * 600 / 2000)), $"{Size} families took {watch.Elapsed}.");

        // Everybody waits at a place of his own, from the first to the last.
        var places = new List<int>();
        foreach (var (id, program) in receipts)
            places.Add((await Families.Read(await program.GetAsync($"{Families.Api}/{id}/receipt"))).GetProperty("ahead").GetInt32());
        Assert.Equal(Enumerable.Range(0, Size), places.Order());
    }
}
