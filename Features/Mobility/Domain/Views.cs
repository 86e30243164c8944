using Massar.Infrastructure.Messaging;

namespace Massar.Features.Mobility.Domain;

/// <summary>What pages about a campaign say of it.</summary>
public sealed record CampaignHead(
    int Id, string NameAr, string NameFr, int SchoolYearId, CampaignScope Scope, DateOnly OpensOn, DateOnly ClosesOn, DateOnly ContestsUntil,
    DateOnly CountedOn, int MaxWishes, WishKind WishKind, int MinimumYears)
{
    /// <summary>People are called in.</summary>
    public bool IsSurplus { get; init; }

    public static CampaignHead Of(Campaign c) => new(
        c.Id, c.NameAr, c.NameFr, c.SchoolYearId, c.Scope, c.OpensOn, c.ClosesOn, c.ContestsUntil, c.CountedOn, c.MaxWishes, c.WishKind, c.MinimumYears)
    { IsSurplus = c.IsSurplus };
}

/// <summary>A place by its names; <see cref="WithinAr"/> is the commune or directorate it lies in.</summary>
public sealed record NamedPlace(int Id, string NameAr, string NameFr, string? WithinAr = null, string? WithinFr = null);

/// <summary>A line of points as a page shows it.</summary>
public sealed record PointRow(Criterion Criterion, decimal Quantity, decimal Points, Said Source);

/// <summary>How states look.</summary>
public static class Shown
{
    public static string Key(RequestState state) => $"mobility.state.{state}";

    /// <summary>The tag's color: waiting, in progress, done, refused, cancelled.</summary>
    public static string Tag(RequestState state) => state switch
    {
        RequestState.Draft or RequestState.ToCorrect => "warn",
        RequestState.Submitted or RequestState.DirectorateValidated or RequestState.ReturnedByAcademy => "info",
        RequestState.AcademyValidated or RequestState.MinistryValidated => "ok",
        RequestState.Refused => "bad",
        _ => "mute",
    };

    public static string Key(ContestState state) => $"mobility.contest.state.{state}";

    public static string Tag(ContestState state) => state switch
    {
        ContestState.Asked => "warn",
        ContestState.Accepted => "ok",
        _ => "bad",
    };

    public static string Key(ClaimState state) => $"mobility.priority.state.{state}";

    public static string Tag(ClaimState state) => state switch
    {
        ClaimState.Claimed => "warn",
        ClaimState.Accepted => "ok",
        _ => "bad",
    };
}
