using System.Globalization;
using System.Text;

namespace Massar.Features.Mobility.Domain;

/// <summary>
/// Who goes where. Participants propose to their wishes in order; a post keeps the best of those who came, and whoever holds it may come back to it
/// at any time, before everybody else. A post that its holder leaves is open to others as long as he does not come back, so that chains and cycles form by
/// themselves. Each participant ends at the best post he can have while nobody with a better priority is passed over for a post he prefers;
/// nobody ends below the post he holds; the outcome does not depend on the order in which proposals are looked at.
/// <para>Deferred acceptance with the status quo in front: D. Gale and L. Shapley (1962); O. Compte and P. Jehiel, "Voluntary Participation and
/// Re-assignment in Two-sided Matching" (2008); J. S. Pereyra, "A dynamic school choice model", Games and Economic Behavior 80 (2013). Weighed against
/// J. Combe, O. Tercieux and C. Terrier, "The Design of Teacher Assignment", Review of Economic Studies 89 (2022), in docs/adr/0010.</para>
/// </summary>
public sealed class Assignment
{
    /// <summary>Names the rules in a result; another outcome for the same inputs needs another name.</summary>
    public const string Engine = "massar-status-quo-da-1";

    private readonly MovementInputs inputs;

    private Assignment(MovementInputs inputs, int[] post, int[] wish)
    {
        this.inputs = inputs;
        Post = post;
        Wish = wish;
    }

    /// <summary>By participant: the post he has afterwards.</summary>
    public int[] Post { get; }

    /// <summary>By participant: which wish that is, 1 for the first; 0 for who stays.</summary>
    public int[] Wish { get; }

    public int Moved => Wish.Count(w => w > 0);

    /// <summary>At most one proposal for each wish and one return for each participant; each costs a step in a heap.</summary>
    public static Assignment Of(MovementInputs inputs)
    {
        var (people, posts) = (inputs.Participants, inputs.Posts);
        var order = inputs.Order();
        var capacity = (int[])inputs.Vacant.Clone();
        foreach (var home in inputs.Home)
            capacity[home]++;

        // One array holds a heap of newcomers for each post, the one who would be sent away first on top.
        var start = new int[posts + 1];
        for (var s = 0; s < posts; s++)
            start[s + 1] = start[s] + capacity[s];
        var (heaps, size, returned) = (new int[start[posts]], new int[posts], new int[posts]);
        var (next, at) = (new int[people], new int[people]);
        for (var i = 0; i < people; i++)
            next[i] = inputs.WishStart[i];

        for (var first = 0; first < people; first++)
        {
            var proposer = first;
            while (proposer >= 0)
                proposer = Propose(proposer);
        }

        var wish = new int[people];
        for (var i = 0; i < people; i++)
            wish[i] = at[i] == inputs.Home[i] ? 0 : next[i] - inputs.WishStart[i] + 1;
        return new Assignment(inputs, at, wish);

        // Puts one participant somewhere; answers whom that sent away, or -1.
        int Propose(int who)
        {
            for (; next[who] < inputs.WishStart[who + 1]; next[who]++)
            {
                var post = inputs.Wishes[next[who]];
                var room = capacity[post] - returned[post];
                var heap = heaps.AsSpan(start[post], capacity[post]);
                if (size[post] < room)
                {
                    Push(heap, ref size[post], who);
                    at[who] = post;
                    return -1;
                }

                if (size[post] == 0 || order[heap[0]] < order[who])
                    continue;
                var sentAway = heap[0];
                heap[0] = who;
                Sink(heap[..size[post]]);
                at[who] = post;
                next[sentAway]++;
                return sentAway;
            }

            // Home is his whatever happens; a newcomer may have to leave for it.
            var home = inputs.Home[who];
            at[who] = home;
            returned[home]++;
            if (size[home] <= capacity[home] - returned[home])
                return -1;
            var newcomers = heaps.AsSpan(start[home], capacity[home]);
            var worst = newcomers[0];
            newcomers[0] = newcomers[--size[home]];
            Sink(newcomers[..size[home]]);
            next[worst]++;
            return worst;
        }

        void Push(Span<int> heap, ref int count, int who)
        {
            var i = count++;
            while (i > 0 && order[heap[(i - 1) / 2]] < order[who])
            {
                heap[i] = heap[(i - 1) / 2];
                i = (i - 1) / 2;
            }

            heap[i] = who;
        }

        void Sink(Span<int> heap)
        {
            if (heap.IsEmpty)
                return;
            var (i, who) = (0, heap[0]);
            while (2 * i + 1 < heap.Length)
            {
                var child = 2 * i + 1;
                if (child + 1 < heap.Length && order[heap[child + 1]] > order[heap[child]])
                    child++;
                if (order[heap[child]] < order[who])
                    break;
                heap[i] = heap[child];
                i = child;
            }

            heap[i] = who;
        }
    }

    /// <summary>The canonical text of the result, bound to its inputs by their hash.</summary>
    /// <param name="inputsHash">SHA-256 of the inputs' bytes, in lower-case hexadecimal.</param>
    public byte[] ToBytes(string inputsHash)
    {
        var text = new StringBuilder(160 + Post.Length * 24);
        text.Append(CultureInfo.InvariantCulture, $"massar;movement;result;1\ninputs;{inputsHash}\nengine;{Engine}\nparticipants;{inputs.Participants}\n");
        for (var i = 0; i < Post.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $"participant;{i + 1};{Post[i] + 1};{Wish[i]}\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
