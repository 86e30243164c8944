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

    /// <summary>A leave and its extensions are one leave for a ceiling "of each": the second extension is weighed with the first and with what both extend.</summary>
    [Fact]
    public async Task A_chain_of_extensions_does_not_go_around_the_ceiling_of_each_leave()
    {
        var school = await app.Given.School();
        var (teacher, other) = (await app.Given.Person(Roles.Teacher, school.Place), await app.Given.Person(Roles.Teacher, school.Place));
        var first = await Granted(school, teacher, endedAgo: 1, kind: "MATERNITY", days: 90);
        var me = await app.SignIn(teacher, "fr");
        Assert.Contains("leaves.over", await (await Extend(me, first, 9)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var second = await Granted(school, teacher, endedAgo: -4, kind: "MATERNITY", days: 5, extends: first);

        var over = await Extend(me, second, 4);
        Assert.Equal(HttpStatusCode.Conflict, over.StatusCode);
        Assert.Contains("leaves.over", await over.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True((await me.Open($"{Massar.Features.Leaves.Links.Extension(second)}?days=3")).Says("98"));
        var sent = await Extend(me, second, 3, Massar.Tests.Features.Registrations.Families.Png(400, 400));
        Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync());

        // The office that decides it weighs the chain as well; another person's leave of the same kind is weighed alone.
        var third = await app.Read(db => db.Leaves.Where(l => l.ExtendsId == second).Select(l => l.Id).SingleAsync());
        await app.Write(db => db.Leaves.Where(l => l.Id == third).ExecuteUpdateAsync(s => s.SetProperty(l => l.EndsOn, l => l.EndsOn.AddDays(1)).SetProperty(l => l.State, LeaveState.WithOffice)));
        var office = await app.SignIn(await app.Given.Person(Roles.HrManager, school.Directorate), "fr");
        var granted = await office.Api.PostAsync($"/api{Massar.Features.Leaves.Links.Answer(third)}", new StringContent("{\"act\":\"Grant\"}", null, "application/json"));
        Assert.Contains("leaves.over", await granted.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True((await Extend(await app.SignIn(other), await Granted(school, other, endedAgo: 1, kind: "MATERNITY", days: 90), 8)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_return_closes_an_extension_that_was_not_needed_and_waits_for_one_that_was_begun()
    {
        var school = await app.Given.School();
        var (teacher, away) = (await app.Given.Person(Roles.Teacher, school.Place), await app.Given.Person(Roles.Teacher, school.Place));
        var (me, head) = (await app.SignIn(teacher, "fr"), await app.SignIn(school.Head, "fr"));

        // Back before the extension began: it is closed, and the person told so; nothing is extended over a recorded return.
        var early = await Granted(school, teacher, endedAgo: -2);
        Assert.True((await Extend(me, early, 1)).IsSuccessStatusCode);
        var extension = await app.Read(db => db.Leaves.Where(l => l.ExtendsId == early).Select(l => l.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.NoContent, (await head.Api.PostAsync(ReturnOf(early), Body(Today))).StatusCode);
        Assert.Equal(LeaveState.Cancelled, await app.Read(db => db.Leaves.Where(l => l.Id == extension).Select(l => l.State).SingleAsync()));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == teacher.AccountId && n.Template == "notices.leave-extension-closed")));
        Assert.Contains("leaves.extension.returned", await (await Extend(me, early, 1)).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Away into the days asked for: those are decided first, and the return is recorded on them.
        var over = await Granted(school, away, endedAgo: 2);
        var other = await app.SignIn(away, "fr");
        Assert.True((await Extend(other, over, 3)).IsSuccessStatusCode);
        var asked = await app.Read(db => db.Leaves.Where(l => l.ExtendsId == over).Select(l => l.Id).SingleAsync());
        Assert.Contains("leaves.return.extension-asked", await (await head.Api.PostAsync(ReturnOf(over), Body(Today))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await head.Api.PostAsync($"/api{Massar.Features.Leaves.Links.Answer(asked)}", new StringContent("{\"act\":\"Grant\"}", null, "application/json"))).StatusCode);
        Assert.Contains("leaves.return.extended", await (await head.Api.PostAsync(ReturnOf(over), Body(Today))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await head.Api.PostAsync(ReturnOf(asked), Body(Today))).StatusCode);
    }

    [Fact]
    public async Task A_contested_day_back_is_told_undoes_the_pay_it_made_and_nobody_records_over_what_he_has_not_seen()
    {
        var school = await app.Given.School();
        var teacher = await app.Given.Person(Roles.Teacher, school.Place);
        var id = await Granted(school, teacher, endedAgo: -1, kind: "KAFALA");
        var (me, head) = (await app.SignIn(teacher, "fr"), await app.SignIn(school.Head, "fr"));
        Task<int> Paid() => app.Read(db => db.Leaves.Where(l => l.Id == id).Select(l => l.FullDays).SingleAsync());
        Task<int> Told(GivenPerson person, string what) => app.Read(db => db.Notices.CountAsync(n => n.AccountId == person.AccountId && n.Template == $"notices.leave-{what}"));

        var stale = await head.Api.PostAsync(ReturnOf(id), new StringContent($$"""{"returnedOn":"{{Today:yyyy-MM-dd}}","version":"7"}""", null, "application/json"));
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        await (await head.Open(Massar.Features.Leaves.Links.Case(id))).Submit(("ReturnedOn", $"{Today:yyyy-MM-dd}"));
        Assert.Equal((2, 1), (await Paid(), await Told(teacher, "returned")));

        var answer = $"/api{Massar.Features.Leaves.Links.AnswerReturn(id)}";
        Assert.Equal(HttpStatusCode.NoContent, (await me.Api.PostAsync(answer, Answer(await Version(id), "contest", "Je suis encore en congé"))).StatusCode);
        Assert.Equal((4, 1), (await Paid(), await Told(school.Head, "return-contested")));
        Assert.Equal(HttpStatusCode.NoContent, (await head.Api.PostAsync(ReturnOf(id), Body(Today))).StatusCode);
        Assert.Equal((2, 2), (await Paid(), await Told(teacher, "returned")));
    }

    [Fact]
    public async Task A_contested_day_back_takes_no_days_asked_for_since_and_opens_the_extension_it_closed()
    {
        var school = await app.Given.School();
        var teacher = await app.Given.Person(Roles.Teacher, school.Place);
        var (me, head) = (await app.SignIn(teacher, "fr"), await app.SignIn(school.Head, "fr"));
        var id = await Granted(school, teacher, endedAgo: -2);
        Assert.True((await Extend(me, id, 1)).IsSuccessStatusCode);
        Task<LeaveState> Extension() => app.Read(db => db.Leaves.Where(l => l.ExtendsId == id).Select(l => l.State).SingleAsync());
        Assert.Equal(HttpStatusCode.NoContent, (await head.Api.PostAsync(ReturnOf(id), Body(Today))).StatusCode);
        Assert.Equal(LeaveState.Cancelled, await Extension());

        // Another leave stands on the days that were free again.
        var since = await Granted(school, teacher, endedAgo: -1, days: 1);
        var answer = $"/api{Massar.Features.Leaves.Links.AnswerReturn(id)}";
        var taken = await me.Api.PostAsync(answer, Answer(await Version(id), "contest", "Je suis encore en congé"));
        Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);
        Assert.Contains("leaves.return.days-taken", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await app.Write(db => db.Leaves.Where(l => l.Id == since).ExecuteUpdateAsync(s => s.SetProperty(l => l.State, LeaveState.Cancelled)));
        Assert.Equal(HttpStatusCode.NoContent, (await me.Api.PostAsync(answer, Answer(await Version(id), "contest", "Je suis encore en congé"))).StatusCode);
        Assert.Equal(LeaveState.Asked, await Extension());
    }

    [Fact]
    public async Task An_absence_that_is_extended_lasts_until_its_last_day()
    {
        var school = await app.Given.School();
        var teacher = await app.Given.Person(Roles.Teacher, school.Place);
        var id = await Granted(school, teacher, endedAgo: -2);
        var next = await Granted(school, teacher, endedAgo: -5, days: 3, extends: id);
        await app.Write(db => db.Leaves.Where(l => l.Id == id).ExecuteUpdateAsync(s => s.SetProperty(l => l.State, LeaveState.Ended)));
        var employee = teacher.EmployeeId!.Value;

        Assert.Equal(Today.AddDays(5), await app.Read(db => db.Leaves.AbsentUntil(employee, Today, default)));
        Assert.Equal([next], await app.Read(db => db.Leaves.GrantedOn(Today).Where(l => l.EmployeeId == employee).Select(l => l.Id).ToListAsync()));
        Assert.Equal(Today.AddDays(-1), await app.Read(db => db.Leaves.AbsentSince(Today.AddDays(3), id, default)));
    }

    [Fact]
    public async Task An_extension_is_answered_where_the_person_works_today_and_never_by_his_family()
    {
        var school = await app.Given.School();
        var other = await app.Given.School(inProvinceOf: school);
        var teacher = await app.Given.Person(Roles.Teacher, school.Place);
        var id = await Granted(school, teacher, endedAgo: 1);
        await app.Write(db => db.Employees.Where(e => e.Id == teacher.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.PlaceId, other.Id).SetProperty(e => e.PlacePath, other.Place.Path)));
        Assert.True((await Extend(await app.SignIn(teacher), id, 2)).IsSuccessStatusCode);
        var extension = await app.Read(db => db.Leaves.AsNoTracking().SingleAsync(l => l.ExtendsId == id));
        Assert.Equal((other.Id, other.Place.Path), (extension.PlaceId, extension.PlacePath));

        var answer = $"/api{Massar.Features.Leaves.Links.Answer(extension.Id)}";
        StringContent Grant() => new("{\"act\":\"Grant\"}", null, "application/json");
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(school.Head)).Api.PostAsync(answer, Grant())).StatusCode);
        await app.Write(async db =>
        {
            var cin = await db.Employees.Where(e => e.Id == other.Head.EmployeeId).Select(e => e.Cin).SingleAsync();
            db.EmployeeChildren.Add(new Massar.Features.Employees.Domain.EmployeeChild { EmployeeId = teacher.EmployeeId!.Value, FirstNameAr = "سلمى", BirthDate = new DateOnly(2020, 5, 1), OtherParentCin = cin, LearntAt = MassarApp.Clock.GetUtcNow().UtcDateTime });
            await db.SaveChangesAsync();
        });
        var family = await (await app.SignIn(other.Head)).Api.PostAsync(answer, Grant());
        Assert.Equal(HttpStatusCode.Conflict, family.StatusCode);
        Assert.Contains("leaves.own", await family.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> Extend(Visitor me, long leave, int days, byte[]? paper = null) =>
        me.Api.PostAsync($"/api{Massar.Features.Leaves.Links.Extension(leave)}", new StringContent(System.Text.Json.JsonSerializer.Serialize(new { days, paper }), null, "application/json"));

    private Task<string> Ppr(GivenPerson person) => app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.Ppr).SingleAsync());

    private Task<int> Version(long leave) => app.Read(db => db.Leaves.Where(l => l.Id == leave).Select(l => l.Version).SingleAsync());

    private static StringContent Answer(int version, string act, string? remark = null) => new(System.Text.Json.JsonSerializer.Serialize(new { version = $"{version}", @do = act, remark }), null, "application/json");

    private static string ReturnOf(long leave) => $"/api{Massar.Features.Leaves.Links.Return(leave)}";

    private static StringContent Body(DateOnly day) => new($$"""{"returnedOn":"{{day:yyyy-MM-dd}}"}""", null, "application/json");

    private async Task<long> Granted(GivenSchool school, GivenPerson person, int endedAgo, string kind = "EXCEPTIONAL_FAMILY", int days = 4, long? extends = null)
    {
        var (now, end) = (MassarApp.Clock.GetUtcNow().UtcDateTime, Today.AddDays(-endedAgo));
        var leave = new Leave
        {
            EmployeeId = person.EmployeeId!.Value,
            TypeCode = kind,
            CountedAs = kind,
            ExtendsId = extends,
            PlaceId = school.Id,
            PlacePath = school.Place.Path,
            StartsOn = end.AddDays(1 - days),
            EndsOn = end,
            Days = days,
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
