using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Massar.Features.Mobility.Domain;

/// <summary>
/// Looks at a result with the two published files alone, and shares no code with what made it: another reader, other structures. It asks what was promised
/// – nobody below the post he holds, no seat given twice, nobody with a better priority passed over for a post he prefers, no seat empty that
/// somebody wanted – and not how the result was found.
/// </summary>
public static class AssignmentCheck
{
    /// <summary>More than these are counted, not told.</summary>
    public const int MostTold = 50;

    /// <summary>Everything that is wrong; nothing when the result keeps the promise.</summary>
    public static CheckReport Of(byte[] inputs, byte[] result)
    {
        var findings = new List<string>();
        var count = 0;
        try
        {
            var (posts, people) = Inputs(inputs);
            var (hash, given) = Result(result);
            if (hash != Convert.ToHexStringLower(SHA256.HashData(inputs)))
                Say("The result was made from other inputs: the hash it names is not that of this file.");
            Judge(posts, people, given, Say);
            return new CheckReport(people.Count, posts.Count, given.Values.Count(g => g.Wish > 0), count, findings);
        }
        catch (FormatException fault)
        {
            return new CheckReport(0, 0, 0, 1, [fault.Message]);
        }

        void Say(string sentence)
        {
            if (++count <= MostTold)
                findings.Add(sentence);
        }
    }

    private static void Judge(Dictionary<int, int> vacant, SortedDictionary<int, Person> people, Dictionary<int, (int Post, int Wish)> given, Action<string> say)
    {
        foreach (var stranger in given.Keys.Where(n => !people.ContainsKey(n)).Order())
            say(Told($"Participant {stranger} of the result is not in the inputs."));

        var seats = new Dictionary<int, int>(vacant);
        foreach (var person in people.Values)
            seats[person.Home] = seats[person.Home] + 1;

        var there = people.Values.Where(p => given.ContainsKey(p.Number)).ToLookup(p => given[p.Number].Post);
        foreach (var (number, person) in people)
        {
            if (!given.TryGetValue(number, out var got))
            {
                say(Told($"Participant {number} is not in the result."));
                continue;
            }

            var wished = Array.IndexOf(person.Wishes, got.Post) + 1;
            if (got.Post == person.Home ? got.Wish != 0 : wished == 0)
                say(Told($"Participant {number} has post {got.Post}, which is neither held nor wished for."));
            else if (got.Wish != (got.Post == person.Home ? 0 : wished))
                say(Told($"Participant {number} has wish {wished}, and the result says wish {got.Wish}."));
        }

        // The least favoured of those who came to a post from elsewhere: whoever goes before him and wanted the post was passed over.
        var last = new Dictionary<int, Person>();
        foreach (var (post, count) in seats)
        {
            var all = there[post].ToList();
            if (all.Count > count)
                say(Told($"Post {post} has {count} seats and {all.Count} participants."));
            if (all.Where(p => p.Home != post).OrderDescending().FirstOrDefault() is { } newcomer)
                last[post] = newcomer;
        }

        foreach (var (number, person) in people)
        {
            if (!given.TryGetValue(number, out var got))
                continue;
            foreach (var post in person.Wishes.TakeWhile(w => w != got.Post))
            {
                if (there[post].Count() < seats[post])
                    say(Told($"Post {post} has an empty seat, and participant {number} prefers it to post {got.Post}."));
                if (last.TryGetValue(post, out var newcomer) && person.CompareTo(newcomer) < 0)
                    say(Told($"Participant {number} goes before participant {newcomer.Number}, prefers post {post} to post {got.Post}, and was passed over."));
            }
        }
    }

    private static (Dictionary<int, int> Vacant, SortedDictionary<int, Person> People) Inputs(byte[] bytes)
    {
        var (posts, people, announced, line) = (new Dictionary<int, int>(), new SortedDictionary<int, Person>(), new Dictionary<string, int>(), 0);
        foreach (var fields in Records(bytes, "inputs"))
        {
            line++;
            switch (fields)
            {
                case ["campaign" or "posts" or "participants", var count]:
                    announced[fields[0]] = Whole(count, line);
                    break;
                case ["post", var number, var vacant] when posts.TryAdd(Whole(number, line), Whole(vacant, line)):
                    break;
                case ["participant", var number, var home, var priority, var points, var tie, var wishes]:
                    var person = new Person(
                        Whole(number, line), Whole(home, line), Whole(priority, line), decimal.Parse(points, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture), Whole(tie, line),
                        [.. wishes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => Whole(w, line))]);
                    if (!people.TryAdd(person.Number, person) || person.Wishes.Append(person.Home).Any(p => !posts.ContainsKey(p)))
                        throw new FormatException(Told($"Inputs: participant {person.Number} is there twice, or names a post that is not there."));
                    break;
                default:
                    throw new FormatException(Told($"Inputs, record {line}: not understood."));
            }
        }

        return announced.GetValueOrDefault("posts") == posts.Count && announced.GetValueOrDefault("participants") == people.Count ? (posts, people)
            : throw new FormatException("Inputs: not as many posts and participants as announced.");
    }

    private static (string Hash, Dictionary<int, (int Post, int Wish)> Given) Result(byte[] bytes)
    {
        var (hash, given, line) = ("", new Dictionary<int, (int, int)>(), 0);
        foreach (var fields in Records(bytes, "result"))
        {
            line++;
            switch (fields)
            {
                case ["inputs", var named]:
                    hash = named;
                    break;
                case ["engine", _] or ["participants", _]:
                    break;
                case ["participant", var number, var post, var wish] when given.TryAdd(Whole(number, line), (Whole(post, line), Whole(wish, line))):
                    break;
                default:
                    throw new FormatException(Told($"Result, record {line}: not understood, or there twice."));
            }
        }

        return (hash, given);
    }

    private static IEnumerable<string[]> Records(byte[] bytes, string what)
    {
        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.ASCII);
        if (reader.ReadLine() != $"massar;movement;{what};1")
            throw new FormatException($"This is no file of {what} of a movement.");
        while (reader.ReadLine() is { } line)
            yield return line.Split(';');
    }

    private static int Whole(string text, int line) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException(Told($"Record {line}: \"{text}\" is no number."));

    private static string Told(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);

    /// <summary>A participant as the inputs have him; the one who goes first sorts first.</summary>
    private sealed record Person(int Number, int Home, int Class, decimal Points, int Tie, int[] Wishes) : IComparable<Person>
    {
        public int CompareTo(Person? other)
        {
            if (other is null) return 1;
            if (Class != other.Class) return Class < other.Class ? -1 : 1;
            if (Points != other.Points) return Points > other.Points ? -1 : 1;
            return Tie != other.Tie ? Tie.CompareTo(other.Tie) : Number.CompareTo(other.Number);
        }
    }
}

/// <summary>What the check saw.</summary>
/// <param name="Count">Findings in all; <paramref name="Findings"/> tells the first of them.</param>
public sealed record CheckReport(int Participants, int Posts, int Moved, int Count, IReadOnlyList<string> Findings)
{
    public bool Holds => Count == 0;
}
