using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Massar.Infrastructure.Delivery;
using Microsoft.Extensions.Options;

namespace Massar.Tests.Infrastructure.Delivery;

/// <summary>Real exchanges over the loopback between the client and the catcher.</summary>
public sealed class MailTests
{
    private const string Subject = "تم قبول طلب تسجيل ابنكم بالمؤسسة التعليمية للموسم الدراسي المقبل، المرجو استكمال الملف قبل نهاية الشهر";

    [Theory, InlineData(MailSecurity.StartTls), InlineData(MailSecurity.Tls)]
    public async Task An_Arabic_mail_with_a_file_arrives_whole_over_TLS_behind_a_password(MailSecurity security)
    {
        using var certificate = Certificate();
        using var authority = new TemporaryFile(certificate.ExportCertificatePem());
        await using var server = Started(new() { User = "massar", Password = "كلمة سرية", Certificate = certificate, ImplicitTls = security == MailSecurity.Tls });
        await using var sender = Sender(server, o => (o.Security, o.User, o.Password, o.AuthorityFile, o.Host) = (security, "massar", "كلمة سرية", authority.Path, "localhost"));
        var pdf = RandomNumberGenerator.GetBytes(50_000);
        const string Text = "السلام عليكم،\n.سطر يبدأ بنقطة\nélève n° 12 = « admis »   \n\nfin";

        var receipt = await sender.Send(new MailMessage(
            [new("guardian@example.test", "خديجة العمراني"), new("second@example.test")], Subject, Text, "<p dir=\"rtl\">مرحبا</p>",
            [new("شهادة مدرسية للسنة الدراسية 2025-2026.pdf", "application/pdf", pdf), new("liste.csv", "text/csv", "a;b"u8.ToArray())],
            ReplyTo: new("school@example.test", "École Al Amal, Rabat"), Language: "ar", Id: "outbox-42"));

        Assert.True(receipt.AllAccepted);
        Assert.Equal("<outbox-42@massar.test>", receipt.MessageId);
        var mail = Assert.Single(server.Messages);
        Assert.True(mail.Secure);
        Assert.Equal("massar", mail.User);
        Assert.Equal("noreply@massar.test", mail.From);
        Assert.Equal(["guardian@example.test", "second@example.test"], mail.To);
        Assert.Equal(Subject, mail.Subject);
        Assert.Equal("<outbox-42@massar.test>", mail.MessageId);
        Assert.Equal("خديجة العمراني <guardian@example.test>, <second@example.test>", mail.Header("To"));
        Assert.Equal("École Al Amal, Rabat <school@example.test>", mail.Header("Reply-To"));
        Assert.Equal("Sat, 21 Nov 2026 08:30:00 +0000", mail.Header("Date"));
        Assert.Equal(Text, mail.Text.ReplaceLineEndings("\n").TrimEnd('\n'));
        Assert.Equal("<p dir=\"rtl\">مرحبا</p>", mail.Html.TrimEnd());
        Assert.Equal(["شهادة مدرسية للسنة الدراسية 2025-2026.pdf", "liste.csv"], mail.Attachments.Select(file => file.Name));
        Assert.Equal(pdf, mail.Attachments[0].Content);
        AssertCarriable(mail.Raw);
    }

    [Fact]
    public async Task French_is_sent_in_quoted_printable_and_comes_back_letter_for_letter()
    {
        await using var server = Started(new());
        await using var sender = Sender(server);
        var text = string.Concat(Enumerable.Repeat("Les élèves de la première année sont priés de se présenter à l'heure = 8 h 30. ", 12)) + "\n.\n..\nlast line with a space \nend";

        await sender.Send(new([new("a@example.test")], "Réunion", text));

        var mail = Assert.Single(server.Messages);
        Assert.Contains("quoted-printable", mail.Header("Content-Transfer-Encoding"), StringComparison.Ordinal);
        Assert.Equal(text, mail.Text.ReplaceLineEndings("\n").TrimEnd('\n'));
        Assert.Equal("Réunion", mail.Subject);
        AssertCarriable(mail.Raw);
    }

