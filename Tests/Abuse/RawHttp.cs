using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Massar.Tests.Abuse;

/// <summary>What came back over one connection.</summary>
/// <param name="Status">0 when the connection ended without an answer.</param>
public sealed record RawAnswer(int Status, string Head, string Body);

/// <summary>Sends bytes as they are, which no HTTP client would, and reads one answer.</summary>
public static class RawHttp
{
    /// <param name="port">On the loopback.</param>
    /// <param name="request">The bytes.</param>
    /// <param name="hangUp">Close the sending side after them, as a sender does that breaks off; an answer may then not come.</param>
    /// <param name="ct">Ends the wait.</param>
    public static async Task<RawAnswer> Send(int port, byte[] request, bool hangUp = false, CancellationToken ct = default)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, ct);
        var answer = new MemoryStream();
        try
        {
            await socket.SendAsync(request, ct);
            if (hangUp)
                socket.Shutdown(SocketShutdown.Send);
            var buffer = new byte[16 * 1024];
            while (await socket.ReceiveAsync(buffer, ct) is > 0 and var count)
                answer.Write(buffer, 0, count);
        }
        catch (SocketException)
        {
            // The server closed a connection it had no more use for; what it said before counts.
        }

        var text = Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)answer.Length);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0 || !text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
            return new RawAnswer(0, text, "");
        return new RawAnswer(int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), text[..end], text[(end + 4)..]);
    }
}
