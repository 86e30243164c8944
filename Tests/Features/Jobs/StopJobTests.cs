using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Jobs;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Massar.Tests.Features.Decisions;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Jobs;

public sealed class StopJobTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task A_job_stopped_while_its_last_step_runs_stays_stopped()
    {
        var province = await Province.Make(app);
        var decision = (await province.ReadyToSign(await province.Teacher()))[0];
        var signatory = await app.SignIn(province.Signatory, steppedUp: true);
        var work = (await (await signatory.Api.PostAsJsonAsync("/api/decisions/signatures", new { decisions = new[] { decision } })).Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("work").GetInt64();

        // The decision is held, so the worker cannot end its only line before the person has stopped the job.
        Task<int> run;
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlAsync($"UPDATE Decisions SET Months = Months WHERE Id = {decision}");
            run = app.RunWork($"sign/{province.Signatory.AccountId}/");
            for (var i = 0; i < 200 && (await Item(work)).State is not WorkState.Running; i++)
                await Task.Delay(50);
            Assert.Equal(WorkState.Running, (await Item(work)).State);
            var reply = await signatory.Api.PostAsync($"/api{Links.Job(work)}/stop", null);
            Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
            await transaction.RollbackAsync();
        }

        await run;

        var item = await Item(work);
        Assert.Equal((WorkState.Stopped, 2), (item.State, item.Fence));
        Assert.NotNull(item.EndedAt);
        Assert.Equal(0, await app.RunWork($"sign/{province.Signatory.AccountId}/"));
        Assert.Equal(HttpStatusCode.Conflict, (await signatory.Api.PostAsync($"/api{Links.Job(work)}/stop", null)).StatusCode);
    }

    [Fact]
    public async Task Only_who_asked_for_a_job_sees_and_stops_it()
    {
        var province = await Province.Make(app);
        var decision = (await province.ReadyToSign(await province.Teacher()))[0];
        var signatory = await app.SignIn(province.Signatory, steppedUp: true);
        var work = (await (await signatory.Api.PostAsJsonAsync("/api/decisions/signatures", new { decisions = new[] { decision } })).Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("work").GetInt64();
        var other = await app.SignIn(province.Director);

        Assert.Equal(HttpStatusCode.NotFound, (await other.Open(Links.Job(work))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Api.PostAsync($"/api{Links.Job(work)}/stop", null)).StatusCode);
        Assert.Equal(WorkState.Waiting, (await Item(work)).State);

        Assert.True((await signatory.Api.PostAsync($"/api{Links.Job(work)}/stop", null)).IsSuccessStatusCode);
        Assert.Equal(0, await app.RunWork($"sign/{province.Signatory.AccountId}/"));
        Assert.Null((await province.Decision(decision)).Number);
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task The_support_watches_all_work_but_not_what_it_is_about(string language)
    {
        var province = await Province.Make(app);
        var decision = (await province.ReadyToSign(await province.Teacher()))[0];
        var signatory = await app.SignIn(province.Signatory, steppedUp: true);
        var work = (await (await signatory.Api.PostAsJsonAsync("/api/decisions/signatures", new { decisions = new[] { decision } })).Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("work").GetInt64();
        var support = await app.SignIn(await app.Given.Person(Roles.Support, province.School.Academy), language);

        var page = await support.Open(Links.All("Waiting"));

        Assert.Equal(Words.All.Say(language, "jobs.watch.title"), page.Heading);
        Assert.True(page.Says(Words.All.Say(language, "jobs.kind.sign-decisions")));
        Assert.Contains(page.All("tbody th .num"), n => n.TextContent == $"{work}");
        Assert.DoesNotContain("jobs.kind", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain((await support.Open(Links.All("Failed"))).All("tbody th .num"), n => n.TextContent == $"{work}");
        var json = await (await support.Api.GetAsync("/api/jobs")).Content.ReadAsStringAsync();
        Assert.Contains("sign-decisions", json, StringComparison.Ordinal);
        Assert.DoesNotContain($"sign/{province.Signatory.AccountId}", json, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await support.Api.PostAsync($"/api{Links.Job(work)}/stop", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await signatory.Open(Links.All())).Status);
    }

    private Task<WorkItem> Item(long id) => app.Read(db => db.WorkItems.AsNoTracking().SingleAsync(w => w.Id == id));
}
