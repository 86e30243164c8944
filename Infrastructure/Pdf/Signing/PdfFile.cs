using System.Globalization;
using System.Text;

namespace Massar.Infrastructure.Pdf.Signing;

/// <summary>Not a PDF that this reader understands (classic tables, no encryption).</summary>
public sealed class PdfUnreadableException(string what) : Exception($"The file is not a readable PDF: {what}.");

/// <summary>The objects of a PDF and the revisions they came in. Reads only what signing and verifying need.</summary>
internal sealed class PdfFile
{
    private readonly Dictionary<int, int> offsets = [];

    private PdfFile(byte[] bytes, List<Revision> revisions)
    {
        (Bytes, Revisions) = (bytes, revisions);
        foreach (var revision in revisions)
            foreach (var (number, offset) in revision.Offsets) offsets[number] = offset;
    }

    public byte[] Bytes { get; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Revision> Revisions { get; }

    public PdfDictionary Trailer => Revisions[^1].Trailer;

    public int Size => Revisions.Max(r => Math.Max(r.Size, r.Offsets.Keys.DefaultIfEmpty().Max() + 1));

    public int Root => Reference(Trailer["Root"] ?? throw new PdfUnreadableException("no catalogue"));

    /// <exception cref="PdfUnreadableException"/>
    public static PdfFile Read(byte[] bytes)
    {
        var revisions = new List<Revision>();
        var mark = bytes.AsSpan().LastIndexOf("startxref"u8);
        if (mark < 0) throw new PdfUnreadableException("no startxref");
        var at = new PdfSyntax(bytes, mark + 9).Integer();
        var seen = new HashSet<int>();
        while (true)
        {
            if (at < 0 || at >= bytes.Length || !seen.Add(at)) throw new PdfUnreadableException("broken table");
            var revision = Section(bytes, at);
            revisions.Insert(0, revision);
            if (revision.Trailer["Prev"] is not { } previous) break;
            at = Number(previous);
        }
        return new PdfFile(bytes, revisions);
    }

    private static Revision Section(byte[] bytes, int at)
    {
        var syntax = new PdfSyntax(bytes, at);
        syntax.Keyword("xref");
        var offsets = new Dictionary<int, int>();
        while (!syntax.IsAt("trailer"))
        {
            var first = syntax.Integer();
            var count = syntax.Integer();
            if (count < 0 || count > bytes.Length / 18) throw new PdfUnreadableException("broken table");
            for (var i = 0; i < count; i++)
            {
                var offset = syntax.Integer();
                syntax.Integer();
                if (syntax.Word() == "n") offsets[first + i] = offset;
            }
        }
        syntax.Keyword("trailer");
        var trailer = syntax.Dictionary();
        syntax.Keyword("startxref");
        if (syntax.Integer() != at) throw new PdfUnreadableException("startxref elsewhere");
        var end = bytes.AsSpan(syntax.Position).IndexOf("%%EOF"u8);
        if (end is < 0 or > 4) throw new PdfUnreadableException("no end mark");
        end += syntax.Position + 5;
        if (end < bytes.Length && bytes[end] == '\r') end++;
        if (end < bytes.Length && bytes[end] == '\n') end++;
        return new Revision(at, end, offsets, trailer, Number(trailer["Size"] ?? "0"));
    }

    /// <summary>The newest version of an object that is a dictionary (a stream's dictionary for a stream).</summary>
    public PdfDictionary Object(int number) =>
        offsets.TryGetValue(number, out var offset) ? ObjectAt(number, offset) : throw new PdfUnreadableException($"no object {number}");

    /// <summary>An object as one revision, or the ones before it, left it.</summary>
    public PdfDictionary? ObjectBefore(int number, int revision)
    {
        for (var i = revision - 1; i >= 0; i--)
            if (Revisions[i].Offsets.TryGetValue(number, out var offset)) return ObjectAt(number, offset);
        return null;
    }

    public PdfDictionary ObjectAt(int number, int offset)
    {
        var syntax = Open(number, offset);
        return syntax.Dictionary();
    }

    private PdfSyntax Open(int number, int offset)
    {
        if (offset < 0 || offset >= Bytes.Length) throw new PdfUnreadableException("offset outside the file");
        var syntax = new PdfSyntax(Bytes, offset);
        if (syntax.Integer() != number) throw new PdfUnreadableException($"object {number} elsewhere");
        syntax.Integer();
        syntax.Keyword("obj");
        return syntax;
    }

    /// <summary>The items of an array given directly or by reference.</summary>
    public IReadOnlyList<string> Items(string? raw)
    {
        if (raw is null) return [];
        if (raw.StartsWith('[')) return PdfSyntax.Items(raw);
        var number = Reference(raw);
        return PdfSyntax.Items(Open(number, offsets.TryGetValue(number, out var offset) ? offset : -1).Value().Raw);
    }

    /// <summary>A dictionary given directly or by reference.</summary>
    public PdfDictionary Resolve(string raw) => raw.StartsWith("<<", StringComparison.Ordinal) ? PdfSyntax.Parse(raw) : Object(Reference(raw));

    /// <summary>Object number of a page, from 0.</summary>
    public int Page(int index)
    {
        var left = index;
        return Walk(Reference(Object(Root)["Pages"] ?? throw new PdfUnreadableException("no pages")), 0)
            ?? throw new PdfUnreadableException($"no page {index + 1}");

        int? Walk(int node, int depth)
        {
            if (depth > 32) throw new PdfUnreadableException("page tree too deep");
            var dictionary = Object(node);
            if (dictionary["Kids"] is not { } kids) return left-- == 0 ? node : null;
            foreach (var kid in Items(kids))
                if (Walk(Reference(kid), depth + 1) is { } found) return found;
            return null;
        }
    }

    public static int Reference(string raw)
    {
        var space = raw.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !raw.EndsWith('R')) throw new PdfUnreadableException("a reference was expected");
        return Number(raw[..space]);
    }

