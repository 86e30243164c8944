using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Massar.Features.Exports;
using Massar.Features.Exports.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;
using Massar.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Massar.Tests.Features.Exports;

/// <summary>A program whose settings take three people for many, and twenty for a day's work.</summary>
public sealed class NarrowHouse : IAsyncLifetime
{
    private MassarApp.Host host = null!;

    public MassarApp App { get; private set; } = null!;

    /// <summary>What was logged as critical.</summary>
    public Alarms Alarms { get; } = new();

    public async Task InitializeAsync()
    {
        host = await MassarApp.StartOwn(web => web.ConfigureLogging(log => log.AddProvider(Alarms)));
        App = MassarApp.Over(host);
        await App.Write(async db =>
        {
            var settings = db.Settings.Where(s => s.Code.StartsWith("exports."));
            await settings.Where(s => s.Code == ExportRules.LargeSetting).ExecuteUpdateAsync(s => s.SetProperty(x => x.Value, "3"));
            await settings.Where(s => s.Code.StartsWith(ExportRules.DailySetting)).ExecuteUpdateAsync(s => s.SetProperty(x => x.Value, "20"));
            Assert.True(await settings.CountAsync() > 3);
        });
    }

    public async Task DisposeAsync() => await host.DisposeAsync();
}

/// <summary>Keeps critical log lines.</summary>
public sealed class Alarms : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = new();

    public IEnumerable<string> Lines => lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Critical;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel == LogLevel.Critical)
            lines.Enqueue(formatter(state, exception));
    }

    public void Dispose()
    {
    }
}

/// <summary>G16: nobody takes many people away alone, and no account drains the country.</summary>
public sealed class ExportTests(NarrowHouse house) : IClassFixture<NarrowHouse>
{
    private const string Csv = "/registrations/desk.csv";

    private MassarApp App => house.App;

    private async Task<GivenSchool> School(int requests)
    {
        var school = await App.Given.School("PRI");
        await Register(school, requests);
        return school;
    }

    private Task Register(GivenSchool school, int requests) => App.Write(async db =>
    {
        var now = MassarApp.Clock.GetUtcNow().UtcDateTime;
        var year = await db.SchoolYears.Where(y => y.IsCurrent).Select(y => y.Id).SingleAsync();
        for (var i = 0; i < requests; i++)
        {
            var request = new Registration { SchoolYearId = year, Phone = Given.PhoneOf(Given.Next()), Language = "ar", StateSince = now, CreatedAt = now };
            request.Choose(school.Id, null, school.Place.Path);
            Assert.Null(request.Send(now));
            db.Registrations.Add(request);
        }

        await db.SaveChangesAsync();
    });

    private async Task<string> Address() => $"{Csv}?year={await App.Read(db => db.SchoolYears.Where(y => y.IsCurrent).Select(y => y.Id).SingleAsync())}";

    private Task<List<ExportTaken>> TakenBy(GivenPerson person) => App.Read(db => db.ExportsTaken.AsNoTracking().Where(t => t.AccountId == person.AccountId).OrderBy(t => t.Id).ToListAsync());

    private Task<ExportRequest> RequestOf(GivenPerson person) => App.Read(db => db.ExportRequests.AsNoTracking().Where(r => r.AccountId == person.AccountId).OrderByDescending(r => r.Id).FirstAsync());

    private Task<int> Told(GivenPerson person, string template) => App.Read(db => db.Notices.CountAsync(n => n.AccountId == person.AccountId && n.Template == template));

    private async Task<ExportRequest> Ask(GivenPerson person, string address)
    {
        var form = await (await App.SignIn(person, "fr")).Open(address);
        Assert.StartsWith("/exports/ask", form.Address, StringComparison.Ordinal);
        var list = await form.Submit(("Reason", "Réunion d'affectation avec la direction"));
        Assert.Equal(Links.All, list.Address.Split('?')[0]);
        return await RequestOf(person);
    }

