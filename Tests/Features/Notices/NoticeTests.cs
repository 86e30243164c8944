using System.Net;
using System.Net.Http.Json;
using Massar.Features.Notices;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Delivery;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Notices;

public sealed class NoticeTests(MassarApp app) : IClassFixture<MassarApp>
{
    private async Task<string> Queue(GivenSchool school, string? phone, string? email = null, long? account = null, bool urgent = true)
    {
        var key = $"test-{Guid.NewGuid():N}";
        await app.Within(async services =>
        {
            await services.GetRequiredService<UnitOfWork>().Run("Test", async ct =>
            {
                await services.GetRequiredService<NoticeDesk>().Queue(new NoticeDraft(key, school.Id, "notices.empty", "سلمى العلوي", "ar") { Phone = phone, Email = email, AccountId = account, Urgent = urgent }, ct);
                await services.GetRequiredService<MassarDb>().SaveChangesAsync(ct);
            }, CancellationToken.None);
            return 0;
        });
        return key;
    }

    private Task<NoticeDelivery> Delivery(string key, NoticeChannel channel) => app.Read(db => (
        from notice in db.Notices
        join delivery in db.NoticeDeliveries on notice.Id equals delivery.NoticeId
        where notice.Key == key && delivery.Channel == channel
        select delivery).AsNoTracking().SingleAsync());

    [Fact]
    public async Task A_notice_goes_out_once_by_sms_and_mail()
    {
        var school = await app.Given.School();
        var n = Given.Next();
        var key = await Queue(school, Given.PhoneOf(n), $"p{n}@demo.invalid");

        await app.RunWork(key);
        await app.RunWork(key);

        Assert.Equal(DeliveryState.Sent, (await Delivery(key, NoticeChannel.Sms)).State);
        Assert.Equal(DeliveryState.Sent, (await Delivery(key, NoticeChannel.Email)).State);
        var mail = Assert.Single(app.Services.GetRequiredService<CatcherSmtpServer>().Messages, m => m.To.Contains($"p{n}@demo.invalid"));
        Assert.Contains("@", mail.MessageId, StringComparison.Ordinal);
        Assert.Single(app.Services.GetRequiredService<CatcherSmsGateway>().Messages, m => m.To.EndsWith(Given.PhoneOf(n)[4..], StringComparison.Ordinal));
    }

    /// <summary>AC-PRE-11: an SMS that fails comes to the list of those to call, and leaves it with a note alone.</summary>
    [Fact]
    public async Task A_number_that_takes_no_sms_comes_to_the_to_call_list_and_leaves_it_with_a_note()
    {
        var school = await app.Given.School();
        var head = await app.SignIn(school.Head, "fr");
        var key = await Queue(school, "not a number");
        await app.RunWork(key);
        var delivery = await Delivery(key, NoticeChannel.Sms);
        Assert.Equal(DeliveryState.ToCall, delivery.State);

        var list = await head.Open(Links.ToCall());
        Assert.True(list.Says("سلمى العلوي"));
        var form = await list.Follow(Links.Called(delivery.Id));
        var refused = await form.Submit(("Note", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("Écrire en une phrase", refused.ErrorOf("Note"), StringComparison.Ordinal);
        var done = await refused.Submit(("Note", "Mère prévenue"));

        Assert.True(done.Says("Personne à appeler"));
        Assert.Equal("Mère prévenue", (await Delivery(key, NoticeChannel.Sms)).CallNote);
    }

    [Fact]
    public async Task Another_school_sees_nothing_of_it()
    {
        var school = await app.Given.School();
        var key = await Queue(school, "not a number");
        await app.RunWork(key);
        var delivery = await Delivery(key, NoticeChannel.Sms);
        var other = await app.SignIn((await app.Given.School()).Head);

        Assert.False((await other.Open(Links.ToCall())).Says("سلمى العلوي"));
        Assert.Equal(HttpStatusCode.NotFound, (await other.Open(Links.Called(delivery.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Api.PostAsJsonAsync("/api" + Links.Called(delivery.Id), new { note = "called" })).StatusCode);
    }

    [Fact]
    public async Task A_person_reads_own_notices_and_marks_them_read()
    {
        var school = await app.Given.School();
        var person = await app.Given.Guardian(school);
        await Queue(school, null, account: person.AccountId);
        var visitor = await app.SignIn(person);

        var page = await visitor.Open(Links.Mine());
        Assert.Single(page.All(".list > li"));
        var after = await page.Submit();

        Assert.Empty(after.All(".list .tag"));
    }

    [Theory]
    [InlineData("2026-01-10T12:00:00Z", "2026-01-10T12:00:00Z")]
    [InlineData("2026-01-10T22:30:00Z", "2026-01-11T06:00:00Z")]
    [InlineData("2026-01-11T03:00:00Z", "2026-01-11T06:00:00Z")]
    [InlineData("2026-01-10T20:00:00Z", "2026-01-11T06:00:00Z")]
    public void Nobodys_phone_rings_at_night(string at, string sent) =>
        Assert.Equal(DateTime.Parse(sent, null, System.Globalization.DateTimeStyles.AdjustToUniversal), QuietHours.NextAllowed(DateTime.Parse(at, null, System.Globalization.DateTimeStyles.AdjustToUniversal)));
}
