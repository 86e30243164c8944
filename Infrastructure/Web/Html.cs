using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace Massar.Infrastructure.Web;

/// <summary>
/// A page being written, as UTF-8. Markup is written as an interpolated string: what stands in the literal is markup, what stands
/// in a hole is encoded, so that nobody can forget to. Only <see cref="MarkupString"/> goes through a hole as it is.
/// The page frame and the few hottest pages are written so; everything else is a Razor component (ADR 5).
/// </summary>
public sealed class Html : IDisposable
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'");
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int length;

    /// <summary>What was written so far.</summary>
    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, length);

    /// <summary>Literal parts are markup, holes are encoded.</summary>
    public void Add([InterpolatedStringHandlerArgument("")] ref Markup markup) => _ = markup;

    /// <summary>Adds the markup when <paramref name="condition"/> holds.</summary>
    public void AddIf(bool condition, [InterpolatedStringHandlerArgument("", nameof(condition))] ref Markup markup)
    {
        // The handler has written, or not, by the time this runs.
        _ = condition;
        _ = markup;
    }

    /// <summary>Markup as it is: literals, and what was encoded before.</summary>
    public void AddRaw(ReadOnlySpan<char> markup)
    {
        var room = Room(Encoding.UTF8.GetMaxByteCount(markup.Length));
        length += Encoding.UTF8.GetBytes(markup, room);
    }

    /// <summary>Text of people and data: encoded for element content and for quoted attributes alike.</summary>
    public void AddText(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Special) is >= 0 and var at)
        {
            AddRaw(text[..at]);
            AddRaw(text[at] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", _ => "&#39;" });
            text = text[(at + 1)..];
        }

        AddRaw(text);
    }

    public void Dispose()
    {
        if (buffer.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(buffer);
        (buffer, length) = ([], 0);
    }

    private Span<byte> Room(int wanted)
    {
        if (buffer.Length - length < wanted)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, length + wanted));
            buffer.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        return buffer.AsSpan(length);
    }

    /// <summary>Writes an interpolated string straight into the page.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Markup
    {
        private readonly Html html;

        public Markup(int literalLength, int formattedCount, Html html)
        {
            _ = (literalLength, formattedCount);
            this.html = html;
        }

        public Markup(int literalLength, int formattedCount, Html html, bool condition, out bool isWritten)
        {
            _ = (literalLength, formattedCount);
            this.html = html;
            isWritten = condition;
        }

        public void AppendLiteral(string markup) => html.AddRaw(markup);

        public void AppendFormatted(string? text) => html.AddText(text);

        public void AppendFormatted(MarkupString markup) => html.AddRaw(markup.Value);

        public void AppendFormatted(int number)
        {
            Span<char> digits = stackalloc char[11];
            number.TryFormat(digits, out var written, default, CultureInfo.InvariantCulture);
            html.AddRaw(digits[..written]);
        }
    }

    /// <summary>Lets Razor components write into the page.</summary>
    internal sealed class Writer(Html html) : TextWriter(CultureInfo.InvariantCulture)
    {
        private char half;

        public override Encoding Encoding => Encoding.UTF8;

        // The two halves of a character beyond the basic plane may come one by one.
        public override void Write(char value)
        {
            if (char.IsHighSurrogate(value))
            {
                half = value;
                return;
            }

            html.AddRaw(half == default ? [value] : [half, value]);
            half = default;
        }

        public override void Write(string? value) => html.AddRaw(value);

        public override void Write(ReadOnlySpan<char> value) => html.AddRaw(value);

        public override void Write(char[] value, int index, int count) => html.AddRaw(value.AsSpan(index, count));
    }
}
