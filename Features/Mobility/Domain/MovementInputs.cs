using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Massar.Features.Mobility.Domain;

/// <summary>
/// What an assignment is computed from, and nothing else: posts with their vacant seats, participants by number with the post they hold, their
/// priority and their wishes in order. No names. Arrays side by side, because a national movement has 125,000 participants.
/// A post is one place and one discipline; its number is one more than its index, as a participant's.
/// </summary>
public sealed class MovementInputs
{
    /// <summary>Who has no absolute priority: behind every rank a campaign can give.</summary>
    public const int NoPriority = 99;

    private const string Head = "massar;movement;inputs;1";

    public required int Campaign { get; init; }

    /// <summary>By post: seats nobody holds. Seats of participants who leave come on top.</summary>
    public required int[] Vacant { get; init; }

    /// <summary>By participant: the post held now.</summary>
    public required int[] Home { get; init; }

    /// <summary>By participant: rank of the absolute priority, or <see cref="NoPriority"/>; the lower goes first.</summary>
    public required int[] Class { get; init; }

    /// <summary>By participant: hundredths of points; the higher goes first.</summary>
    public required long[] Points { get; init; }

    /// <summary>By participant: place among those of the same class and points, by the campaign's rules for ties; the lower goes first.</summary>
    public required int[] Tie { get; init; }

    /// <summary>By participant: where the wishes begin in <see cref="Wishes"/>; one entry more than participants.</summary>
    public required int[] WishStart { get; init; }

    /// <summary>Wished posts, all participants one after another, each in order of preference.</summary>
    public required int[] Wishes { get; init; }

    public int Participants => Home.Length;

    public int Posts => Vacant.Length;

    /// <summary>By participant: position in the one order of the movement, 0 first: class, points, ties, number.</summary>
    public int[] Order()
    {
        var sorted = new int[Participants];
        for (var i = 0; i < sorted.Length; i++)
            sorted[i] = i;
        Array.Sort(sorted, (a, b) =>
            Class[a] != Class[b] ? Class[a].CompareTo(Class[b])
            : Points[a] != Points[b] ? Points[b].CompareTo(Points[a])
            : Tie[a] != Tie[b] ? Tie[a].CompareTo(Tie[b])
            : a.CompareTo(b));
        var order = new int[sorted.Length];
        for (var i = 0; i < sorted.Length; i++)
            order[sorted[i]] = i;
        return order;
    }

    /// <summary>The canonical text: the same inputs are the same bytes (ASCII, line feeds, points with two decimals, everything in order of number).</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder(64 + Posts * 14 + Participants * 30 + Wishes.Length * 7);
        text.Append(Head).Append('\n').Append(CultureInfo.InvariantCulture, $"campaign;{Campaign}\nposts;{Posts}\nparticipants;{Participants}\n");
        for (var post = 0; post < Posts; post++)
            text.Append(CultureInfo.InvariantCulture, $"post;{post + 1};{Vacant[post]}\n");
        for (var i = 0; i < Participants; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"participant;{i + 1};{Home[i] + 1};{Class[i]};{Points[i] / 100}.{Points[i] % 100:00};{Tie[i]};");
            for (var at = WishStart[i]; at < WishStart[i + 1]; at++)
                text.Append(at == WishStart[i] ? "" : " ").Append(Wishes[at] + 1);
            text.Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Reads the canonical text back.</summary>
    /// <exception cref="FormatException">What is not canonical, with its line.</exception>
    public static MovementInputs Read(ReadOnlySpan<byte> bytes)
    {
        var lines = new Lines(bytes);
        if (!lines.Take().SequenceEqual(Encoding.ASCII.GetBytes(Head)))
            throw lines.Wrong("these are no inputs of a movement");
        var (campaign, posts, participants) = (lines.Counted("campaign;"u8), lines.Counted("posts;"u8), lines.Counted("participants;"u8));
        // A line has ten bytes at least: a false count must not ask for memory.
        if (posts > bytes.Length / 8 || participants > bytes.Length / 8)
            throw lines.Wrong("more is announced than the file holds");

        var vacant = new int[posts];
        for (var post = 0; post < posts; post++)
        {
            var line = lines.Begin("post;"u8, post + 1);
            vacant[post] = lines.Number(ref line, last: true);
        }

        var inputs = new MovementInputs
        {
            Campaign = campaign,
            Vacant = vacant,
            Home = new int[participants],
            Class = new int[participants],
            Points = new long[participants],
            Tie = new int[participants],
            WishStart = new int[participants + 1],
            Wishes = [],
        };
        var wishes = new List<int>(participants * 4);
        for (var i = 0; i < participants; i++)
        {
            var line = lines.Begin("participant;"u8, i + 1);
            inputs.Home[i] = lines.Post(lines.Number(ref line), posts);
            inputs.Class[i] = lines.Number(ref line);
            inputs.Points[i] = lines.Hundredths(ref line);
            inputs.Tie[i] = lines.Number(ref line);
            while (!line.IsEmpty)
            {
                var wish = lines.Post(lines.Number(ref line, wish: true), posts);
                for (var at = inputs.WishStart[i]; at < wishes.Count; at++)
                    if (wishes[at] == wish)
                        throw lines.Wrong("a post is wished for twice");
                if (wish == inputs.Home[i])
                    throw lines.Wrong("the post held is wished for");
                wishes.Add(wish);
            }

            inputs.WishStart[i + 1] = wishes.Count;
        }

        if (!lines.IsAtEnd)
            throw lines.Wrong("something follows the last participant");
        return new MovementInputs
        {
            Campaign = inputs.Campaign,
            Vacant = inputs.Vacant,
            Home = inputs.Home,
            Class = inputs.Class,
            Points = inputs.Points,
            Tie = inputs.Tie,
            WishStart = inputs.WishStart,
            Wishes = [.. wishes],
        };
    }

