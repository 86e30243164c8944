using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Massar.Infrastructure.Delivery;

/// <summary>
/// Writes a message as the lines that SMTP carries: 7-bit, at most 998 bytes a line, CRLF. Headers follow RFC 5322 and 2047,
/// file names RFC 2231, bodies are quoted-printable or base64, whichever is shorter.
/// </summary>
internal static class MimeWriter
{
    private const int EncodedWordLimit = 75;
    private const int BodyLine = 76;

    public static byte[] Write(MailMessage message, MailAddress from, string messageId, DateTimeOffset now)
    {
        if (message.To.Count == 0) throw Malformed("no recipient");

        var mail = new StringBuilder();
        Header(mail, "Date", now.ToString("ddd, dd MMM yyyy HH':'mm':'ss ", CultureInfo.InvariantCulture) + now.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal));
        Header(mail, "Message-ID", messageId);
        Header(mail, "From", Mailbox(from));
        Header(mail, "To", string.Join(",\r\n ", message.To.Select(Mailbox)));
        if (message.ReplyTo is { } reply) Header(mail, "Reply-To", Mailbox(reply));
        Header(mail, "Subject", Words(OneLine(message.Subject, "subject"), "Subject: ".Length));
        if (message.Language is { } language) Header(mail, "Content-Language", Ascii(language, "language"));
        // Sent by a machine: no out-of-office note is wanted back (RFC 3834).
        Header(mail, "Auto-Submitted", "auto-generated");
        Header(mail, "MIME-Version", "1.0");

        var files = message.Attachments ?? [];
        if (files.Count == 0)
        {
            Body(mail, message);
        }
        else
        {
            var boundary = Boundary();
            Header(mail, "Content-Type", $"multipart/mixed;\r\n boundary=\"{boundary}\"");
            mail.Append("\r\n--").Append(boundary).Append("\r\n");
            Body(mail, message);
            foreach (var file in files)
            {
                mail.Append("\r\n--").Append(boundary).Append("\r\n");
                File(mail, file);
            }

            mail.Append("\r\n--").Append(boundary).Append("--\r\n");
        }

