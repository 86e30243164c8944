using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Notices;
using Massar.Features.Notices.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Delivery;
using Massar.Tests.Features.Registrations;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Notices;

/// <summary>Abuse case 10: what a guardian was told about a child goes with the right over the child. And codes do not stay where they can be read.</summary>
public sealed class EndedRightTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const string Template = "notices.marks-published";

    private async Task<string> Tell(GivenSchool school, GivenPerson guardian, GivenPupil child, string name, string? phone = null, string? email = null)
    {
        var key = $"test-{Guid.NewGuid():N}";
        await app.Within(async services =>
        {
            await services.GetRequiredService<UnitOfWork>().Run("Test", async ct =>
            {
                await services.GetRequiredService<NoticeDesk>().Queue(new NoticeDraft(key, school.Id, Template, "سلمى", "fr")
                {
                    AccountId = guardian.AccountId,
                    About = (guardian.GuardianId!.Value, child.Id),
                    Args = [name],
                    Phone = phone,
                    Email = email,
                    Urgent = true,
                }, ct);
                await services.GetRequiredService<MassarDb>().SaveChangesAsync(ct);
            }, CancellationToken.None);
            return 0;
        });
        return key;
    }

    private Task End(GivenPerson guardian, GivenPupil child, GuardianshipState state, DateOnly? day) => app.Write(db =>
        db.Guardianships.Where(g => g.GuardianId == guardian.GuardianId && g.PupilId == child.Id).ExecuteUpdateAsync(s => s.SetProperty(g => g.State, state).SetProperty(g => g.EndsOn, day)));

    private async Task<(int Listed, int Unread, bool Says)> Seen(GivenPerson guardian, string name)
    {
        var visitor = await app.SignIn(guardian, "fr");
        var page = await visitor.Open(Links.Mine());
        var json = await visitor.Api.GetFromJsonAsync<JsonElement>("/api/notices");
        Assert.Equal(page.All(".list > li").Count, json.GetProperty("lines").GetArrayLength());
        return (json.GetProperty("lines").GetArrayLength(), json.GetProperty("unread").GetInt32(), page.Says(name) || json.GetRawText().Contains(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(GuardianshipState.Ended)]
    [InlineData(GuardianshipState.Restricted)]
    public async Task A_right_that_ends_today_takes_its_notices_with_it_from_the_page_the_count_and_the_api(GuardianshipState state)
    {
        var school = await app.Given.School();
        var (lost, kept) = (await app.Given.Pupil(school), await app.Given.Pupil(school));
        var (guardian, other) = (await app.Given.Guardian(school, lost, kept), await app.Given.Guardian(school, lost));
        await Tell(school, guardian, lost, "Perduta");
        await Tell(school, guardian, kept, "Restata");
        await Tell(school, other, lost, "Perduta");
        Assert.Equal((2, 2, true), await Seen(guardian, "Perduta"));

        await End(guardian, lost, state, MoroccanDay.Today(MassarApp.Clock));

        Assert.Equal((1, 1, false), await Seen(guardian, "Perduta"));
        Assert.Equal((1, 1, true), await Seen(guardian, "Restata"));
        Assert.Equal((1, 1, true), await Seen(other, "Perduta"));
        await (await app.SignIn(guardian)).Api.PostAsync("/api/notices/read", null);
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == guardian.AccountId && n.OpenedAt == null)));
    }

    [Fact]
    public async Task A_right_with_a_last_day_lasts_through_it()
    {
        var school = await app.Given.School();
        var child = await app.Given.Pupil(school);
        var guardian = await app.Given.Guardian(school, child);
        await Tell(school, guardian, child, "Perduta");
        await End(guardian, child, GuardianshipState.Active, MoroccanDay.Today(MassarApp.Clock));

        Assert.Equal(1, (await Seen(guardian, "Perduta")).Listed);
        MassarApp.Clock.Pass(TimeSpan.FromDays(1));
        Assert.Equal(0, (await Seen(guardian, "Perduta")).Listed);
    }

    [Fact]
    public async Task What_was_not_sent_yet_when_the_right_ended_is_not_sent_and_nobody_calls_about_it()
    {
        var school = await app.Given.School();
        var child = await app.Given.Pupil(school);
        var guardian = await app.Given.Guardian(school, child);
        var n = Given.Next();
        var late = await Tell(school, guardian, child, "Perduta", Given.PhoneOf(n), $"ended{n}@demo.invalid");
        var failed = await Tell(school, guardian, child, "Perduta", "not a number");
        await app.RunWork(failed);
        var head = await app.SignIn(school.Head, "fr");
        var call = await app.Read(db => db.NoticeDeliveries.Where(d => d.PlaceId == school.Id && d.State == DeliveryState.ToCall).Select(d => d.Id).SingleAsync());
        Assert.True((await head.Open(Links.ToCall())).Says("Perduta"));

        await End(guardian, child, GuardianshipState.Ended, MoroccanDay.Today(MassarApp.Clock));
        await app.RunWork(late);

        Assert.DoesNotContain(app.Services.GetRequiredService<CatcherSmtpServer>().Messages, m => m.To.Contains($"ended{n}@demo.invalid"));
        Assert.DoesNotContain(app.Services.GetRequiredService<CatcherSmsGateway>().Messages, m => m.To == Given.PhoneOf(n));
        Assert.All(await app.Read(db => db.NoticeDeliveries.Where(d => db.Notices.Any(x => x.Id == d.NoticeId && x.Key == late)).ToListAsync()),
            d => Assert.Equal((DeliveryState.Failed, DeliverNotice.RightEnded), (d.State, d.LastError)));
        Assert.False((await head.Open(Links.ToCall())).Says("Perduta"));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await head.Open(Links.Called(call))).Status);
    }

    [Fact]
    public async Task A_code_is_read_in_the_message_and_never_in_the_database()
    {
        var phone = Families.NewPhone();
        await (await app.Visitor().Open(Massar.Features.Registrations.Links.Start)).Submit(("Phone", phone));
        var before = await Code(phone);
        Assert.True(NoticeSeal.IsSealed(before.Args));

        var code = await new Families(app).CodeOf(phone);

        Assert.Matches("^[0-9]{6}$", code);
        Assert.DoesNotContain(code, before.Args, StringComparison.Ordinal);
        Assert.Equal(NoticeSeal.Blank, (await Code(phone)).Args);
        Assert.Equal(DeliveryState.Sent, Assert.Single((await Code(phone)).Deliveries).State);
        Assert.Contains(code, (await app.Visitor().Open("/notices/caught")).Body, StringComparison.Ordinal);
        Assert.Equal(0, await app.Read(db => db.AuditEntries.CountAsync(e => e.Changes.Contains(before.Key) && e.Changes.Contains("\"Args\":\"s1."))));
    }

    [Fact]
    public async Task A_code_that_lapsed_in_the_queue_is_wiped_unsent()
    {
        var phone = Families.NewPhone();
        await (await app.Visitor().Open(Massar.Features.Registrations.Links.Start)).Submit(("Phone", phone));
        MassarApp.Clock.Pass(TimeSpan.FromMinutes(11));

        await app.RunWork((await Code(phone)).Key);

        var notice = await Code(phone);
        Assert.Equal(NoticeSeal.Blank, notice.Args);
        Assert.Equal((DeliveryState.Failed, DeliverNotice.Lapsed), (notice.Deliveries[0].State, notice.Deliveries[0].LastError));
        Assert.DoesNotContain(app.Services.GetRequiredService<CatcherSmsGateway>().Messages, m => m.To == "+212" + phone[1..]);
    }

    private Task<Notice> Code(string phone) => app.Read(db => db.Notices.Include(n => n.Deliveries).AsNoTracking().SingleAsync(n => n.Template == "notices.registration-code" && n.Deliveries.Any(d => d.To == "+212" + phone.Substring(1))));
}
