using System.Globalization;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Escalations.Domain;

/// <summary>Once a day, for one directorate: what waits too long at its heads is passed on to it, and it is told how much that is.</summary>
public sealed class PassOnWork(UnitOfWork unit, WaitDesk desk) : IWork
{
    // So many schools in one question.
    private const int Together = 40;

    public static string Kind => "pass-on";

    public static bool IsLong => true;

    public static string KeyOf(int directorate, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"pass-on/{directorate}/{day:yyyyMMdd}");

    private static DateOnly DayOf(string key) => DateOnly.ParseExact(key.Split('/')[2], "yyyyMMdd", CultureInfo.InvariantCulture);

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var directorate = int.Parse(item.Payload, CultureInfo.InvariantCulture);
        // One day for all of it, also where midnight comes meanwhile or the work is late.
        var day = DayOf(item.Key);
        foreach (var schools in (await desk.SchoolsOf(directorate, ct)).Chunk(Together))
            for (var passed = WaitDesk.AtOnce; passed == WaitDesk.AtOnce;)
                await unit.Run("Escalations.PassOn", async token => passed = await desk.PassOn(directorate, schools, day, token), ct);
        await unit.Run("Escalations.Tell", token => desk.Tell(directorate, day, token), ct);
    }
}

/// <summary>Sees to it that each directorate has its work of the day.</summary>
public sealed class EscalationClock(IServiceScopeFactory scopes, TimeProvider clock, IConfiguration configuration, ILogger<EscalationClock> log) : Lookout(scopes, configuration, log)
{
    protected override string Name => "escalations";

    protected override async Task LookIn(IServiceProvider services, CancellationToken ct)
    {
        var (db, work, unit) = (services.GetRequiredService<MassarDb>(), services.GetRequiredService<WorkDesk>(), services.GetRequiredService<UnitOfWork>());
        var today = MoroccanDay.Today(clock);
        var end = $"/{today:yyyyMMdd}";
        var queued = await db.WorkItems.Where(w => w.Kind == PassOnWork.Kind && w.Key.StartsWith("pass-on/") && w.Key.EndsWith(end)).Select(w => w.Key).ToListAsync(ct);
        var directorates = await db.Places.Where(p => p.Kind == PlaceKind.Directorate).OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(ct);
        List<int> missing = [.. directorates.Where(d => !queued.Contains(PassOnWork.KeyOf(d, today)))];
        if (missing.Count > 0)
            await unit.Run("Escalations.Queue", async token =>
            {
                foreach (var directorate in missing) work.Queue<PassOnWork>(PassOnWork.KeyOf(directorate, today), directorate.ToString(CultureInfo.InvariantCulture));
                await db.SaveChangesAsync(token);
            }, ct);
    }
}
