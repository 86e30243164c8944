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

    [Fact]
    public async Task The_return_is_confirmed_by_the_person_and_sealed_and_who_is_not_back_is_asked_nothing_by_itself()
    {
        var school = await app.Given.School();
        var (teacher, stranger) = (await app.Given.Person(Roles.Teacher, school.Place), await app.Given.Person(Roles.Teacher, school.Place));
        var id = await Granted(school, teacher, endedAgo: 5);
        var address = Massar.Features.Leaves.Links.Case(id);
        var (me, head, office) = (await app.SignIn(teacher, "fr"), await app.SignIn(school.Head, "fr"), await app.SignIn(await app.Given.Person(Roles.HrManager, school.Directorate), "fr"));

        // The request for an explanation is prepared, and nothing more.
        var link = (await office.Open(address)).Find("#explain")!.GetAttribute("href")!;
        var prepared = await office.Open(link);
        Assert.Equal((await Ppr(teacher), $"{Today.AddDays(-4):yyyy-MM-dd}"), (prepared.ValueOf("Ppr"), prepared.ValueOf("Day")));
        Assert.NotEqual("", prepared.ValueOf("Facts"));
        Assert.Equal(0, await app.Read(db => db.DisciplineCases.CountAsync(c => c.EmployeeId == teacher.EmployeeId)));
        Assert.Null((await head.Open(address)).Find("#explain"));

        // Recorded, contested with words, recorded again, confirmed.
        await (await head.Open(address)).Submit(("ReturnedOn", $"{Today.AddDays(-4):yyyy-MM-dd}"));
        var answer = Massar.Features.Leaves.Links.AnswerReturn(id);
        Assert.Equal(HttpStatusCode.BadRequest, (await me.Api.PostAsync($"/api{answer}", Answer(await Version(id), "contest", "non"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await me.Api.PostAsync($"/api{answer}", Answer(0, "confirm"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(stranger)).Api.PostAsync($"/api{answer}", Answer(await Version(id), "confirm"))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await me.Api.PostAsync($"/api{answer}", Answer(await Version(id), "contest", "J'ai repris la veille de ce jour"))).StatusCode);
        Assert.True((await head.Open(address)).Says("J'ai repris la veille de ce jour"));
        await (await head.Open(address)).Submit(("ReturnedOn", $"{Today.AddDays(-5):yyyy-MM-dd}"));
        Assert.Equal(HttpStatusCode.NotFound, (await me.Get(Massar.Features.Leaves.Links.Minutes(id))).StatusCode);
        var sealed1 = await (await me.Open(address)).SubmitForm("#return-confirm", null, false);
        Assert.True(sealed1.Says(Words.All.Say("fr", "leaves.minutes.open")), sealed1.Text);
        var minutes = await me.Get(Massar.Features.Leaves.Links.Minutes(id));
        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (minutes.StatusCode, minutes.Content.Headers.ContentType?.MediaType));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(stranger)).Get(Massar.Features.Leaves.Links.Minutes(id))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await me.Api.PostAsync($"/api{answer}", Answer(await Version(id), "confirm"))).StatusCode);
        Assert.Equal(1, await app.Read(db => db.IssuedDocuments.CountAsync(d => d.EmployeeId == teacher.EmployeeId && d.Kind == ReturnContent.Register)));
    }

    [Fact]
    public async Task A_running_leave_is_extended_by_its_own_kinds_ceilings_and_awaits_no_return_meanwhile()
    {
        var school = await app.Given.School();
        var teacher = await app.Given.Person(Roles.Teacher, school.Place);
        var id = await Granted(school, teacher, endedAgo: 1);
        var (me, head) = (await app.SignIn(teacher, "fr"), await app.SignIn(school.Head, "fr"));
        var address = $"/api{Massar.Features.Leaves.Links.Extension(id)}";
        Assert.NotNull((await me.Open(Massar.Features.Leaves.Links.Case(id))).Find($"a[href='{Massar.Features.Leaves.Links.Extension(id)}']"));

        var over = await me.Api.PostAsync(address, new StringContent("{\"days\":300}", null, "application/json"));
        Assert.Contains("leaves.over", await over.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var weighed = await me.Open($"{Massar.Features.Leaves.Links.Extension(id)}?days=3");
        var asked = await weighed.Submit(("Reason", "Suite"));
        var next = await app.Read(db => db.Leaves.AsNoTracking().SingleAsync(l => l.ExtendsId == id));
        Assert.Equal((Massar.Features.Leaves.Links.Case(next.Id), "EXCEPTIONAL_FAMILY", Today), (asked.Address.Split('?')[0], next.TypeCode, next.StartsOn));
        Assert.Equal(HttpStatusCode.Conflict, (await me.Api.PostAsync(address, new StringContent("{\"days\":1}", null, "application/json"))).StatusCode);
        Assert.False((await head.Open(Massar.Features.Leaves.Links.Case(id))).Says("reprise non enregistrée"));

        Assert.Equal(HttpStatusCode.NoContent, (await head.Api.PostAsync($"/api{Massar.Features.Leaves.Links.Answer(next.Id)}", new StringContent("{\"act\":\"Grant\"}", null, "application/json"))).StatusCode);
        Assert.True((await me.Open(Massar.Features.Leaves.Links.Case(id))).Says(Words.All.Say("fr", "leaves.state.Extended")));
        Assert.Equal((LeaveState.Ended, (DateOnly?)null), await app.Read(db => db.Leaves.Where(l => l.Id == id).Select(l => ValueTuple.Create(l.State, l.ReturnedOn)).SingleAsync()));
    }

    private Task<string> Ppr(GivenPerson person) => app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.Ppr).SingleAsync());

    private Task<int> Version(long leave) => app.Read(db => db.Leaves.Where(l => l.Id == leave).Select(l => l.Version).SingleAsync());

    private static StringContent Answer(int version, string act, string? remark = null) => new(System.Text.Json.JsonSerializer.Serialize(new { version = $"{version}", @do = act, remark }), null, "application/json");

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