    [Fact]
    public async Task Many_mails_go_over_one_connection_quickly()
    {
        await using var server = Started(new() { Capacity = 1_000 });
        await using var sender = Sender(server);
        var start = System.Diagnostics.Stopwatch.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => sender.Send(new([new($"p{i}@example.test")], $"رقم {i}", "نص"))));

        Assert.Equal(1, server.Connections);
        Assert.Equal(500, server.Messages.Select(mail => mail.MessageId).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"رقم {i}").Order(), server.Messages.Select(mail => mail.Subject).Order());
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 5); // the framework's client needs 22 s
    }

    [Fact]
    public async Task Each_recipient_has_an_answer_and_the_others_get_the_mail()
    {
        await using var server = Started(new()
        {
            Recipient = to => to switch { "gone@example.test" => "550 5.1.1 No such user", "full@example.test" => "452 4.2.2 Full", _ => null },
        });
        await using var sender = Sender(server);

        var some = await sender.Send(new([new("gone@example.test"), new("here@example.test"), new("full@example.test")], "s", "t"));
        var none = await sender.Send(new([new("gone@example.test")], "s", "t"));
        var after = await sender.Send(new([new("here@example.test")], "s", "t"));

        Assert.Equal([(false, true, 550), (true, false, 250), (false, false, 452)], some.Recipients.Select(r => (r.Accepted, r.Permanent, r.Code)));
        Assert.False(none.AllAccepted);
        Assert.True(after.AllAccepted);
        Assert.Equal(2, server.Messages.Count);
        Assert.All(server.Messages, mail => Assert.Equal(["here@example.test"], mail.To));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_refused_password_is_an_error_and_nothing_goes()
    {
        await using var server = Started(new() { User = "massar", Password = "right" });
        await using var sender = Sender(server, o => (o.User, o.Password) = ("massar", "wrong"));

        var refused = await Assert.ThrowsAsync<DeliveryException>(() => sender.Send(Short));

        Assert.Equal(DeliveryFailure.Credentials, refused.Failure);
        Assert.False(refused.MayRetry);
        Assert.DoesNotContain("wrong", refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task A_missing_password_is_an_error_too()
    {
        await using var server = Started(new() { User = "massar", Password = "right" });
        await using var sender = Sender(server);

        Assert.Equal(DeliveryFailure.Credentials, (await Assert.ThrowsAsync<DeliveryException>(() => sender.Send(Short))).Failure);
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task A_server_that_takes_everybody_does_not_make_the_password_optional()
    {
        await using var server = Started(new());
        await using var sender = Sender(server, o => (o.User, o.Password) = ("massar", "secret"));

        Assert.Equal(DeliveryFailure.Credentials, (await Assert.ThrowsAsync<DeliveryException>(() => sender.Send(Short))).Failure);
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task Without_the_protection_asked_for_nothing_is_sent()
    {
        using var certificate = Certificate();
        await using var plain = Started(new());
        await using var unknown = Started(new() { Certificate = certificate });
        await using var strips = Sender(plain, o => o.Security = MailSecurity.StartTls);
        await using var trusts = Sender(unknown, o => (o.Security, o.Host) = (MailSecurity.StartTls, "localhost"));

        Assert.Equal(DeliveryFailure.Credentials, (await Assert.ThrowsAsync<DeliveryException>(() => strips.Send(Short))).Failure);
        Assert.Equal(DeliveryFailure.Credentials, (await Assert.ThrowsAsync<DeliveryException>(() => trusts.Send(Short))).Failure);
        Assert.Empty(plain.Messages);
        Assert.Empty(unknown.Messages);
    }

    [Theory]
    [InlineData("a@example.test\r\nBcc: x@example.test", "s", null)]
    [InlineData("a@example.test>\r\nRCPT TO:<x@example.test", "s", null)]
    [InlineData("a@example.test", "s\r\nBcc: x@example.test", null)]
    [InlineData("a@example.test", "s\nBcc: x@example.test", null)]
    [InlineData("a@example.test", "s", "n\r\nBcc: x@example.test")]
    [InlineData("a b@example.test", "s", null)]
    [InlineData("example.test", "s", null)]
    [InlineData("", "s", null)]
    public async Task Headers_and_commands_cannot_be_slipped_in(string address, string subject, string? name)
    {
        await using var server = Started(new());
        await using var sender = Sender(server);

        var refused = await Assert.ThrowsAsync<DeliveryException>(() => sender.Send(new([new(address, name)], subject, "t")));

        Assert.Equal(DeliveryFailure.Malformed, refused.Failure);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_hostile_file_name_stays_a_file_name()
    {
        await using var server = Started(new());
        await using var sender = Sender(server);

        await sender.Send(Short with { Attachments = [new("../\"x\"; y.pdf", "application/pdf", new byte[] { 1 })] });

        Assert.Equal("..__x_; y.pdf", Assert.Single(Assert.Single(server.Messages).Attachments).Name);
    }

    [Fact]
    public async Task A_connection_that_died_between_two_mails_is_replaced()
    {
        var server = Started(new());
        var port = server.Port;
        await using var sender = Sender(server);
        await sender.Send(Short);
        await server.DisposeAsync();

        var gone = await Assert.ThrowsAsync<DeliveryException>(() => sender.Send(Short));
        await using var again = Started(new() { Port = port });
        await sender.Send(Short);

        Assert.Equal(DeliveryFailure.Unreachable, gone.Failure);
        Assert.True(gone.MayRetry);
        Assert.Single(again.Messages);
    }

    [Fact]
    public async Task A_silent_server_is_given_up()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        await using var sender = new SmtpMailSender(Options.Create(new MailOptions
        {
            Port = ((IPEndPoint)mute.LocalEndpoint).Port,
            From = "noreply@massar.test",
            Timeout = TimeSpan.FromMilliseconds(200),
        }), TimeProvider.System);

        Assert.Equal(DeliveryFailure.Unreachable, (await Assert.ThrowsAsync<DeliveryException>(() => sender.Send(Short))).Failure);
    }

    [Fact]
    public async Task A_mail_longer_than_the_server_takes_is_refused_and_the_next_goes()
    {
        await using var server = Started(new() { LongestMail = 20_000 });
        await using var sender = Sender(server);

        var refused = await Assert.ThrowsAsync<DeliveryException>(() => sender.Send(Short with { Attachments = [new("x.bin", "application/octet-stream", new byte[30_000])] }));
        await sender.Send(Short);

        Assert.Equal(DeliveryFailure.Refused, refused.Failure);
        Assert.Single(server.Messages);
    }

    private static MailMessage Short => new([new("a@example.test")], "s", "t");

    // What any mail server may pass on: ASCII, lines of at most 998, CRLF only.
    private static void AssertCarriable(byte[] raw)
    {
        Assert.All(raw, b => Assert.True(b < 128));
        var text = Encoding.ASCII.GetString(raw);
        Assert.Equal(text.Count(c => c == '\n'), text.Split("\r\n").Length - 1);
        Assert.All(text.Split("\r\n"), line => Assert.True(line.Length <= 78, line));
    }

    private static CatcherSmtpServer Started(CatcherSmtpSettings settings)
    {
        var server = new CatcherSmtpServer(settings, TimeProvider.System);
        server.Start();
        return server;
    }

    private static SmtpMailSender Sender(CatcherSmtpServer server, Action<MailOptions>? change = null)
    {
        var options = new MailOptions { Port = server.Port, From = "noreply@massar.test", FromName = "منظومة مسار", Timeout = TimeSpan.FromSeconds(5) };
        change?.Invoke(options);
        return new(Options.Create(options), new Morning());
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private sealed class Morning : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 21, 8, 30, 0, TimeSpan.Zero);
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string text) => File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
