using Massar.Features.Notices.Domain;
using Massar.Features.ReportCards.IssueCards;
using Massar.Infrastructure.Work;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Infrastructure.Work;

/// <summary>A code somebody waits for does not stand behind an hour of report cards.</summary>
public sealed class ShortWorkTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task The_worker_kept_for_short_work_passes_over_long_jobs_that_came_first()
    {
        var name = $"short-{Given.Next()}";
        await app.Write(async db =>
        {
            var past = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            db.WorkItems.Add(new WorkItem { Kind = MakeCards.Kind, Key = $"{name}/long", Payload = "0", RunAfter = past, CreatedAt = past });
            // There is no such notice: the attempt fails, and counts.
            db.WorkItems.Add(new WorkItem { Kind = DeliverNotice.Kind, Key = $"{name}/short", Payload = name, RunAfter = past.AddDays(1), CreatedAt = past });
            await db.SaveChangesAsync();
        });

        await app.Services.GetRequiredService<WorkRunner>().RunDue(name, CancellationToken.None, isShortOnly: true);

        var attempts = await app.Read(db => db.WorkItems.Where(w => w.Key.StartsWith(name)).ToDictionaryAsync(w => w.Key, w => w.Attempts));
        Assert.Equal(0, attempts[$"{name}/long"]);
        Assert.Equal(1, attempts[$"{name}/short"]);
        await app.Write(db => db.WorkItems.Where(w => w.Key.StartsWith(name)).ExecuteDeleteAsync());
    }
}
