using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Massar.Bench;

/// <summary>What a stretch of load showed.</summary>
/// <param name="Requests">Answered with 200.</param>
/// <param name="Failed">Answered otherwise, or not at all.</param>
/// <param name="Seconds">How long it lasted.</param>
/// <param name="Latencies">In milliseconds, sorted.</param>
/// <param name="Bytes">Of one answer, headers included, on average.</param>
public sealed record Load(int Requests, int Failed, double Seconds, double[] Latencies, double Bytes)
{
    public double PerSecond => Requests / Seconds;

    public double P50 => At(0.50);

    public double P95 => At(0.95);

    public double P99 => At(0.99);

    private double At(double share) => Latencies.Length == 0 ? double.NaN : Latencies[Math.Min(Latencies.Length - 1, (int)(Latencies.Length * share))];
}

/// <summary>
/// Keeps some connections busy with prepared requests over plain sockets: it shares the cores with the program
/// it measures, so it must cost little. One request at a time on each connection, as browsers do with HTTP/1.1.
/// </summary>
public static class LoadGenerator
{
    /// <summary>Bytes of a GET as a browser sends it.</summary>
    public static byte[] Get(string path, string? session, bool seenStyle = true) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nAccept-Encoding: br\r\nAccept-Language: ar\r\n{(session is null ? "" : $"Cookie: massar={session}{(seenStyle ? $"; css={StyleVersion}" : "")}\r\n")}\r\n");

    /// <summary>The cookie that says a browser has the stylesheet; learnt from the first page.</summary>
    public static string StyleVersion { get; set; } = "";

    /// <param name="port">On the loopback.</param>
    /// <param name="requests">Taken in turn by each connection, each from another start.</param>
    /// <param name="connections">Open at once.</param>
    /// <param name="length">How long requests are begun.</param>
    public static async Task<Load> Run(int port, IReadOnlyList<byte[]> requests, int connections, TimeSpan length)
    {
        var end = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var watch = Stopwatch.StartNew();
        var results = await Task.WhenAll(Enumerable.Range(0, connections).Select(n => Task.Run(() => Loop(port, requests, n * requests.Count / connections, end))));
        var seconds = watch.Elapsed.TotalSeconds;
        var latencies = results.SelectMany(r => r.Latencies).ToArray();
        Array.Sort(latencies);
        var answered = results.Sum(r => r.Latencies.Count);
        return new Load(answered, results.Sum(r => r.Failed), seconds, latencies, answered == 0 ? 0 : results.Sum(r => r.Bytes) / (double)answered);
    }

    private static async Task<(List<double> Latencies, int Failed, long Bytes)> Loop(int port, IReadOnlyList<byte[]> requests, int first, long end)
    {
        var latencies = new List<double>(4096);
        var (failed, bytes, turn) = (0, 0L, first);
        var buffer = new byte[256 * 1024];
        Socket? socket = null;
        try
        {
            while (Stopwatch.GetTimestamp() < end)
            {
                var start = Stopwatch.GetTimestamp();
                try
                {
                    if (socket is null)
                    {
                        socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                        await socket.ConnectAsync(IPAddress.Loopback, port);
                    }

                    var (status, size) = await Exchange(socket, requests[turn++ % requests.Count], buffer);
                    if (status == 200)
                    {
                        latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                        bytes += size;
                    }
                    else
                    {
                        failed++;
                    }
                }
                catch (Exception fault) when (fault is SocketException or InvalidDataException)
                {
                    failed++;
                    socket?.Dispose();
                    socket = null;
                }
            }
        }
        finally
        {
            socket?.Dispose();
        }

        return (latencies, failed, bytes);
    }

    private static async Task<(int Status, int Size)> Exchange(Socket socket, byte[] request, byte[] buffer)
    {
        await socket.SendAsync(request);
        var filled = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
            if (read == 0)
                throw new InvalidDataException("The connection ended within an answer.");
            filled += read;
            if (IsWhole(buffer.AsSpan(0, filled), out var status))
                return (status, filled);
            if (filled == buffer.Length)
                throw new InvalidDataException("An answer is larger than this generator reads.");
        }
    }

    /// <summary>Whether an answer is complete: its head, and the body the head announces.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> answer, out int status)
    {
        status = 0;
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var head = answer[..end];
        status = (head[9] - '0') * 100 + (head[10] - '0') * 10 + (head[11] - '0');
        var body = answer[(end + 4)..];
        var at = head.IndexOf("\r\nContent-Length: "u8);
        if (at >= 0)
        {
            var length = 0;
            foreach (var digit in head[(at + 18)..])
            {
                if (digit is < (byte)'0' or > (byte)'9')
                    break;
                length = length * 10 + digit - '0';
            }

            return body.Length >= length;
        }

        return head.IndexOf("chunked"u8) < 0 || EndsWithLastChunk(body);
    }

    private static bool EndsWithLastChunk(ReadOnlySpan<byte> body)
    {
        while (true)
        {
            var line = body.IndexOf("\r\n"u8);
            if (line <= 0)
                return false;
            var length = 0;
            foreach (var digit in body[..line])
                length = length * 16 + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
            if (length == 0)
                return body.Length >= line + 4;
            if (body.Length < line + 2 + length + 2)
                return false;
            body = body[(line + 2 + length + 2)..];
        }
    }
}
