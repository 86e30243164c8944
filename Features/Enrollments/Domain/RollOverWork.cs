using System.Text.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.Domain;

/// <summary>Background work on a school's passage into the next year: one unit of work in the audit chain of the school, and the way back to the page.</summary>
/// <param name="name">Of the unit of work.</param>
/// <param name="step">What is done to the passage with this number; answers how many pupils it was about.</param>
public abstract class RollOverWork(MassarDb db, UnitOfWork unit, string name, Func<int, CancellationToken, Task<int>> step)
{
    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = JsonSerializer.Deserialize<int>(item.Payload);
        var school = await db.RollOvers.Where(r => r.Id == id).Select(r => r.SchoolId).SingleAsync(ct);
        Acting.Now = new Actor(item.AccountId, null, "system", school, item.Key);
        var count = 0;
        await unit.Run(name, async token => { count = await step(id, token); }, ct);
        await progress.Report(count, 0, count, ct);
        item.Result = JsonSerializer.Serialize(new { address = Links.RollOver }, JsonSerializerOptions.Web);
    }
}
