using System.Globalization;
using System.Net;
using Massar.Features.Escalations;
using Massar.Features.Escalations.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Leaves;

/// <summary>A leave that is over with nobody saying that the person is back (workflow 4.16).</summary>
public sealed class LeaveReturnTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    [Fact]
    public async Task A_return_nobody_recorded_is_shown_to_the_head_then_to_the_office_and_gone_once_it_is_recorded()
    {
        var school = await app.Given.School();
        var teacher = await app.Given.Person(Roles.Teacher, school.Place);
        var hr = await app.Given.Person(Roles.HrManager, school.Directorate);
        var (over, running, own) = (await Granted(school, teacher, endedAgo: 5), await Granted(school, await app.Given.Person(Roles.Teacher, school.Place), endedAgo: -2), await Granted(school, school.Head, endedAgo: 5));

        var head = await app.SignIn(school.Head, "fr");
        var waiting = await head.Open(Links.Waiting);
        Assert.True(waiting.Says(Words.All.Say("fr", "escalations.kind.leave-returns")), waiting.Text);
        Assert.Single(waiting.All($"main a[href='{Massar.Features.Leaves.Links.Case(over)}']"));
        foreach (var other in (long[])[running, own])
            Assert.Empty(waiting.All($"main a[href='{Massar.Features.Leaves.Links.Case(other)}']"));

        // The office is told once, of the head's own as well.
        await PassOn(school.Directorate.Id, "a");
        await PassOn(school.Directorate.Id, "b");
        Assert.Equal([over, own], await app.Read(db => db.Escalations.Where(e => e.DirectorateId == school.Directorate.Id && e.Kind == LeaveWaits.Returns).OrderBy(e => e.CaseId).Select(e => e.CaseId).ToListAsync()));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == hr.AccountId && n.Template == "notices.escalations")));
        var office = await app.SignIn(hr, "fr");
        Assert.Single((await office.Open($"{Links.Passed}?kind={LeaveWaits.Returns}")).All($"main a[href='{Massar.Features.Leaves.Links.Case(over)}']"));

        // Nobody says of himself that he is back; whoever says it of another ends the wait.
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsync(ReturnOf(own), Body(Today))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await head.Api.PostAsync(ReturnOf(over), Body(Today))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await office.Api.PostAsync(ReturnOf(own), Body(Today))).StatusCode);
        Assert.False((await head.Open(Links.Waiting)).Says(Words.All.Say("fr", "escalations.kind.leave-returns")));
        Assert.Empty((await office.Open(Links.Passed)).All($"main a[href='{Massar.Features.Leaves.Links.Case(over)}']"));
    }

    private static string ReturnOf(long leave) => $"/api{Massar.Features.Leaves.Links.Return(leave)}";

    private static StringContent Body(DateOnly day) => new($$"""{"returnedOn":"{{day:yyyy-MM-dd}}"}""", null, "application/json");

    private async Task<long> Granted(GivenSchool school, GivenPerson person, int endedAgo)
    {
        var (now, end) = (MassarApp.Clock.GetUtcNow().UtcDateTime, Today.AddDays(-endedAgo));
        var leave = new Leave
        {
            EmployeeId = person.EmployeeId!.Value,
            TypeCode = "EXCEPTIONAL_FAMILY",
            CountedAs = "EXCEPTIONAL_FAMILY",
            PlaceId = school.Id,
            PlacePath = school.Place.Path,
            StartsOn = end.AddDays(-3),
            EndsOn = end,
            Days = 4,
            IsAbsence = true,
            IsMedical = false,
            AskedByAccountId = person.AccountId,
            AskedAt = now.AddDays(-12),
        };
        leave.Begin(toHead: false, now.AddDays(-12));
        Assert.Null(leave.Grant(default, 1, now.AddDays(-11)));
        await app.Write(async db =>
        {
            db.Leaves.Add(leave);
            await db.SaveChangesAsync();
        });
        return leave.Id;
    }

    private async Task PassOn(int directorate, string turn)
    {
        var (key, now) = ($"{PassOnWork.KeyOf(directorate, Today)}/{turn}", MassarApp.Clock.GetUtcNow().UtcDateTime);
        await app.Write(async db =>
        {
            db.WorkItems.Add(new WorkItem { Kind = PassOnWork.Kind, Key = key, Payload = directorate.ToString(CultureInfo.InvariantCulture), RunAfter = now.AddMinutes(-1), CreatedAt = now });
            await db.SaveChangesAsync();
        });
        Assert.Equal(1, await app.RunWork(key));
    }
}
