using Massar.Infrastructure.Commands;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Infrastructure.Data;

public sealed class AuditVerifyTests(MassarApp app) : IClassFixture<MassarApp>
{
    private async Task<GivenSchool> SchoolWithThreeLines()
    {
        var school = await app.Given.School();
        for (var i = 0; i < 3; i++)
        {
            var name = $"اسم {i}";
            await app.Within(services =>
            {
                var db = services.GetRequiredService<MassarDb>();
                return services.GetRequiredService<UnitOfWork>().Run<Done>("Test", async ct =>
                {
                    (await db.Places.SingleAsync(p => p.Id == school.Id, ct)).NameAr = name;
                    await db.SaveChangesAsync(ct);
                    return Done.It;
                }, CancellationToken.None);
            });
        }

        return school;
    }

    // Other tests write to their own chains at the same time; only this school's lines count here.
    private async Task<IReadOnlyList<string>> BreaksOf(int place, AuditAnchor? anchor = null) =>
        [.. (await app.Read(db => AuditVerify.Breaks(db, anchor, CancellationToken.None))).Where(b => b.StartsWith($"place {place}:", StringComparison.Ordinal))];

    [Fact]
    public async Task An_untouched_chain_holds()
    {
        var school = await SchoolWithThreeLines();

        Assert.Empty(await BreaksOf(school.Id));
    }

    [Theory]
    [InlineData("UPDATE AuditEntries SET Changes = REPLACE(Changes, 'اسم 1', 'اسم 9') WHERE PlaceId = {0} AND Sequence = 2", "line 2 was changed")]
    [InlineData("UPDATE AuditEntries SET AccountId = 7 WHERE PlaceId = {0} AND Sequence = 1", "line 1 was changed")]
    [InlineData("UPDATE AuditEntries SET At = '2020-01-01' WHERE PlaceId = {0} AND Sequence = 3", "line 3 was changed")]
    [InlineData("DELETE FROM AuditEntries WHERE PlaceId = {0} AND Sequence = 2", "line 2 is missing")]
    [InlineData("DELETE FROM AuditEntries WHERE PlaceId = {0} AND Sequence = 3", "the head says 3 lines")]
    [InlineData("DELETE FROM AuditChains WHERE PlaceId = {0}", "head is missing")]
    public async Task A_hand_in_the_database_shows_and_says_where(string tampering, string expected)
    {
        var school = await SchoolWithThreeLines();

        await app.Write(db => db.Database.ExecuteSqlRawAsync(tampering, school.Id));

        Assert.Contains(await BreaksOf(school.Id), b => b.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_chain_cut_and_closed_again_shows_against_its_anchor()
    {
        var school = await SchoolWithThreeLines();
        var head = await app.Read(db => db.AuditChains.AsNoTracking().SingleAsync(c => c.PlaceId == school.Id));
        var anchor = new AuditAnchor(DateTime.UtcNow, new Dictionary<int, AuditAnchorHead> { [school.Id] = new(head.Sequence, head.Hash) });
        Assert.Empty(await BreaksOf(school.Id, anchor));

        await app.Write(async db =>
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM AuditEntries WHERE PlaceId = {0} AND Sequence = 3", school.Id);
            await db.Database.ExecuteSqlRawAsync("UPDATE AuditChains c JOIN AuditEntries e ON e.PlaceId = c.PlaceId AND e.Sequence = 2 SET c.Sequence = 2, c.Hash = e.Hash WHERE c.PlaceId = {0}", school.Id);
        });

        Assert.Empty(await BreaksOf(school.Id));
        Assert.Single(await BreaksOf(school.Id, anchor));
    }
}
