namespace Massar.Features.Mobility.Domain;

/// <summary>What became of a wish.</summary>
public enum WishFate
{
    /// <summary>This is the post given.</summary>
    Given = 0,

    /// <summary>A better wish was met.</summary>
    NotNeeded = 1,

    /// <summary>No seat of the discipline was vacant there, and nobody who holds one left it for good.</summary>
    NoSeat = 2,

    /// <summary>All who came go before the reader.</summary>
    Behind = 3,
}

/// <summary>The rule that put the last who came to a post before the reader.</summary>
public enum DecidedBy
{
    Priority = 0,
    Points = 1,
    SeniorityInPost = 2,
    GeneralSeniority = 3,
    Age = 4,
    PayrollNumber = 5,
}

/// <summary>One wish and why it was or was not met; nothing in it says who came.</summary>
/// <param name="Barrier">Points of the last who came.</param>
/// <param name="BarrierPriority">Rank of the absolute priority of the last who came; null for none.</param>
/// <param name="Seats">Vacant seats and those left by others.</param>
public sealed record WishAnswer(int Order, int PlaceId, WishFate Fate, decimal? Barrier, int? BarrierPriority, DecidedBy? Rule, int Seats);

/// <summary>Explains the wishes of one participant from the posts' barriers.</summary>
public static class WishFates
{
    public static WishAnswer Of(RunOutcome mine, int order, int placeId, RunPost? post)
    {
        var seats = post is null ? 0 : post.Vacant + post.Left;
        if (mine.Wish > 0 && order == mine.Wish)
            return new WishAnswer(order, placeId, WishFate.Given, null, null, null, seats);
        if (mine.Wish > 0 && order > mine.Wish)
            return new WishAnswer(order, placeId, WishFate.NotNeeded, null, null, null, seats);
        if (post is not { BarrierClass: { } priority, BarrierPoints: { } points })
            return new WishAnswer(order, placeId, WishFate.NoSeat, null, null, null, seats);
        return new WishAnswer(order, placeId, WishFate.Behind, points, priority == MovementInputs.NoPriority ? null : priority, Deciding(mine, post), seats);
    }

    private static DecidedBy Deciding(RunOutcome mine, RunPost post) =>
        post.BarrierClass != mine.Class ? DecidedBy.Priority
        : post.BarrierPoints != mine.Points ? DecidedBy.Points
        : post.BarrierPostedOn != mine.PostedOn ? DecidedBy.SeniorityInPost
        : post.BarrierRecruitedOn != mine.RecruitedOn ? DecidedBy.GeneralSeniority
        : post.BarrierBirthDate != mine.BirthDate ? DecidedBy.Age
        : DecidedBy.PayrollNumber;
}
