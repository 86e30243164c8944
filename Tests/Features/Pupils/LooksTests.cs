using System.Net;
using Massar.Features.Pupils;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Features.Accounts;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Pupils;

/// <summary>A family reads who looked at a child's file (WAL-14).</summary>
public sealed class LooksTests(MassarApp app) : IClassFixture<MassarApp>
{
    /// <summary>AC-WAL-8: role, place and day for the last twelve months; a curious clerk's search is there.</summary>
    [Fact]
    public async Task AC_WAL_8_the_guardian_reads_who_looked_by_role_place_and_day_and_a_curious_clerk_s_search_is_there()
    {
        var (school, child, guardian) = await app.Family();
        await app.CurrentYear();
        var clerk = await app.Given.Person(Roles.Clerk, school.Place);
        var curious = await app.SignIn(clerk);
        await curious.Open($"/pupils?q={child.MassarCode}");
        var statements = await MassarApp.StatementsOf(() => curious.Open(Links.File(child.Id)));
        await curious.Open(Links.File(child.Id));
        await app.Within(async s =>
        {
            await s.GetRequiredService<LookLedger>().WriteDown(default);
            return true;
        });
        var today = MoroccanDay.Today(MassarApp.Clock);
        await app.Write(async db =>
        {
            db.FileLooks.Add(new FileLook { PupilId = child.Id, AccountId = clerk.AccountId, Day = today.AddMonths(-13), Role = Roles.Supervisor, PlaceId = school.Id, Purpose = LookPurposes.File });
            await db.SaveChangesAsync();
        });
        var family = await app.SignIn(guardian, "fr");

        var mine = await family.Open(Links.MyChild(child.Id));
        var looks = await mine.Follow(Links.MyLooks(child.Id));
        var rows = looks.All("tbody tr").Select(r => r.TextContent).ToList();

        Assert.DoesNotContain(statements, s => s.Contains("FileLooks", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(2, rows.Count);
        Assert.All(rows, r => Assert.Contains(school.Place.NameFr, r, StringComparison.Ordinal));
        Assert.Contains(rows, r => r.Contains("Recherche", StringComparison.Ordinal));
        var name = await app.Read(db => db.Accounts.Where(a => a.Id == clerk.AccountId).Select(a => a.NameLatin).SingleAsync());
        Assert.False(looks.Says(name));
        Assert.Equal(2, await app.Read(db => db.FileLooks.CountAsync(l => l.PupilId == child.Id && l.Day == today)));

        // What is older than a year goes.
        await app.Read(db => new OldLooks().Sweep(db, MassarApp.Clock.GetUtcNow().UtcDateTime, 1000, default));
        Assert.Equal(2, await app.Read(db => db.FileLooks.CountAsync(l => l.PupilId == child.Id)));
    }

    [Fact]
    public async Task Nobody_else_s_child_and_no_parent_whose_right_is_limited_reads_the_list()
    {
        var (school, child, guardian) = await app.Family();
        var (_, _, stranger) = await app.Family();
        var limited = await app.Given.Guardian(school, child);
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == limited.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.State, GuardianshipState.Restricted)));
        await (await app.SignIn(guardian)).Open(Links.MyChild(child.Id));
        await app.Within(async s =>
        {
            await s.GetRequiredService<LookLedger>().WriteDown(default);
            return true;
        });

        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(stranger)).Open(Links.MyLooks(child.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(limited)).Open(Links.MyLooks(child.Id))).Status);
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(guardian)).Open(Links.MyLooks(child.Id))).Status);
        Assert.Equal(0, await app.Read(db => db.FileLooks.CountAsync(l => l.PupilId == child.Id)));
    }
}