    public static int Number(string raw) =>
        int.TryParse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new PdfUnreadableException("a number was expected");

    /// <param name="Table">Where its table starts.</param>
    /// <param name="End">First byte after its end mark.</param>
    public sealed record Revision(int Table, int End, IReadOnlyDictionary<int, int> Offsets, PdfDictionary Trailer, int Size);
}

/// <summary>Entries in the order of the file, values as they were written. Unknown entries survive a rewrite untouched.</summary>
internal sealed class PdfDictionary
{
    private readonly List<(string Key, string Raw, int Position)> entries = [];

    public string? this[string key]
    {
        get
        {
            var at = Index(key);
            return at < 0 ? null : entries[at].Raw;
        }
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            var at = Index(key);
            if (at < 0) entries.Add((key, value, -1));
            else entries[at] = (key, value, -1);
        }
    }

    public IEnumerable<string> Keys => entries.Select(e => e.Key);

    /// <summary>Where a value starts in the file.</summary>
    public int Position(string key) => Index(key) is var at and >= 0 ? entries[at].Position : -1;

    public void Add(string key, string raw, int position)
    {
        if (Index(key) >= 0) throw new PdfUnreadableException($"two entries {key}");
        entries.Add((key, raw, position));
    }

    private int Index(string key) => entries.FindIndex(e => e.Key == key);

    public override string ToString()
    {
        var text = new StringBuilder("<<");
        foreach (var (key, raw, _) in entries) text.Append(" /").Append(key).Append(' ').Append(raw);
        return text.Append(" >>").ToString();
    }
}

/// <summary>Reads values one after another. Bytes are kept as Latin-1, which loses nothing.</summary>
internal sealed class PdfSyntax(byte[] bytes, int position)
{
    public int Position { get; private set; } = position;

