namespace Massar.Features.PrintKits.Domain;

/// <summary>A room of the school in which candidates can sit.</summary>
/// <param name="Name">The code on its door.</param>
/// <param name="Seats">Candidates in it: its own seats, and never more than the list of one room.</param>
public sealed record KitRoom(string Name, int Seats);

/// <summary>A candidate with the class he comes from.</summary>
public sealed record Candidate(KitPupil Pupil, string ClassName);

/// <summary>Who sits where.</summary>
/// <param name="Name">Null where the school has no room left: it is written by hand.</param>
/// <param name="Number">Of the room within the level, from 1.</param>
/// <param name="First">The seat number of the first candidate; the others follow.</param>
public sealed record SeatedRoom(string? Name, int Number, int First, IReadOnlyList<Candidate> Candidates)
{
    public int Last => First + Candidates.Count - 1;
}

/// <summary>
/// Candidates into rooms: in their order, each room filled before the next, so that the same lists and rooms always give the same seats.
/// Levels are examined on days of their own, the streams of one on the same: they go on with the next room.
/// </summary>
public static class Seating
{
    /// <param name="used">Rooms that others of the level sit in.</param>
    /// <param name="usual">Candidates of a room that the school does not have on its list.</param>
    public static IReadOnlyList<SeatedRoom> Assign(IReadOnlyList<Candidate> candidates, IReadOnlyList<KitRoom> rooms, int used, int usual)
    {
        var seated = new List<SeatedRoom>();
        for (var done = 0; done < candidates.Count;)
        {
            var room = used + seated.Count < rooms.Count ? rooms[used + seated.Count] : null;
            var some = candidates.Skip(done).Take(room?.Seats ?? usual).ToList();
            seated.Add(new SeatedRoom(room?.Name, used + seated.Count + 1, done + 1, some));
            done += some.Count;
        }

        return seated;
    }
}
