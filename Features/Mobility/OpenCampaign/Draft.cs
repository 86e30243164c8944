using System.Globalization;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Text;

namespace Massar.Features.Mobility.OpenCampaign;

/// <summary>A campaign as it is typed: days are 2026-11-21, as date boxes send them.</summary>
/// <param name="Version">The version the person saw; 0 for a new campaign.</param>
/// <param name="SchoolYear">The calendar year it starts in.</param>
/// <param name="PlaceCode">Code of the academy or directorate whose campaign it is; empty for a national one.</param>
/// <param name="Priorities">Cases that come before points; null leaves them as they are.</param>
/// <param name="CorrectionDays">Days to correct what was returned.</param>
/// <param name="MinistryFrom">First day of the ministry's own validation; empty where directorate and academy are enough.</param>
/// <param name="NotHeldReason">Why the phase is not held, for that state.</param>
/// <param name="Grades">Beginnings of grade codes; empty takes those of the category.</param>
public sealed record Draft(
    int Version, string? CategoryCode, string? NameAr, string? NameFr, string? SchoolYear, string? PlaceCode, string? Grades, string? OpensOn, string? ClosesOn, string? ContestsUntil,
    string? DirectorateFrom, string? DirectorateUntil, string? AcademyFrom, string? AcademyUntil, string? CountedOn, string? MaxWishes, string? WishKind, string? MinimumYears, string? State,
    IReadOnlyList<RuleLine> Rules, IReadOnlyList<RankLine>? Priorities = null, string? CorrectionDays = null, string? MinistryFrom = null, string? MinistryUntil = null, string? NotHeldReason = null)
{
    /// <summary>The scale; empty when a program sent none.</summary>
    public IReadOnlyList<RuleLine> Rules { get; init; } = [.. (Rules ?? []).Where(r => r is not null)];

    internal static decimal? Points(string? typed) => NumberReader.Read(typed, 2, 0, 1000).Value;

    internal static int? Whole(string? typed, int least, int most) => (int?)NumberReader.ReadWhole(typed, least, most).Value;
}

/// <summary>One line of the scale as typed; without a weight the criterion gives nothing and has no line.</summary>
public sealed record RuleLine(Criterion Criterion, string? Weight, string? LaterFrom, string? LaterWeight, string? Cap);

/// <summary>One absolute priority as typed; without a rank the campaign does not have it.</summary>
/// <param name="Years">Full school years asked in the post, for that case.</param>
public sealed record RankLine(PriorityCase Case, string? Rank, string? Years);