    [Fact]
    public void Every_way_out_for_a_list_is_never_stored()
    {
        var outs = App.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText is { } route && (route.EndsWith("csv", StringComparison.Ordinal) || route.EndsWith("xlsx", StringComparison.Ordinal) || route.EndsWith("/export", StringComparison.Ordinal)
                || route.EndsWith("/print", StringComparison.Ordinal) || route.EndsWith("/filled", StringComparison.Ordinal)))
            .Where(e => !e.RoutePattern.RawText!.Contains("reference", StringComparison.Ordinal)).ToList();

        Assert.True(outs.Count >= 10, $"Only {outs.Count} were found.");
        Assert.All(outs, e => Assert.True(e.Metadata.GetMetadata<NeverStored>() is not null, e.RoutePattern.RawText));
    }

    [Fact]
    public void Every_file_of_many_people_goes_through_the_desk()
    {
        // One person's own paper each, or figures and lists without persons.
        string[] others = ["/reference/", "/imports/model.", "/staff-lists/model.", "/attendance/statistics.", "/contributions/statement.", "/deadlines/schools/", "/escalations/", "/mobility/barriers/", "/verify", "/{id:long}/file", "/letters/{id:long}/file", "/assist/{id:long}/receipt.pdf"];
        string[] ends = ["csv", "xlsx", ".zip", ".pdf", "{format}", "/export", "/print", "/filled"];
        var outs = App.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => ends.Any(end => e.RoutePattern.RawText!.EndsWith(end, StringComparison.Ordinal)) && !others.Any(o => e.RoutePattern.RawText!.Contains(o, StringComparison.Ordinal))).ToList();

        Assert.True(outs.Count >= 20, $"Only {outs.Count} were found.");
        Assert.Equal([], outs.Where(e => !Asks(e)).Select(e => e.RoutePattern.RawText));

        static bool Asks(RouteEndpoint e) => e.Metadata.OfType<System.Reflection.MethodInfo>().Any(m => m.GetParameters().Any(p => p.ParameterType == typeof(ExportDesk)));
    }

    [Fact]
    public async Task The_list_of_a_class_waits_for_a_second_person_too_and_a_small_one_is_written_down()
    {
        var school = await App.Given.School();
        var (few, many) = (await App.Given.Class(school, "1AC", 2), await App.Given.Class(school, "1AC", 4));
        var head = await App.SignIn(school.Head, "fr");

        foreach (var kind in (string[])["csv", "xlsx"])
        {
            Assert.Equal(HttpStatusCode.OK, (await head.Get($"/attendance/register.{kind}?class={few.Id}")).StatusCode);
            Assert.Equal(HttpStatusCode.SeeOther, (await head.Get($"/attendance/register.{kind}?class={many.Id}")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await head.Get($"/attendance/pupils/{few.Pupils[0].Id}/absences.csv")).StatusCode);
        Assert.Equal([(ExportKinds.AbsenceRegister, 2), (ExportKinds.AbsenceRegister, 2), (ExportKinds.PupilAbsences, 1)], (await TakenBy(school.Head)).Select(t => (t.Kind, t.Persons)));
    }

    [Fact]
    public async Task Who_decides_reads_the_bounds_that_the_list_has_and_no_word_that_it_passes_over()
    {
        var school = await School(4);
        var deputy = await App.Given.Person(Roles.Supervisor, school.Place);
        var request = await Ask(school.Head, await Address() + "&school=6AP&seulement=deux+dossiers&hint=%E2%80%AEevil");

        var page = await (await App.SignIn(deputy, "fr", steppedUp: true)).Open(Links.Request(request.Id));

        Assert.False(page.Says("seulement"), page.Text);
        Assert.DoesNotContain("6AP", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', page.Body);
        Assert.True(page.Says("Année"), page.Text);
    }

    [Fact]
    public async Task A_long_search_can_be_asked_for()
    {
        var school = await School(4);
        await App.Given.Person(Roles.Supervisor, school.Place);
        var address = await Address();
        // As words between spaces are sent, in the letters that JSON likes least.
        address += "&x=" + new string('+', ExportRequest.AddressLength - address.Length - 3);

        Assert.Equal(address, (await Ask(school.Head, address)).Address);
    }

    [Fact]
    public async Task A_small_list_leaves_at_once_unstored_and_is_written_down_in_the_audit_trail()
    {
        var school = await School(3);
        var address = await Address();

        var answer = await (await App.SignIn(school.Head)).Get(address);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var taken = Assert.Single(await TakenBy(school.Head));
        Assert.Equal((3, ExportKinds.Registrations, address, null), (taken.Persons, taken.Kind, taken.Address, taken.RequestId));
        var line = await App.Read(db => db.AuditEntries.SingleAsync(e => e.AccountId == school.Head.AccountId && e.Action == "Exports.Take"));
        Assert.Equal(school.Id, line.PlaceId);
        Assert.Contains("\"Persons\":3", line.Changes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_list_leaves_with_a_reason_and_a_second_person_for_a_day_and_both_are_told()
    {
        var school = await School(4);
        var deputy = await App.Given.Person(Roles.Supervisor, school.Place);
        var address = await Address();
        var head = await App.SignIn(school.Head, "fr");

        var form = await head.Open(address);
        Assert.StartsWith("/exports/ask", form.Address, StringComparison.Ordinal);
        Assert.True(form.Response.Headers.CacheControl!.NoStore);
        Assert.True(form.Says("Cette liste compte 4 personnes"));
        var refused = await form.Submit(("Reason", "pour voir"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("pour voir", refused.ValueOf("Reason"));
        Assert.NotNull(refused.ErrorOf("Reason"));
        await refused.Submit(("Reason", "Réunion d'affectation avec la direction"));
        var request = await RequestOf(school.Head);
        Assert.Equal((ExportState.Waiting, 4, address), (request.State, request.Persons, request.Address));
        Assert.Empty(await TakenBy(school.Head));
        Assert.Equal(1, await Told(deputy, "notices.export-asked"));

        var desk = await (await App.SignIn(deputy, "fr", steppedUp: true)).Open(Links.All);
        var page = await desk.Follow(Links.Request(request.Id));
        Assert.True(page.Says("Réunion d'affectation avec la direction"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await page.SubmitWith("Decision=refuse")).Status);
        await page.SubmitWith("Decision=approve");
        Assert.Equal(1, await Told(school.Head, "notices.export-approved"));

        var steppedUp = await App.SignIn(school.Head, "fr", steppedUp: true);
        Assert.True((await steppedUp.Open(Links.All)).All($"a[href='{address}']").Count == 1);
        Assert.StartsWith("/accounts/step-up", (await head.Open(address, follow: false)).Response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await steppedUp.Get(address)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await steppedUp.Get(address)).StatusCode);

        Assert.Equal([request.Id, request.Id], (await TakenBy(school.Head)).Select(t => t.RequestId!.Value));
        Assert.Equal((1, 1), (await Told(school.Head, "notices.export-collected"), await Told(deputy, "notices.export-collected")));
        // Leave for one person's file is nobody else's, and no other file's.
        Assert.Equal(HttpStatusCode.SeeOther, (await (await App.SignIn(await App.Given.Person(Roles.Head, school.Place), steppedUp: true)).Get(address)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await steppedUp.Get(address + "&state=open")).StatusCode);

        MassarApp.Clock.Pass(TimeSpan.FromHours(24));
        Assert.Equal(HttpStatusCode.SeeOther, (await (await App.SignIn(school.Head, steppedUp: true)).Get(address)).StatusCode);
    }

    [Fact]
    public async Task Who_asked_never_decides_not_even_from_a_second_account_and_strangers_do_not_know_of_it()
    {
        var school = await School(4);
        await App.Given.Person(Roles.Supervisor, school.Place);
        var request = await Ask(school.Head, await Address());
        var second = await App.Given.Person(Roles.Supervisor, school.Place, employeeId: school.Head.EmployeeId);

        foreach (var self in (GivenPerson[])[school.Head, second])
        {
            var visitor = await App.SignIn(self, steppedUp: true);
            Assert.Null((await visitor.Open(Links.Request(request.Id))).Find("main form"));
            Assert.Equal(HttpStatusCode.Conflict, (await visitor.Api.PostAsJsonAsync("/api" + Links.Request(request.Id), new { decision = "approve" })).StatusCode);
        }

        var other = await App.SignIn((await App.Given.School()).Head, steppedUp: true);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Open(Links.Request(request.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Api.PostAsJsonAsync("/api" + Links.Request(request.Id), new { decision = "approve" })).StatusCode);
        var clerk = await App.SignIn(await App.Given.Person(Roles.Clerk, school.Place), steppedUp: true);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.Open(Links.Request(request.Id))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.Api.PostAsJsonAsync("/api" + Links.Request(request.Id), new { decision = "approve" })).StatusCode);
        Assert.Equal(ExportState.Waiting, (await RequestOf(school.Head)).State);
    }

    [Fact]
    public async Task Asked_many_times_at_once_it_is_asked_once()
    {
        var school = await School(4);
        await App.Given.Person(Roles.Supervisor, school.Place);
        var address = await Address();
        var forms = new List<Page>();
        for (var i = 0; i < 4; i++)
            forms.Add(await (await App.SignIn(school.Head, "fr")).Open(address));

        await Task.WhenAll(forms.Select(f => f.Submit(("Reason", "Réunion d'affectation avec la direction"))));

        Assert.Equal(1, await App.Read(db => db.ExportRequests.CountAsync(r => r.AccountId == school.Head.AccountId)));
    }

    [Fact]
    public async Task Two_deciders_at_once_decide_once_and_a_refusal_says_why()
    {
        var school = await School(4);
        var deciders = new[] { await App.Given.Person(Roles.Supervisor, school.Place), await App.Given.Person(Roles.Supervisor, school.Place) };
        var request = await Ask(school.Head, await Address());

        var answers = await Task.WhenAll(deciders.Select(async d => (await (await App.SignIn(d, steppedUp: true)).Api.PostAsJsonAsync("/api" + Links.Request(request.Id), new { decision = "refuse", answer = "La liste filtrée suffit" })).StatusCode));

        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.Conflict], answers.Order());
        Assert.True((await (await App.SignIn(school.Head, "fr")).Open(Links.Request(request.Id))).Says("La liste filtrée suffit"));
        Assert.Equal(1, await Told(school.Head, "notices.export-refused"));
        Assert.Equal(HttpStatusCode.SeeOther, (await (await App.SignIn(school.Head, steppedUp: true)).Get(await Address())).StatusCode);
        Assert.Empty(await TakenBy(school.Head));
    }

    [Fact]
    public async Task Leave_for_a_list_is_no_leave_for_a_much_longer_one()
    {
        var school = await School(4);
        var deputy = await App.Given.Person(Roles.Supervisor, school.Place);
        var (address, request) = (await Address(), await Ask(school.Head, await Address()));
        await (await App.SignIn(deputy, steppedUp: true)).Api.PostAsJsonAsync("/api" + Links.Request(request.Id), new { decision = "approve" });
        var head = await App.SignIn(school.Head, steppedUp: true);

        await Register(school, 10);
        Assert.Equal(HttpStatusCode.OK, (await head.Get(address)).StatusCode);
        await Register(school, 1);
        Assert.Equal(HttpStatusCode.SeeOther, (await head.Get(address)).StatusCode);
    }

    [Fact]
    public async Task Where_nobody_can_allow_it_the_page_says_so_before_anything_is_typed_and_who_can_help()
    {
        var school = await School(4);
        await App.Given.Person(Roles.Ministry, await App.Read(db => db.Places.SingleAsync(p => p.Id == Massar.Features.Reference.ReferenceFiles.MinistryId)));

        var page = await (await App.SignIn(school.Head, "fr")).Open(await Address());

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Null(page.Find("main form"));
        Assert.True(page.Says("Personne d'autre de votre service"));
        Assert.Contains(Words.All.Say("fr", $"role.{Roles.Ministry}"), page.Find("main .note.warn")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_large_files_says_how_many_people_may_leave_alone_and_in_a_day()
    {
        var page = await (await App.SignIn((await School(1)).Head, "fr")).Open(Links.All);

        Assert.True(page.Says("Un fichier de 3 personnes au plus sort sans accord"));
        Assert.True(page.Says("ne dépassent pas 20 personnes"));
    }

    [Fact]
    public async Task Where_the_second_person_is_gone_by_the_time_it_is_sent_the_page_says_so()
    {
        var school = await School(4);
        var deputy = await App.Given.Person(Roles.Supervisor, school.Place);
        var form = await (await App.SignIn(school.Head, "fr")).Open(await Address());
        await App.Write(db => db.Accounts.Where(a => a.Id == deputy.AccountId).ExecuteUpdateAsync(s => s.SetProperty(a => a.ClosedAt, MassarApp.Clock.GetUtcNow().UtcDateTime)));

        var refused = await form.Submit(("Reason", "Réunion d'affectation avec la direction"));

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.True(refused.Says("Personne d'autre de votre service"));
        Assert.Equal("Réunion d'affectation avec la direction", refused.ValueOf("Reason"));
    }

    [Fact]
    public async Task A_ticket_of_somebody_else_or_an_old_one_asks_for_nothing()
    {
        var school = await School(4);
        var form = await (await App.SignIn(school.Head)).Open(await Address());
        var stranger = await App.SignIn(await App.Given.Person(Roles.Supervisor, school.Place));

        Assert.Equal(HttpStatusCode.Conflict, (await stranger.Open(form.Address)).Status);
        MassarApp.Clock.Pass(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.Conflict, (await (await App.SignIn(school.Head)).Open(form.Address)).Status);
    }

    [Fact]
    public async Task Beyond_the_days_budget_files_stop_exactly_with_an_alarm_and_come_back_tomorrow()
    {
        var school = await School(3);
        var address = await Address();
        var head = await App.SignIn(school.Head, "fr");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ => (await head.Get(address)).StatusCode));

        Assert.Equal(6, answers.Count(s => s == HttpStatusCode.OK));
        Assert.Equal(6, answers.Count(s => s == HttpStatusCode.Conflict));
        Assert.Equal(6, (await TakenBy(school.Head)).Count);
        Assert.True((await head.Open(address)).Says("Vous avez atteint la limite de 20 personnes par jour"));
        Assert.Contains(house.Alarms.Lines, l => l.Contains($"Account {school.Head.AccountId} as head", StringComparison.Ordinal));

        MassarApp.Clock.Pass(TimeSpan.FromHours(24));
        Assert.Equal(HttpStatusCode.OK, (await (await App.SignIn(school.Head)).Get(address)).StatusCode);
    }

    [Fact]
    public async Task People_read_in_lists_count_against_the_same_budget()
    {
        var school = await School(3);
        var address = await Address();
        var head = await App.SignIn(school.Head);

        for (var i = 0; i < 6; i++)
            Assert.Equal(HttpStatusCode.OK, (await head.Open(address.Replace("desk.csv", "desk", StringComparison.Ordinal))).Status);

        Assert.Equal(HttpStatusCode.Conflict, (await head.Get(address)).StatusCode);
        Assert.Empty(await TakenBy(school.Head));
    }

    [Fact]
    public async Task Neither_a_look_at_the_headers_nor_another_site_takes_or_spends_anything()
    {
        var school = await School(3);
        var address = await Address();
        var head = await App.SignIn(school.Head);

        using var only = new HttpRequestMessage(HttpMethod.Head, address);
        Assert.Equal(HttpStatusCode.OK, (await head.Raw(only)).StatusCode);
        using var foreign = new HttpRequestMessage(HttpMethod.Get, address);
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.Conflict, (await head.Raw(foreign)).StatusCode);

        Assert.Empty(await TakenBy(school.Head));
        Assert.Equal(0, await App.Read(db => db.PersonReads.CountAsync(r => r.AccountId == school.Head.AccountId)));
    }

    [Fact]
    public async Task A_teacher_takes_the_class_away_and_never_more()
    {
        var school = await App.Given.School();
        var few = await App.Given.Class(school, pupils: 3);
        var many = await App.Given.Class(school, pupils: 4);

        foreach (var (taught, status) in new[] { (few, HttpStatusCode.OK), (many, HttpStatusCode.Conflict) })
            Assert.Equal(status, (await (await App.SignIn(await App.Given.Teacher(taught))).Get($"/marks/workbooks/{taught.Id}/MATH/1/notescc.xlsx")).StatusCode);
    }
}
