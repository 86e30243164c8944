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

    public static string KeyOf(int directorate, DateOnly day) => DirectorateDay.KeyOf<PassOnWork>(directorate, day);

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var directorate = int.Parse(item.Payload, CultureInfo.InvariantCulture);
        var day = DirectorateDay.DayOf(item.Key);
        foreach (var schools in (await desk.SchoolsOf(directorate, ct)).Chunk(Together))
            for (var passed = WaitDesk.AtOnce; passed == WaitDesk.AtOnce;)
                await unit.Run("Escalations.PassOn", async token => passed = await desk.PassOn(directorate, schools, day, token), ct);
        await unit.Run("Escalations.Tell", token => desk.Tell(directorate, day, token), ct);
    }
}

/// <inheritdoc/>
public sealed class EscalationClock(IServiceScopeFactory scopes, TimeProvider clock, IConfiguration configuration, ILogger<EscalationClock> log) : DirectorateLookout<PassOnWork>(scopes, clock, configuration, log)
{
    protected override string Name => "escalations";

    protected override string Action => "Escalations.Queue";
}
