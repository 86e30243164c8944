using Massar.Infrastructure.Delivery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Massar.Tests.Infrastructure.Delivery;

public sealed class SmsTests
{
    [Theory]
    [InlineData("", 0, SmsAlphabet.Gsm7, 0, 0)]
    [InlineData("a", 160, SmsAlphabet.Gsm7, 160, 1)]
    [InlineData("a", 161, SmsAlphabet.Gsm7, 161, 2)]
    [InlineData("é", 306, SmsAlphabet.Gsm7, 306, 2)]
    [InlineData("a", 307, SmsAlphabet.Gsm7, 307, 3)]
    [InlineData("€", 80, SmsAlphabet.Gsm7, 160, 1)]
    [InlineData("€", 152, SmsAlphabet.Gsm7, 304, 2)]
    [InlineData("€", 153, SmsAlphabet.Gsm7, 306, 3)] // an escaped sign is not cut: 76 fit in a part of 153
    [InlineData("ب", 70, SmsAlphabet.Ucs2, 70, 1)]
    [InlineData("ب", 71, SmsAlphabet.Ucs2, 71, 2)]
    [InlineData("ب", 134, SmsAlphabet.Ucs2, 134, 2)]
    [InlineData("ب", 135, SmsAlphabet.Ucs2, 135, 3)]
    [InlineData("ê", 71, SmsAlphabet.Ucs2, 71, 2)] // not in the seven-bit table
    [InlineData("ⵣ", 70, SmsAlphabet.Ucs2, 70, 1)]
    [InlineData("😀", 35, SmsAlphabet.Ucs2, 70, 1)]
    [InlineData("😀", 67, SmsAlphabet.Ucs2, 134, 3)] // 33 pairs fit in a part of 67
    public void A_text_is_counted_before_it_is_paid(string sign, int times, SmsAlphabet alphabet, int units, int parts) =>
        Assert.Equal(new(alphabet, units, parts), SmsText.Measure(string.Concat(Enumerable.Repeat(sign, times))));

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_Arabic_text_reaches_the_gateway_letter_for_letter(bool post)
    {
        const string Text = "رقم طلبكم 12/2025: مقبول. & المرجو = زيارة + المؤسسة؟ 100%";
        await using var gateway = await Gateway.Start();
        using var sender = gateway.Sender(o => o.Post = post);

        var receipt = await sender.Send(new("06 12 34 56 78", Text, "outbox-7"));

        Assert.Equal(new(1, "0: Accepted for delivery"), receipt);
        var sms = Assert.Single(gateway.Catcher.Messages);
        Assert.Equal(("MASSAR", "+212612345678", Text, 1), (sms.From, sms.To, sms.Text, sms.Size.Parts));
        Assert.Equal(("2", "UTF-8", "outbox-7"), (gateway.Last["coding"], gateway.Last["charset"], gateway.Last["binfo"]));
    }

    [Fact]
    public async Task A_French_text_travels_in_seven_bits()
    {
        await using var gateway = await Gateway.Start();
        using var sender = gateway.Sender();

        await sender.Send(new("+212612345678", "Votre demande 12/2025 est acceptée"));

        Assert.Equal("0", gateway.Last["coding"]);
    }

