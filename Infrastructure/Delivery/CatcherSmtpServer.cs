using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Massar.Infrastructure.Delivery;

/// <summary>What <see cref="CatcherSmtpServer"/> asks for and offers.</summary>
public sealed record CatcherSmtpSettings
{
    /// <summary>0 takes any free port; it listens on 127.0.0.1 only.</summary>
    public int Port { get; init; }

    /// <summary>With a user, mail is taken only from who signs in.</summary>
    public string? User { get; init; }

    public string Password { get; init; } = "";

    /// <summary>With a certificate (and its key), STARTTLS is offered, and AUTH only behind it.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>TLS from the first byte instead of STARTTLS.</summary>
    public bool ImplicitTls { get; init; }

    /// <summary>An answer such as <c>"550 5.1.1 No such user"</c> for a recipient to refuse; null takes it.</summary>
    public Func<string, string?>? Recipient { get; init; }

    /// <summary>Mails kept; older ones go.</summary>
    public int Capacity { get; init; } = 200;

    /// <summary>Bytes of the longest mail taken.</summary>
    public int LongestMail { get; init; } = 10_000_000;
}

/// <summary>
/// The demonstration's mail server: real SMTP on the loopback, nothing leaves the machine. Keeps the last mails in memory for a
/// page to show. The tests of <see cref="SmtpMailSender"/> talk to it too.
/// </summary>
public sealed class CatcherSmtpServer(CatcherSmtpSettings settings, TimeProvider clock) : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, settings.Port);
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly LinkedList<CaughtMail> caught = new();
    private readonly HashSet<Task> talks = [];
    private Task accepting = Task.CompletedTask;
    private int connections;

    /// <summary>Raised after a mail was kept, on the connection's thread.</summary>
    public event Action<CaughtMail>? Received;

    /// <summary>The port it listens on, once started.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Connections taken since the start.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>The mails kept, newest first.</summary>
    public IReadOnlyList<CaughtMail> Messages
    {
        get
        {
            lock (gate) return [.. caught];
        }
    }

    public void Start()
    {
        listener.Start();
        accepting = Accept();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        listener.Dispose();
        await accepting.ConfigureAwait(false);
        Task[] last;
        lock (gate) last = [.. talks];
        await Task.WhenAll(last).ConfigureAwait(false);
        stopping.Dispose();
    }

    private async Task Accept()
    {
        while (!stopping.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync(stopping.Token).ConfigureAwait(false);
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            Interlocked.Increment(ref connections);
            var talk = Talk(client);
            lock (gate) talks.Add(talk);
            _ = talk.ContinueWith(done => { lock (gate) talks.Remove(done); }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task Talk(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            var session = new Session(this, settings, clock, client.GetStream());
            try
            {
                await session.Run(stopping.Token).ConfigureAwait(false);
            }
            catch (Exception end) when (end is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
            {
                // The other side left, or we are stopping.
            }
            finally
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private void Keep(CaughtMail mail)
    {
        lock (gate)
        {
            caught.AddFirst(mail);
            if (caught.Count > settings.Capacity) caught.RemoveLast();
        }

        Received?.Invoke(mail);
    }

    private sealed class Session(CatcherSmtpServer server, CatcherSmtpSettings settings, TimeProvider clock, Stream line) : IAsyncDisposable
    {
        private readonly byte[] buffer = new byte[16_384];
        private Stream stream = line;
        private int read, filled;
        private bool secure;
        private string? user, from;
        private readonly List<string> to = [];

        public async Task Run(CancellationToken ct)
        {
            if (settings is { ImplicitTls: true, Certificate: not null }) await Secure(ct).ConfigureAwait(false);
            await Say("220 massar.localhost ESMTP", ct).ConfigureAwait(false);

            while (await ReadLine(2_048, ct).ConfigureAwait(false) is { } command)
            {
                var parts = command.Split(' ', 2, StringSplitOptions.TrimEntries);
                var argument = parts.Length > 1 ? parts[1] : "";
                switch (parts[0].ToUpperInvariant())
                {
                    case "EHLO": await Hello(ct).ConfigureAwait(false); break;
                    case "HELO": Forget(); await Say("250 massar.localhost", ct).ConfigureAwait(false); break;
                    case "STARTTLS" when settings.Certificate is not null && !secure:
                        await Say("220 2.0.0 Go", ct).ConfigureAwait(false);
                        (read, filled) = (0, 0); // what was sent ahead of the handshake does not count (RFC 3207)
                        await Secure(ct).ConfigureAwait(false);
                        Forget();
                        user = null;
                        break;
                    case "AUTH": await SignIn(argument, ct).ConfigureAwait(false); break;
                    case "MAIL": await Say(Mail(argument), ct).ConfigureAwait(false); break;
                    case "RCPT": await Say(Recipient(argument), ct).ConfigureAwait(false); break;
                    case "DATA": await Data(ct).ConfigureAwait(false); break;
                    case "RSET": Forget(); await Say("250 2.0.0 Ok", ct).ConfigureAwait(false); break;
                    case "NOOP": await Say("250 2.0.0 Ok", ct).ConfigureAwait(false); break;
                    case "QUIT": await Say("221 2.0.0 Bye", ct).ConfigureAwait(false); return;
                    default: await Say("502 5.5.1 Not known here", ct).ConfigureAwait(false); break;
                }
            }
        }

        public ValueTask DisposeAsync() => stream.DisposeAsync();

        private bool OffersAuth => settings.User is not null && (secure || settings.Certificate is null);

        private async Task Hello(CancellationToken ct)
        {
            Forget();
            List<string> abilities = ["massar.localhost", "PIPELINING", "8BITMIME", string.Create(CultureInfo.InvariantCulture, $"SIZE {settings.LongestMail}")];
            if (settings.Certificate is not null && !secure) abilities.Add("STARTTLS");
            if (OffersAuth) abilities.Add("AUTH PLAIN");
            await Say(string.Join("\r\n", abilities.Select((ability, i) => $"250{(i < abilities.Count - 1 ? '-' : ' ')}{ability}")), ct).ConfigureAwait(false);
        }

        private async Task SignIn(string argument, CancellationToken ct)
        {
            var parts = argument.Split(' ', 2);
            if (!OffersAuth || !parts[0].Equals("PLAIN", StringComparison.OrdinalIgnoreCase))
            {
                await Say("504 5.5.4 Not offered", ct).ConfigureAwait(false);
                return;
            }

            var given = parts.Length > 1 ? parts[1] : null;
            if (given is null)
            {
                await Say("334 ", ct).ConfigureAwait(false);
                given = await ReadLine(2_048, ct).ConfigureAwait(false) ?? "";
            }

            var bytes = new byte[given.Length];
            var expected = Encoding.UTF8.GetBytes($"\0{settings.User}\0{settings.Password}");
            var good = Convert.TryFromBase64String(given, bytes, out var length) && CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, length), expected);
            user = good ? settings.User : null;
            await Say(good ? "235 2.7.0 Welcome" : "535 5.7.8 Name or password not right", ct).ConfigureAwait(false);
        }

        private string Mail(string argument)
        {
            if (settings.User is not null && user is null) return "530 5.7.0 Sign in first";
            if (from is not null) return "503 5.5.1 One at a time";
            if (Path(argument, "FROM:") is not { } path) return "501 5.5.4 Not a sender";
            from = path;
            return "250 2.1.0 Ok";
        }

        private string Recipient(string argument)
        {
            if (from is null) return "503 5.5.1 MAIL first";
            if (Path(argument, "TO:") is not { Length: > 0 } path) return "501 5.5.4 Not a recipient";
            if (to.Count >= 100) return "452 4.5.3 Too many";
            if (settings.Recipient?.Invoke(path) is { } refusal) return refusal;
            to.Add(path);
            return "250 2.1.5 Ok";
        }

        private async Task Data(CancellationToken ct)
        {
            if (to.Count == 0)
            {
                await Say("503 5.5.1 RCPT first", ct).ConfigureAwait(false);
                return;
            }

            await Say("354 Go on", ct).ConfigureAwait(false);
            using var mail = new MemoryStream();
            var tooLong = false;
            while (true)
            {
                if (await ReadLine(1_000, ct).ConfigureAwait(false) is not { } text) return; // hung up: nothing was promised
                if (text == ".") break;
                if (mail.Length + text.Length > settings.LongestMail) tooLong = true;
                if (!tooLong) mail.Write(Encoding.Latin1.GetBytes((text.StartsWith('.') ? text[1..] : text) + "\r\n"));
            }

            if (!tooLong) server.Keep(new(from!, [.. to], mail.ToArray(), clock.GetUtcNow(), secure, user));
            Forget();
            await Say(tooLong ? "552 5.3.4 Too long" : "250 2.0.0 Taken", ct).ConfigureAwait(false);
        }

        private void Forget()
        {
            from = null;
            to.Clear();
        }

        // FROM:<a@b> SIZE=…
        private static string? Path(string argument, string word)
        {
            if (!argument.StartsWith(word, StringComparison.OrdinalIgnoreCase)) return null;
            var path = argument[word.Length..].TrimStart();
            var end = path.IndexOf('>', StringComparison.Ordinal);
            return path.StartsWith('<') && end > 0 ? path[1..end] : null;
        }

        private async Task Secure(CancellationToken ct)
        {
            var secured = new SslStream(stream, leaveInnerStreamOpen: false);
            stream = secured;
            await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = settings.Certificate }, ct).ConfigureAwait(false);
            secure = true;
        }

        private async Task Say(string text, CancellationToken ct)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"), ct).ConfigureAwait(false);
            await stream.FlushAsync(ct).ConfigureAwait(false);
        }

        // A line in Latin-1 without its CRLF; null at the end, or when it is longer than a line of SMTP may be.
        private async Task<string?> ReadLine(int longest, CancellationToken ct)
        {
            var text = new StringBuilder();
            while (text.Length <= longest)
            {
                if (read == filled)
                {
                    (read, filled) = (0, await stream.ReadAsync(buffer, ct).ConfigureAwait(false));
                    if (filled == 0) return null;
                }

                var rest = buffer.AsSpan(read, filled - read);
                var end = rest.IndexOf((byte)'\n');
                var taken = end < 0 ? rest : rest[..end];
                text.Append(Encoding.Latin1.GetString(taken));
                read += taken.Length + (end < 0 ? 0 : 1);
                if (end >= 0) return text.Length > 0 && text[^1] == '\r' ? text.ToString(0, text.Length - 1) : text.ToString();
            }

            return null;
        }
    }
}
