using System.Globalization;
using System.Text;

namespace Massar.Infrastructure.Delivery;

/// <summary>A mail that the catcher took, with enough of MIME read to show it on a page.</summary>
/// <param name="From">The envelope's sender.</param>
/// <param name="To">The envelope's recipients.</param>
/// <param name="Raw">As it came over the line, dots removed.</param>
/// <param name="At">When it was taken.</param>
/// <param name="Secure">Whether it came over TLS.</param>
/// <param name="User">Who was signed in, if anybody.</param>
public sealed record CaughtMail(string From, IReadOnlyList<string> To, byte[] Raw, DateTimeOffset At, bool Secure, string? User)
{
    private readonly Lazy<MimePart> root = new(() => MimePart.Read(Encoding.Latin1.GetString(Raw)));

    public string Subject => MimePart.Words(root.Value.Header("Subject"));

    public string MessageId => root.Value.Header("Message-ID");

    /// <summary>The value of a header, its encoded words read; empty when it is not there.</summary>
    public string Header(string name) => MimePart.Words(root.Value.Header(name));

    public string Text => Leaf("text/plain");

    public string Html => Leaf("text/html");

    /// <summary>The files, by name.</summary>
    public IReadOnlyList<(string Name, byte[] Content)> Attachments =>
        [.. root.Value.Leaves().Where(part => part.FileName.Length > 0).Select(part => (part.FileName, part.Content))];

    private string Leaf(string type) =>
        root.Value.Leaves().FirstOrDefault(part => part.Type == type && part.FileName.Length == 0) is { } part ? Encoding.UTF8.GetString(part.Content) : "";
}

/// <summary>One part of a MIME message, in Latin-1 so that every byte keeps its place.</summary>
internal sealed class MimePart
{
    private readonly List<(string Name, string Value)> headers = [];
    private string body = "";

    public string Type => Header("Content-Type").Split(';')[0].Trim().ToLowerInvariant() is { Length: > 0 } type ? type : "text/plain";

    public string FileName => Parameter(Header("Content-Disposition"), "filename");

    public byte[] Content => Header("Content-Transfer-Encoding").Trim().ToLowerInvariant() switch
    {
        "base64" => Convert.FromBase64String(string.Concat(body.Where(c => !char.IsWhiteSpace(c)))),
        "quoted-printable" => Quoted(body.Replace("=\r\n", "", StringComparison.Ordinal), '='),
        _ => Encoding.Latin1.GetBytes(body),
    };

    public static MimePart Read(string text)
    {
        var part = new MimePart();
        var end = text.StartsWith("\r\n", StringComparison.Ordinal) ? 0 : text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = end < 0 ? text : text[..end];
        part.body = end < 0 ? "" : text[(end + (end == 0 ? 2 : 4))..];

        foreach (var line in head.Split("\r\n"))
        {
            if (line.Length > 0 && line[0] is ' ' or '\t' && part.headers.Count > 0)
            {
                var (name, value) = part.headers[^1];
                part.headers[^1] = (name, value + " " + line.Trim());
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                part.headers.Add((line[..colon], line[(colon + 1)..].Trim()));
            }
        }

        return part;
    }

    public string Header(string name) => headers.Find(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";

    public IEnumerable<MimePart> Leaves()
    {
        if (!Type.StartsWith("multipart/", StringComparison.Ordinal)) return [this];
        var boundary = "--" + Parameter(Header("Content-Type"), "boundary");
        return ("\r\n" + body).Split("\r\n" + boundary).Skip(1).TakeWhile(piece => !piece.StartsWith("--", StringComparison.Ordinal))
            .SelectMany(piece => Read(piece.StartsWith("\r\n", StringComparison.Ordinal) ? piece[2..] : piece).Leaves());
    }

    /// <summary>Reads the encoded words (RFC 2047) of a header in UTF-8; spaces between two of them do not count.</summary>
    public static string Words(string header)
    {
        var text = new StringBuilder();
        var bytes = new List<byte>();
        foreach (var word in header.Split(' '))
        {
            var parts = word.Split('?');
            var encoded = parts.Length == 5 && parts[0] == "=" && parts[4] == "=" && parts[1].Equals("utf-8", StringComparison.OrdinalIgnoreCase);
            if (encoded)
            {
                if (bytes.Count == 0 && text.Length > 0) text.Append(' ');
                bytes.AddRange(parts[2] is "B" or "b" ? Convert.FromBase64String(parts[3]) : Quoted(parts[3].Replace('_', ' '), '='));
                continue;
            }

            Flush();
            if (text.Length > 0) text.Append(' ');
            text.Append(word);
        }

        Flush();
        return text.ToString();

        void Flush()
        {
            text.Append(Encoding.UTF8.GetString([.. bytes]));
            bytes.Clear();
        }
    }

    // name=value, name="value", name*=UTF-8''value, name*0*=… name*1*=…
    private static string Parameter(string header, string name)
    {
        var pieces = Split(header).Skip(1).Select(piece => piece.Trim().Split('=', 2)).Where(piece => piece.Length == 2).ToArray();
        if (Array.Find(pieces, piece => piece[0] == name) is { } plain) return plain[1].Trim('"');

        var encoded = string.Concat(pieces.Where(piece => piece[0].StartsWith(name + "*", StringComparison.Ordinal)).Select(piece => piece[1]));
        var value = encoded.IndexOf("''", StringComparison.Ordinal) is >= 0 and var quotes ? encoded[(quotes + 2)..] : encoded;
        return Encoding.UTF8.GetString(Quoted(value, '%'));
    }

    // At the semicolons outside quotes.
    private static List<string> Split(string header)
    {
        var pieces = new List<string>();
        int start = 0;
        var quoted = false;
        for (var i = 0; i < header.Length; i++)
        {
            if (header[i] == '"') quoted = !quoted;
            if (header[i] != ';' || quoted) continue;
            pieces.Add(header[start..i]);
            start = i + 1;
        }

        pieces.Add(header[start..]);
        return pieces;
    }

    private static byte[] Quoted(string text, char escape)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == escape && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.Add((byte)text[i]);
            }
        }

        return [.. bytes];
    }
}
