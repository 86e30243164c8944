using System.Net;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Tests.Features.Accounts;
using Massar.Tests.Support;

namespace Massar.Tests.Infrastructure.Web;

public sealed class FlashTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("marks.correction.asked-what%1Fx"), InlineData("ui.saved"), InlineData("s1.1.AAAA"), InlineData("ui.too-many%1F")]
    public async Task A_sentence_somebody_else_put_there_is_neither_said_nor_stumbled_over(string planted)
    {
        foreach (var address in (string[])["/accessibility", "/no-such-page"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Add("Cookie", $"massar-said={planted}");
            var answer = await app.Visitor("fr").Api.SendAsync(request);

            Assert.True((int)answer.StatusCode < 500, $"{address}: {answer.StatusCode}");
            Assert.DoesNotContain("class=\"note ok\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_the_program_itself_says_over_a_redirection_is_said_once()
    {
        var (_, _, guardian) = await app.Family();
        var visitor = await app.SignIn(guardian);

        var after = await (await visitor.Open("/accounts/me/password")).Submit(("Current", AccountsGiven.Password), ("Password", "olives pont nuage tambour"), ("Repeated", "olives pont nuage tambour"));
        var again = await visitor.Open(after.Address);

        Assert.NotNull(after.Find(".note.ok"));
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Null(again.Find(".note.ok"));
    }

    [Fact]
    public void A_sentence_without_the_values_it_needs_cannot_be_said()
    {
        var text = new Massar.Infrastructure.Localization.Text(new Reader { Language = "fr" });

        Assert.False(text.CanSay(new Said("ui.version-conflict")));
        Assert.True(text.CanSay(new Said("ui.version-conflict", "x")));
        Assert.False(text.CanSay(new Said("no.such.key")));
    }
}
