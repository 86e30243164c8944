using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Infrastructure.Data;

public sealed class AuditTests(MassarApp app) : IClassFixture<MassarApp>
{
    private Task<Outcome<Done>> Rename(int place, string name, bool refuse = false) => app.Within(services =>
    {
        var db = services.GetRequiredService<MassarDb>();
        return services.GetRequiredService<UnitOfWork>().Run<Done>("Test.Rename", async ct =>
        {
            var found = await db.Places.SingleAsync(p => p.Id == place, ct);
            found.NameFr = name;
            await db.SaveChangesAsync(ct);
            return refuse ? Refusal.Conflict("ui.cannot") : Done.It;
        }, CancellationToken.None);
    });

    [Fact]
    public async Task A_change_leaves_one_line_with_before_and_after_in_its_places_chain()
    {
        var school = await app.Given.School();

        await Rename(school.Id, "Nouvelle école");

        var entry = await app.Read(db => db.AuditEntries.AsNoTracking().SingleAsync(e => e.PlaceId == school.Id));
        Assert.Equal(1, entry.Sequence);
        Assert.Contains("Nouvelle école", entry.Changes, StringComparison.Ordinal);
        Assert.Contains($"École {school.Id}", entry.Changes, StringComparison.Ordinal);
        Assert.True(entry.IsKeyed);
        Assert.Equal(entry.Recomputed(app.Services.GetRequiredService<Sealer>()), entry.Hash);
    }

    [Fact]
    public async Task A_refused_order_leaves_neither_change_nor_line()
    {
        var school = await app.Given.School();

        var outcome = await Rename(school.Id, "Autre", refuse: true);

        Assert.True(outcome.IsRefused);
        Assert.False(await app.Read(db => db.AuditEntries.AnyAsync(e => e.PlaceId == school.Id)));
        Assert.NotEqual("Autre", await app.Read(db => db.Places.Where(p => p.Id == school.Id).Select(p => p.NameFr).SingleAsync()));
    }

    [Fact]
    public async Task Changes_at_the_same_time_make_one_unbroken_chain()
    {
        var school = await app.Given.School();
        var classes = new List<int>();
        for (var i = 0; i < 20; i++)
            classes.Add((await app.Given.Class(school, pupils: 0)).Id);

        await Task.WhenAll(classes.Select(id => app.Within(services =>
        {
            var db = services.GetRequiredService<MassarDb>();
            return services.GetRequiredService<UnitOfWork>().Run<Done>("Test.RenameClass", async ct =>
            {
                (await db.Classes.SingleAsync(c => c.Id == id, ct)).Name = $"X-{id}";
                await db.SaveChangesAsync(ct);
                return Done.It;
            }, CancellationToken.None);
        })));

        var chain = await app.Read(db => db.AuditEntries.AsNoTracking().Where(e => e.PlaceId == school.Id).OrderBy(e => e.Sequence).ToListAsync());
        Assert.Equal(20, chain.Count);
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), chain.Select(e => e.Sequence));
        Assert.Equal(AuditChain.Start, chain[0].PreviousHash);
        for (var i = 1; i < chain.Count; i++)
            Assert.Equal(chain[i - 1].Hash, chain[i].PreviousHash);
        Assert.All(chain, e => Assert.Equal(e.Recomputed(app.Services.GetRequiredService<Sealer>()), e.Hash));
    }

    [Fact]
    public async Task Writing_outside_a_unit_of_work_is_refused_by_the_program_itself()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.Within(async services =>
        {
            var db = services.GetRequiredService<MassarDb>();
            db.Places.Add(new Place { Id = 9_000_000 + Given.Next(), Kind = PlaceKind.Commune, Code = $"X{Given.Next()}", NameAr = "س", NameFr = "x", Path = "/1/" });
            return await db.SaveChangesAsync();
        }));
    }

    [Fact]
    public async Task Two_people_on_the_same_record_never_overwrite_each_other_silently()
    {
        var school = await app.Given.School();
        await using var first = app.Services.CreateAsyncScope();
        await using var second = app.Services.CreateAsyncScope();
        var hold = new TaskCompletionSource();

        var slow = Run(first, "First", () => hold.Task);
        await Task.Delay(100);
        var quick = await Run(second, "Second", () => Task.CompletedTask);
        hold.SetResult();
        var late = await slow;

        Assert.False(quick.IsRefused);
        Assert.Equal(RefusalKind.Stale, late.Refusal?.Kind);
        Assert.Equal("Second", await app.Read(db => db.Places.Where(p => p.Id == school.Id).Select(p => p.NameFr).SingleAsync()));

        async Task<Outcome<Done>> Run(AsyncServiceScope scope, string name, Func<Task> before)
        {
            var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
            return await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Run<Done>("Test", async ct =>
            {
                var place = await db.Places.SingleAsync(p => p.Id == school.Id, ct);
                await before();
                place.NameFr = name;
                await db.SaveChangesAsync(ct);
                return Done.It;
            }, CancellationToken.None);
        }
    }
}
