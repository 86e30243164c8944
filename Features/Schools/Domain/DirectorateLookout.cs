using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Schools.Domain;

/// <summary>Work done once a day for one directorate: its key names both, its payload the directorate.</summary>
public static class DirectorateDay
{
    public static string KeyOf<TWork>(int directorate, DateOnly day) where TWork : IWork => string.Create(CultureInfo.InvariantCulture, $"{TWork.Kind}/{directorate}/{day:yyyyMMdd}");

    /// <summary>The day a key was made for: one day for all of the work, also where midnight comes meanwhile or the work is late.</summary>
    public static DateOnly DayOf(string key) => DateOnly.ParseExact(key.Split('/')[2], "yyyyMMdd", CultureInfo.InvariantCulture);
}

/// <summary>Sees to it that each directorate has its work of the day.</summary>
public abstract class DirectorateLookout<TWork>(IServiceScopeFactory scopes, TimeProvider clock, IConfiguration configuration, ILogger log) : Lookout(scopes, configuration, log) where TWork : class, IWork
{
    /// <summary>What the audit trail calls the queueing: "Escalations.Queue".</summary>
    protected abstract string Action { get; }

    protected override async Task LookIn(IServiceProvider services, CancellationToken ct)
    {
        var (db, work, unit) = (services.GetRequiredService<MassarDb>(), services.GetRequiredService<WorkDesk>(), services.GetRequiredService<UnitOfWork>());
        var (kind, today) = (TWork.Kind, MoroccanDay.Today(clock));
        var (start, end) = ($"{kind}/", string.Create(CultureInfo.InvariantCulture, $"/{today:yyyyMMdd}"));
        var queued = await db.WorkItems.Where(w => w.Kind == kind && w.Key.StartsWith(start) && w.Key.EndsWith(end)).Select(w => w.Key).ToListAsync(ct);
        var directorates = await db.Places.Where(p => p.Kind == PlaceKind.Directorate).OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(ct);
        List<int> missing = [.. directorates.Where(d => !queued.Contains(DirectorateDay.KeyOf<TWork>(d, today)))];
        if (missing.Count > 0)
            await unit.Run(Action, async token =>
            {
                foreach (var directorate in missing) work.Queue<TWork>(DirectorateDay.KeyOf<TWork>(directorate, today), directorate.ToString(CultureInfo.InvariantCulture));
                await db.SaveChangesAsync(token);
            }, ct);
    }
}