        return Encoding.ASCII.GetBytes(mail.ToString());
    }

    /// <summary>Refuses an address that could end a command or a header.</summary>
    public static string Address(string address)
    {
        var at = address.LastIndexOf('@');
        if (at < 1 || at == address.Length - 1 || address.Length > 254 || address.Any(c => c is <= ' ' or >= '\u007f' or '<' or '>' or '(' or ')' or ',' or ';' or ':' or '"' or '\\' or '[' or ']'))
            throw Malformed("an address is not one");
        return address;
    }

    private static void Body(StringBuilder mail, MailMessage message)
    {
        if (message.Html is not { } html)
        {
            Text(mail, "plain", message.Text);
            return;
        }

        var boundary = Boundary();
        Header(mail, "Content-Type", $"multipart/alternative;\r\n boundary=\"{boundary}\"");
        mail.Append("\r\n--").Append(boundary).Append("\r\n");
        Text(mail, "plain", message.Text);
        mail.Append("\r\n--").Append(boundary).Append("\r\n");
        Text(mail, "html", html);
        mail.Append("\r\n--").Append(boundary).Append("--\r\n");
    }

    private static void Text(StringBuilder mail, string kind, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
        Header(mail, "Content-Type", $"text/{kind}; charset=utf-8");

        // French is shorter and readable in quoted-printable, Arabic (two bytes a letter) in base64.
        var odd = bytes.Count(b => b >= 127);
        if (odd * 6 < bytes.Length)
        {
            Header(mail, "Content-Transfer-Encoding", "quoted-printable");
            mail.Append("\r\n");
            QuotedPrintable(mail, bytes);
        }
        else
        {
            Header(mail, "Content-Transfer-Encoding", "base64");
            mail.Append("\r\n");
            Base64(mail, bytes);
        }
    }

    private static void File(StringBuilder mail, MailAttachment file)
    {
        var name = OneLine(file.FileName, "file name").Replace('/', '_').Replace('\\', '_').Replace('"', '_');
        Header(mail, "Content-Type", Ascii(file.ContentType, "content type"));
        Header(mail, "Content-Transfer-Encoding", "base64");
        Header(mail, "Content-Disposition", "attachment;\r\n " + Parameter("filename", name));
        mail.Append("\r\n");
        Base64(mail, file.Content.Span);
    }

    // RFC 2231: percent-encoded UTF-8, in numbered pieces so that no line grows too long.
    private static string Parameter(string parameter, string value)
    {
        if (value.Length < 60 && value.All(c => c is >= ' ' and < '\u007f')) return $"{parameter}=\"{value}\"";

        var pieces = new List<string>();
        var piece = new StringBuilder("UTF-8''");
        foreach (var b in Encoding.UTF8.GetBytes(value))
        {
            if (piece.Length > 54)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }

            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'.' or (byte)'-' or (byte)'_') piece.Append((char)b);
            else piece.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        pieces.Add(piece.ToString());
        return pieces.Count == 1
            ? $"{parameter}*={pieces[0]}"
            : string.Join(";\r\n ", pieces.Select((text, i) => string.Create(CultureInfo.InvariantCulture, $"{parameter}*{i}*={text}")));
    }

    private static string Mailbox(MailAddress address)
    {
        var name = string.IsNullOrWhiteSpace(address.Name) ? null : OneLine(address.Name, "name");
        var spec = $"<{Address(address.Address)}>";
        if (name is null) return spec;

        // Letters, digits and spaces may stand as they are; anything else is encoded, which needs no quoting rules.
        var plain = name.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-') && name.Length < 60;
        return (plain ? name : Words(name, 10)) + (name.Length > 25 ? "\r\n " : " ") + spec;
    }

    // RFC 2047: words of at most 75 signs that never cut a character, folded on lines of their own.
    private static string Words(string text, int column)
    {
        if (text.All(c => c is >= ' ' and < '\u007f') && text.Length + column < 78 && !text.Contains("=?", StringComparison.Ordinal)) return text;

        const int Room = (EncodedWordLimit - 12) / 4 * 3; // bytes that base64 puts between =?UTF-8?B? and ?=
        var words = new List<string>();
        var held = new List<byte>(Room);
        Span<byte> utf8 = stackalloc byte[4];
        var room = Math.Max(12, Room - column);
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(utf8);
            if (held.Count + length > room)
            {
                words.Add(Word(held));
                held.Clear();
                room = Room;
            }

            held.AddRange(utf8[..length]);
        }

        words.Add(Word(held));
        return string.Join("\r\n ", words);

        static string Word(List<byte> bytes) => $"=?UTF-8?B?{Convert.ToBase64String(bytes.ToArray())}?=";
    }

    private static void QuotedPrintable(StringBuilder mail, ReadOnlySpan<byte> bytes)
    {
        var column = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            if (b == '\r' && i + 1 < bytes.Length && bytes[i + 1] == '\n')
            {
                mail.Append("\r\n");
                column = 0;
                i++;
                continue;
            }

            var endsLine = i + 1 == bytes.Length || bytes[i + 1] == '\r';
            var literal = b is > 32 and < 127 and not (byte)'=' || b is (byte)' ' or (byte)'\t' && !endsLine;
            var width = literal ? 1 : 3;
            if (column + width > BodyLine - 1)
            {
                mail.Append("=\r\n");
                column = 0;
            }

            if (literal) mail.Append((char)b);
            else mail.Append(CultureInfo.InvariantCulture, $"={b:X2}");
            column += width;
        }

        if (column > 0) mail.Append("\r\n");
    }

    private static void Base64(StringBuilder mail, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i += BodyLine / 4 * 3)
            mail.Append(Convert.ToBase64String(bytes.Slice(i, Math.Min(BodyLine / 4 * 3, bytes.Length - i)))).Append("\r\n");
    }

    private static void Header(StringBuilder mail, string name, string value) => mail.Append(name).Append(": ").Append(value).Append("\r\n");

    private static string OneLine(string value, string what) =>
        value.Any(char.IsControl) || value.Contains('\u2028', StringComparison.Ordinal) || value.Contains('\u2029', StringComparison.Ordinal)
            ? throw Malformed($"the {what} holds a control sign")
            : value;

    private static string Ascii(string value, string what) =>
        value.Length > 100 || value.Any(c => c is < ' ' or >= '\u007f') ? throw Malformed($"the {what} is not plain ASCII") : value;

    private static string Boundary() => "=_" + Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    private static DeliveryException Malformed(string why) => new(DeliveryFailure.Malformed, $"The mail was not written: {why}.");
}