    // Walks the bytes line by line without making strings of them.
    private ref struct Lines(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> rest = bytes;
        private int at;

        public readonly bool IsAtEnd => rest.IsEmpty;

        public ReadOnlySpan<byte> Take()
        {
            at++;
            var end = rest.IndexOf((byte)'\n');
            if (end < 0)
                throw Wrong("the file ends in the middle");
            var line = rest[..end];
            rest = rest[(end + 1)..];
            return line;
        }

        public int Counted(ReadOnlySpan<byte> name)
        {
            var line = Take();
            if (!line.StartsWith(name))
                throw Wrong($"\"{Encoding.ASCII.GetString(name)}\" is missing");
            line = line[name.Length..];
            return Number(ref line, last: true);
        }

        public ReadOnlySpan<byte> Begin(ReadOnlySpan<byte> name, int number)
        {
            var line = Take();
            if (!line.StartsWith(name))
                throw Wrong($"\"{Encoding.ASCII.GetString(name)}\" is missing");
            line = line[name.Length..];
            return Number(ref line) == number ? line : throw Wrong($"number {number} is missing");
        }

        public readonly int Number(ref ReadOnlySpan<byte> line, bool last = false, bool wish = false)
        {
            var canonical = line.Length > 0 && line[0] is >= (byte)'0' and <= (byte)'9' && (line[0] != (byte)'0' || line.Length == 1 || line[1] is (byte)';' or (byte)'.' or (byte)' ');
            if (!canonical || !Utf8Parser.TryParse(line, out int number, out var used))
                throw Wrong("a number is missing");
            line = line[used..];
            if (last || (wish && line.IsEmpty))
                return line.IsEmpty ? number : throw Wrong("the line is too long");
            if (line.IsEmpty || line[0] != (wish ? (byte)' ' : (byte)';') || (wish && line.Length == 1))
                throw Wrong("a field is missing");
            line = line[1..];
            return number;
        }

        public readonly long Hundredths(ref ReadOnlySpan<byte> line)
        {
            var end = line.IndexOf((byte)';');
            var field = end < 0 ? [] : line[..end];
            if (field.Length < 4 || field[^3] != (byte)'.' || !Utf8Parser.TryParse(field[..^3], out int whole, out var used) || used != field.Length - 3
                || !Utf8Parser.TryParse(field[^2..], out int part, out used) || used != 2 || whole < 0 || part < 0)
                throw Wrong("points have two decimals");
            line = line[(end + 1)..];
            return whole * 100L + part;
        }

        public readonly int Post(int number, int posts) => number >= 1 && number <= posts ? number - 1 : throw Wrong("there is no such post");

        public readonly FormatException Wrong(string why) => new(string.Create(CultureInfo.InvariantCulture, $"Line {at}: {why}."));
    }
}