    [Fact]
    public async Task A_bad_account_is_told_apart()
    {
        await using var gateway = await Gateway.Start();
        using var sender = gateway.Sender(o => o.Password = "wrong");

        var refused = await Assert.ThrowsAsync<DeliveryException>(() => sender.Send(new("0612345678", "نص")));

        Assert.Equal(DeliveryFailure.Credentials, refused.Failure);
        Assert.DoesNotContain("wrong", refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(gateway.Catcher.Messages);
    }

    [Theory]
    [InlineData(503, DeliveryFailure.Deferred, true)]
    [InlineData(429, DeliveryFailure.Deferred, true)]
    [InlineData(400, DeliveryFailure.Refused, false)]
    [InlineData(404, DeliveryFailure.Refused, false)]
    [InlineData(200, DeliveryFailure.Refused, false)]
    [InlineData(302, DeliveryFailure.Refused, false)]
    public async Task Only_202_means_taken(int status, DeliveryFailure failure, bool mayRetry)
    {
        await using var gateway = await Gateway.Start(status);
        using var sender = gateway.Sender();

        var refused = await Assert.ThrowsAsync<DeliveryException>(() => sender.Send(new("0612345678", "نص")));

        Assert.Equal((failure, mayRetry), (refused.Failure, refused.MayRetry));
    }

    [Theory]
    [InlineData("123", "نص")]
    [InlineData("0612345678", "")]
    [InlineData("+33612345678", "نص")]
    public async Task What_cannot_be_sent_is_not_tried(string to, string text)
    {
        using var sender = new KannelSmsSender(Options.Create(new SmsOptions { Url = "http://127.0.0.1:1/" }));

        Assert.Equal(DeliveryFailure.Malformed, (await Assert.ThrowsAsync<DeliveryException>(() => sender.Send(new(to, text)))).Failure);
    }

    [Fact]
    public async Task A_text_of_too_many_parts_is_not_paid_for()
    {
        using var sender = new KannelSmsSender(Options.Create(new SmsOptions { Url = "http://127.0.0.1:1/", MaxParts = 2 }));

        Assert.Equal(DeliveryFailure.Malformed, (await Assert.ThrowsAsync<DeliveryException>(() => sender.Send(new("0612345678", new string('ب', 135))))).Failure);
        Assert.Equal(DeliveryFailure.Unreachable, (await Assert.ThrowsAsync<DeliveryException>(() => sender.Send(new("0612345678", new string('ب', 134))))).Failure);
    }

    [Fact]
    public async Task The_demonstration_catches_both_kinds()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Mail:Catch"] = "true", ["Sms:Catch"] = "true", ["Mail:From"] = "massar@demo.test" });
        builder.AddDelivery();
        await using var app = builder.Build();

        await app.Services.GetRequiredService<IMailSender>().Send(new([new("a@example.test")], "موضوع", "نص"));
        await app.Services.GetRequiredService<ISmsSender>().Send(new("0612345678", "نص"));

        Assert.Equal("موضوع", Assert.Single(app.Services.GetRequiredService<CatcherSmtpServer>().Messages).Subject);
        Assert.Equal("+212612345678", Assert.Single(app.Services.GetRequiredService<CatcherSmsGateway>().Messages).To);
    }

    /// <summary>A gateway on the loopback: the catcher behind real HTTP, or a fixed answer.</summary>
    private sealed class Gateway(WebApplication app) : IAsyncDisposable
    {
        public CatcherSmsGateway Catcher { get; } = new(TimeProvider.System, "massar", "secret");

        public Dictionary<string, string> Last { get; private set; } = [];

        public static async Task<Gateway> Start(int? status = null)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            var gateway = new Gateway(app);
            app.Map("/cgi-bin/sendsms", async (HttpContext http) =>
            {
                gateway.Last = http.Request.HasFormContentType
                    ? (await http.Request.ReadFormAsync()).ToDictionary(value => value.Key, value => value.Value.ToString())
                    : http.Request.Query.ToDictionary(value => value.Key, value => value.Value.ToString());
                var (code, text) = status is { } wanted ? (wanted, "") : gateway.Catcher.Handle(name => gateway.Last.GetValueOrDefault(name));
                http.Response.StatusCode = code;
                await http.Response.WriteAsync(text);
            });
            await app.StartAsync();
            return gateway;
        }

        public KannelSmsSender Sender(Action<SmsOptions>? change = null)
        {
            var options = new SmsOptions { Url = app.Urls.First() + "/cgi-bin/sendsms", User = "massar", Password = "secret" };
            change?.Invoke(options);
            return new(Options.Create(options));
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