    public static PdfDictionary Parse(string raw) => new PdfSyntax(Encoding.Latin1.GetBytes(raw), 0).Dictionary();

    public static IReadOnlyList<string> Items(string raw)
    {
        var syntax = new PdfSyntax(Encoding.Latin1.GetBytes(raw), 0);
        var items = new List<string>();
        syntax.Expect('[');
        while (!syntax.Take(']')) items.Add(syntax.Value().Raw);
        return items;
    }

    public PdfDictionary Dictionary()
    {
        var dictionary = new PdfDictionary();
        Expect('<');
        Expect('<');
        while (!Take('>'))
        {
            Expect('/');
            var key = Word();
            var (raw, start) = Value();
            dictionary.Add(key, raw, start);
        }
        Expect('>');
        return dictionary;
    }

    /// <summary>Any value, as written, with its place.</summary>
    public (string Raw, int Start) Value()
    {
        Space();
        var start = Position;
        Skip(0);
        return (Encoding.Latin1.GetString(bytes, start, Position - start), start);
    }

    public int Integer()
    {
        Space();
        return PdfFile.Number(Word());
    }

    public string Word()
    {
        Space();
        var start = Position;
        while (Position < bytes.Length && IsRegular(bytes[Position])) Position++;
        return Encoding.Latin1.GetString(bytes, start, Position - start);
    }

    public void Keyword(string word)
    {
        if (Word() != word) throw new PdfUnreadableException($"“{word}” was expected");
    }

    public bool IsAt(string word)
    {
        var before = Position;
        var isThere = Word() == word;
        Position = before;
        return isThere;
    }

    private void Skip(int depth)
    {
        if (depth > 64) throw new PdfUnreadableException("nested too deep");
        Space();
        var c = Peek();
        if (c == '<' && Position + 1 < bytes.Length && bytes[Position + 1] == '<')
        {
            Position += 2;
            while (!Take('>')) Skip(depth + 1);
            Expect('>');
        }
        else if (c == '<')
        {
            while (Peek() != '>') Position++;
            Position++;
        }
        else if (c == '[')
        {
            Position++;
            while (!Take(']')) Skip(depth + 1);
        }
        else if (c == '(')
        {
            SkipString();
        }
        else if (c == '/')
        {
            Position++;
            Word();
        }
        else
        {
            var word = Word();
            if (word.Length == 0) throw new PdfUnreadableException($"unexpected “{(char)c}”");
            if (char.IsAsciiDigit(word[0])) SkipRestOfReference();
        }
    }

    // “12 0 R” is one value, “12 0 8” three
    private void SkipRestOfReference()
    {
        var before = Position;
        var generation = Word();
        if (generation.Length > 0 && generation.All(char.IsAsciiDigit) && Word() == "R") return;
        Position = before;
    }

    private void SkipString()
    {
        var depth = 0;
        do
        {
            switch (Peek())
            {
                case (byte)'\\': Position++; break;
                case (byte)'(': depth++; break;
                case (byte)')': depth--; break;
            }
            Position++;
        }
        while (depth > 0);
    }

    private void Space()
    {
        while (Position < bytes.Length)
        {
            if (bytes[Position] is 0 or 9 or 10 or 12 or 13 or 32) Position++;
            else if (bytes[Position] == '%')
                while (Position < bytes.Length && bytes[Position] is not (10 or 13)) Position++;
            else return;
        }
    }

    private byte Peek() => Position < bytes.Length ? bytes[Position] : throw new PdfUnreadableException("it stops in the middle");

    private bool Take(char c)
    {
        Space();
        if (Peek() != c) return false;
        Position++;
        return true;
    }

    private void Expect(char c)
    {
        if (!Take(c)) throw new PdfUnreadableException($"“{c}” was expected");
    }

    private static bool IsRegular(byte b) => b is not (0 or 9 or 10 or 12 or 13 or 32 or (byte)'(' or (byte)')' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'/' or (byte)'%');
}
