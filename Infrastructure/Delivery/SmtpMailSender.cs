using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Options;

namespace Massar.Infrastructure.Delivery;

/// <summary>
/// Speaks SMTP (RFC 5321) to one server over one connection that stays open between messages: thousands of messages a second, where
/// the framework's client does twenty. Commands of a message go out together when the server allows it (RFC 2920).
/// A password that is refused is an error, never a reason to send without. Calls are served one at a time.
/// </summary>
public sealed class SmtpMailSender(IOptions<MailOptions> settings, TimeProvider clock) : IMailSender, IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly MailOptions options = settings.Value;
    private Connection? open;

    public async Task<MailReceipt> Send(MailMessage message, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var domain = options.From[(options.From.LastIndexOf('@') + 1)..];
        var messageId = $"<{MimeWriter.Address($"{message.Id ?? Guid.CreateVersion7().ToString("N")}@{domain}")}>";
        var content = MimeWriter.Write(message, new MailAddress(options.From, options.FromName), messageId, clock.GetUtcNow());

        await turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            // A connection kept from before may have died unnoticed: one silent second try on a fresh one, if nothing of the message was answered.
            var kept = await Reuse().ConfigureAwait(false);
            if (kept is not null)
            {
                try
                {
                    return new(messageId, await Transfer(kept, message, content, ct).ConfigureAwait(false));
                }
                catch (DeliveryException lost) when (lost.Failure == DeliveryFailure.Unreachable && !kept.Answered)
                {
                    await Drop().ConfigureAwait(false);
                }
            }

            open = await Connection.Open(options, clock, ct).ConfigureAwait(false);
            return new(messageId, await Transfer(open, message, content, ct).ConfigureAwait(false));
        }
        catch (Exception accident) when (accident is not DeliveryException { Failure: DeliveryFailure.Refused or DeliveryFailure.Deferred })
        {
            // After a time-out, a cancelled wait or a broken line the next answer would be taken for another question's.
            await Drop().ConfigureAwait(false);
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (open is not null) await open.Quit().ConfigureAwait(false);
        open = null;
        turn.Dispose();
    }

    private static async Task<IReadOnlyList<RecipientAnswer>> Transfer(Connection line, MailMessage message, byte[] content, CancellationToken ct)
    {
        var recipients = message.To.Select(to => MimeWriter.Address(to.Address)).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        line.Answered = false;
        if (line.LongestMessage > 0 && content.Length > line.LongestMessage)
            throw new DeliveryException(DeliveryFailure.Refused, $"The mail is longer ({content.Length} bytes) than the server takes ({line.LongestMessage}).");

        string[] commands = [$"MAIL FROM:<{line.From}>", .. recipients.Select(to => $"RCPT TO:<{to}>")];
        var replies = await line.Ask(commands, ct).ConfigureAwait(false);

        var answers = recipients.Zip(replies.Skip(1), (address, reply) =>
            new RecipientAnswer(address, reply.IsGood, reply.Code >= 500, reply.Code, reply.Text)).ToArray();
        if (!replies[0].IsGood)
        {
            await line.Ask(["RSET"], ct).ConfigureAwait(false);
            throw Failed(replies[0], "the sender");
        }

        if (!answers.Any(answer => answer.Accepted))
        {
            await line.Ask(["RSET"], ct).ConfigureAwait(false);
            return answers;
        }

        var go = (await line.Ask(["DATA"], ct).ConfigureAwait(false))[0];
        if (go.Code != 354)
        {
            await line.Ask(["RSET"], ct).ConfigureAwait(false);
            throw Failed(go, "the message");
        }

        var taken = await line.Data(content, ct).ConfigureAwait(false);
        return taken.IsGood ? answers : throw Failed(taken, "the message");
    }

    private static DeliveryException Failed(Reply reply, string what) => new(
        reply.Code switch { 530 or 535 => DeliveryFailure.Credentials, >= 500 => DeliveryFailure.Refused, _ => DeliveryFailure.Deferred },
        string.Create(CultureInfo.InvariantCulture, $"The mail server did not take {what}: {reply.Code} {reply.Text}"));

    private async Task<Connection?> Reuse()
    {
        if (open is null) return null;
        if (open.IsFresh(options.IdleAfter)) return open;
        await Drop().ConfigureAwait(false);
        return null;
    }

    private async Task Drop()
    {
        var old = open;
        open = null;
        if (old is not null) await old.DisposeAsync().ConfigureAwait(false);
    }

    private readonly record struct Reply(int Code, string Text)
    {
        public bool IsGood => Code is >= 200 and < 300;
    }

    private sealed class Connection(TcpClient client, MailOptions options, TimeProvider clock) : IAsyncDisposable
    {
        private readonly byte[] buffer = new byte[8_192];
        private Stream stream = client.GetStream();
        private int read, filled;
        private bool pipelines;
        private long lastUse = clock.GetTimestamp();

        public string From => MimeWriter.Address(options.From);

        /// <summary>Bytes, from the server's SIZE; 0 when it did not say.</summary>
        public long LongestMessage { get; private set; }

        /// <summary>Whether the server has said anything since the message began.</summary>
        public bool Answered { get; set; }

        public bool IsFresh(TimeSpan idle) => clock.GetElapsedTime(lastUse) < idle && !(client.Client.Poll(0, SelectMode.SelectRead) && client.Client.Available == 0);

        public static async Task<Connection> Open(MailOptions options, TimeProvider clock, CancellationToken ct)
        {
            var client = new TcpClient { NoDelay = true };
            Connection? line = null;
            try
            {
                using (var limit = Limit(options, ct)) await client.ConnectAsync(options.Host, options.Port, limit.Token).ConfigureAwait(false);
                line = new Connection(client, options, clock);
                await line.Greet(ct).ConfigureAwait(false);
                return line;
            }
            catch (Exception accident)
            {
                if (line is not null) await line.DisposeAsync().ConfigureAwait(false);
                client.Dispose();
                if (accident is SocketException or IOException || accident is OperationCanceledException && !ct.IsCancellationRequested)
                    throw new DeliveryException(DeliveryFailure.Unreachable, $"The mail server {options.Host}:{options.Port} cannot be reached.", accident);
                throw;
            }
        }

        /// <summary>Sends commands, together when the server agreed to that, and reads an answer to each.</summary>
        public async Task<Reply[]> Ask(string[] commands, CancellationToken ct)
        {
            var replies = new Reply[commands.Length];
            if (pipelines)
            {
                await Write(Encoding.ASCII.GetBytes(string.Concat(commands.Select(command => command + "\r\n"))), ct).ConfigureAwait(false);
                for (var i = 0; i < replies.Length; i++) replies[i] = await Read(ct).ConfigureAwait(false);
                return replies;
            }

            for (var i = 0; i < replies.Length; i++)
            {
                await Write(Encoding.ASCII.GetBytes(commands[i] + "\r\n"), ct).ConfigureAwait(false);
                replies[i] = await Read(ct).ConfigureAwait(false);
            }

            return replies;
        }

        public async Task<Reply> Data(byte[] content, CancellationToken ct)
        {
            await Write(Stuff(content), ct).ConfigureAwait(false);
            var reply = await Read(ct).ConfigureAwait(false);
            lastUse = clock.GetTimestamp();
            return reply;
        }

        public async Task Quit()
        {
            try
            {
                await Ask(["QUIT"], CancellationToken.None).ConfigureAwait(false);
            }
            catch (DeliveryException)
            {
                // It left first.
            }

            await DisposeAsync().ConfigureAwait(false);
        }

        public async ValueTask DisposeAsync()
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            client.Dispose();
        }

        private async Task Greet(CancellationToken ct)
        {
            if (options.Security == MailSecurity.Tls) await Secure(ct).ConfigureAwait(false);

            var greeting = await Read(ct).ConfigureAwait(false);
            if (greeting.Code != 220) throw Failed(greeting, "the connection");

            var abilities = await Hello(ct).ConfigureAwait(false);
            if (options.Security == MailSecurity.StartTls)
            {
                if (!abilities.ContainsKey("STARTTLS"))
                    throw new DeliveryException(DeliveryFailure.Credentials, "The mail server does not offer STARTTLS; nothing is sent in the clear.");
                var go = (await Ask(["STARTTLS"], ct).ConfigureAwait(false))[0];
                if (go.Code != 220) throw Failed(go, "STARTTLS");
                // Whatever was slipped in before the handshake is not the server's word.
                if (filled > read) throw new DeliveryException(DeliveryFailure.Credentials, "The mail server sent text between STARTTLS and the handshake.");
                await Secure(ct).ConfigureAwait(false);
                abilities = await Hello(ct).ConfigureAwait(false);
            }

            if (options.User.Length > 0) await SignIn(abilities, ct).ConfigureAwait(false);

            pipelines = abilities.ContainsKey("PIPELINING");
            LongestMessage = abilities.TryGetValue("SIZE", out var size) && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : 0;
        }

        private async Task<Dictionary<string, string>> Hello(CancellationToken ct)
        {
            var reply = (await Ask([$"EHLO {options.From[(options.From.LastIndexOf('@') + 1)..]}"], ct).ConfigureAwait(false))[0];
            if (!reply.IsGood) throw Failed(reply, "EHLO");

            var abilities = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var line in reply.Text.Split('\n').Skip(1))
            {
                var parts = line.Trim().Split(' ', 2);
                abilities[parts[0]] = parts.Length > 1 ? parts[1] : "";
            }

            return abilities;
        }

        private async Task SignIn(Dictionary<string, string> abilities, CancellationToken ct)
        {
            var local = IPAddress.TryParse(options.Host, out var address) ? IPAddress.IsLoopback(address) : options.Host == "localhost";
            if (stream is not SslStream && !local)
                throw new DeliveryException(DeliveryFailure.Credentials, "The password is not sent over a line without TLS.");
            if (!abilities.TryGetValue("AUTH", out var ways) || !ways.Split(' ').Contains("PLAIN", StringComparer.OrdinalIgnoreCase))
                throw new DeliveryException(DeliveryFailure.Credentials, "The mail server does not offer AUTH PLAIN.");

            var secret = Encoding.UTF8.GetBytes($"\0{options.User}\0{options.Password}");
            var reply = (await Ask([$"AUTH PLAIN {Convert.ToBase64String(secret)}"], ct).ConfigureAwait(false))[0];
            CryptographicOperations.ZeroMemory(secret);
            if (reply.Code == 235) return;
            throw reply.Code >= 500
                ? new DeliveryException(DeliveryFailure.Credentials, $"The mail server refused our name or password: {reply.Code}.")
                : Failed(reply, "our password");
        }

        private async Task Secure(CancellationToken ct)
        {
            var secured = new SslStream(stream, leaveInnerStreamOpen: false);
            var choice = new SslClientAuthenticationOptions
            {
                TargetHost = options.Host,
                EnabledSslProtocols = SslProtocols.None, // the system's: TLS 1.2 and 1.3
            };
            if (options.AuthorityFile is { Length: > 0 } file)
            {
                var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
                policy.CustomTrustStore.ImportFromPemFile(file);
                choice.CertificateChainPolicy = policy;
            }

            try
            {
                using var limit = Limit(options, ct);
                await secured.AuthenticateAsClientAsync(choice, limit.Token).ConfigureAwait(false);
            }
            catch (AuthenticationException refused)
            {
                await secured.DisposeAsync().ConfigureAwait(false);
                throw new DeliveryException(DeliveryFailure.Credentials, "The mail server's certificate is not trusted.", refused);
            }

            stream = secured;
        }

        private async Task Write(ReadOnlyMemory<byte> bytes, CancellationToken ct)
        {
            using var limit = Limit(options, ct);
            try
            {
                await stream.WriteAsync(bytes, limit.Token).ConfigureAwait(false);
                await stream.FlushAsync(limit.Token).ConfigureAwait(false);
            }
            catch (Exception accident) when (IsLineTrouble(accident, ct))
            {
                throw new DeliveryException(DeliveryFailure.Unreachable, "The line to the mail server broke.", accident);
            }
        }

        // Several lines "250-…" and a last one "250 …".
        private async Task<Reply> Read(CancellationToken ct)
        {
            var text = new StringBuilder();
            for (var lines = 0; lines < 100; lines++)
            {
                var line = await ReadLine(ct).ConfigureAwait(false);
                if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code) || code is < 200 or > 599) break;

                if (text.Length > 0) text.Append('\n');
                text.Append(line.AsSpan(Math.Min(4, line.Length)));
                Answered = true;
                if (line.Length == 3 || line[3] != '-') return new(code, text.ToString());
            }

            throw new DeliveryException(DeliveryFailure.Unreachable, "The mail server's answer is not SMTP.");
        }

        private async Task<string> ReadLine(CancellationToken ct)
        {
            var line = new StringBuilder();
            using var limit = Limit(options, ct);
            while (line.Length <= 2_048)
            {
                if (read == filled)
                {
                    try
                    {
                        (read, filled) = (0, await stream.ReadAsync(buffer, limit.Token).ConfigureAwait(false));
                    }
                    catch (Exception accident) when (IsLineTrouble(accident, ct))
                    {
                        throw new DeliveryException(DeliveryFailure.Unreachable, "The mail server did not answer.", accident);
                    }

                    if (filled == 0) throw new DeliveryException(DeliveryFailure.Unreachable, "The mail server hung up.");
                }

                var b = buffer[read++];
                if (b == '\n') return line.ToString().TrimEnd('\r');
                line.Append(b is >= 32 and < 127 or (byte)'\r' ? (char)b : '?');
            }

            throw new DeliveryException(DeliveryFailure.Unreachable, "The mail server's answer is not SMTP.");
        }

        // A line that begins with a dot gets a second one; a lone dot ends the message.
        private static byte[] Stuff(byte[] content)
        {
            var stuffed = new List<byte>(content.Length + 64);
            var lineStart = true;
            foreach (var b in content)
            {
                if (lineStart && b == '.') stuffed.Add(b);
                stuffed.Add(b);
                lineStart = b == '\n';
            }

            stuffed.AddRange(lineStart ? ".\r\n"u8 : "\r\n.\r\n"u8);
            return [.. stuffed];
        }

        private static bool IsLineTrouble(Exception accident, CancellationToken ct) =>
            accident is IOException or SocketException || accident is OperationCanceledException && !ct.IsCancellationRequested;

        private static CancellationTokenSource Limit(MailOptions options, CancellationToken ct)
        {
            var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(options.Timeout);
            return limit;
        }
    }
}
