using Massar.Features.Employees.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Mobility.Domain;

/// <summary>One line of somebody's points.</summary>
/// <param name="Quantity">Years, children, or 1 for a fact.</param>
/// <param name="Source">Where the quantity comes from, as a sentence: "posted at X since 01/09/2020".</param>
public sealed record PointShare(Criterion Criterion, decimal Quantity, decimal Points, Said Source);

/// <summary>
/// The scale (barème) applied to a file. The figures are the campaign's rows; the formulas stand here.
/// No published text fixes them (domain 08 §8.3, confidence "to confirm").
/// </summary>
public static class Points
{
    /// <summary>The lines in the campaign's order, also those that give nothing, so that people see why.</summary>
    /// <param name="on">The day the campaign counts on.</param>
    public static IReadOnlyList<PointShare> Of(ServiceFile file, IEnumerable<PointRule> rules, RequestKind kind, DateOnly on) =>
        [.. rules.OrderBy(r => r.Order).ThenBy(r => r.Criterion).Select(rule =>
        {
            var (quantity, source) = Measure(file, rule.Criterion, kind, on);
            return new PointShare(rule.Criterion, quantity, rule.PointsFor(quantity), source);
        })];

    public static decimal Total(this IEnumerable<PointShare> shares) => shares.Sum(s => s.Points);

    private static (decimal Quantity, Said Source) Measure(ServiceFile file, Criterion criterion, RequestKind kind, DateOnly on) => criterion switch
    {
        Criterion.YearsInPost => (Seniority.SchoolYears(file.PostedOn, on), file.SourceOf(Datum.PostedOn, on)),
        Criterion.YearsInDirectorate => (Seniority.Years(file.DirectorateSince, on.AddDays(1)), file.SourceOf(Datum.DirectorateSince, on)),
        Criterion.YearsInAcademy => (Seniority.Years(file.AcademySince, on.AddDays(1)), file.SourceOf(Datum.AcademySince, on)),
        Criterion.GeneralSeniority => (Seniority.Years(file.ServiceSince, on.AddDays(1)), file.SourceOf(Datum.RecruitedOn, on)),
        Criterion.JoinSpouse => Fact(
            kind == RequestKind.JoinSpouse && file.Status == MaritalStatus.Married && file.SpouseCommune is not null,
            file.SourceOf(Datum.SpouseCommune, on), kind == RequestKind.JoinSpouse ? null : "mobility.source.not-asked"),
        Criterion.Widowed => Fact(file.Status == MaritalStatus.Widowed, file.SourceOf(Datum.MaritalStatus, on)),
        Criterion.DivorcedWithChildren => Fact(file.Status == MaritalStatus.Divorced && file.ChildrenUnder18(on) > 0, file.SourceOf(Datum.MaritalStatus, on)),
        Criterion.SingleWoman => Fact(
            kind == RequestKind.JoinFamily && file.Status == MaritalStatus.Single && file.Sex == Sex.Female,
            file.SourceOf(Datum.MaritalStatus, on), kind == RequestKind.JoinFamily ? null : "mobility.source.not-asked"),
        Criterion.Children => (file.ChildrenUnder18(on), file.SourceOf(Datum.Children, on)),
        Criterion.HardPostYears => (file.HardYears(on), file.SourceOf(Datum.HardPostYears, on)),
        _ => throw new ArgumentOutOfRangeException(nameof(criterion), criterion, "A criterion without a formula."),
    };

    private static (decimal, Said) Fact(bool holds, Said source, string? insteadKey = null) =>
        (holds ? 1 : 0, insteadKey is null ? source : new Said(insteadKey));
}

/// <summary>
/// Who goes first at equal points: longest in the post, then longest in service, then the elder (domain 08 §8.3).
/// Sorts the one who goes first before the other.
/// </summary>
public readonly record struct TieBreak(DateOnly PostedOn, DateOnly RecruitedOn, DateOnly BirthDate) : IComparable<TieBreak>
{
    public static TieBreak Of(ServiceFile file) => new(file.PostedOn, file.ServiceSince, file.BirthDate);

    public int CompareTo(TieBreak other) =>
        PostedOn != other.PostedOn ? PostedOn.CompareTo(other.PostedOn)
        : RecruitedOn != other.RecruitedOn ? RecruitedOn.CompareTo(other.RecruitedOn)
        : BirthDate.CompareTo(other.BirthDate);

    public static bool operator <(TieBreak left, TieBreak right) => left.CompareTo(right) < 0;

    public static bool operator >(TieBreak left, TieBreak right) => left.CompareTo(right) > 0;

    public static bool operator <=(TieBreak left, TieBreak right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TieBreak left, TieBreak right) => left.CompareTo(right) >= 0;
}

/// <summary>Who may take part, and with what kind of request; every "no" says what is missing.</summary>
public static class Eligibility
{
    /// <summary>Whether the campaign is made for this person at all; the others do not see it.</summary>
    public static bool Concerns(Campaign campaign, string grade, string placePath) => campaign.Takes(grade) && campaign.Reaches(placePath);

    /// <param name="isObliged">Was called in: the years in the post were looked at then.</param>
    public static Refusal? Check(Campaign campaign, ServiceFile file, RequestKind kind, bool isObliged = false)
    {
        if (!campaign.Takes(file.GradeCode))
            return Refusal.Conflict("mobility.ineligible.grade").Next("mobility.next.other-movement");
        if (!campaign.Reaches(file.PlacePath))
            return Refusal.Conflict("mobility.ineligible.place").Next("mobility.next.other-movement");

        // Yearly memo: three school years in post in 2011, two in 2025.
        var years = Seniority.SchoolYears(file.PostedOn, campaign.CountedOn);
        if (!isObliged && years < campaign.MinimumYears)
            return Refusal.Conflict("mobility.ineligible.years", years, campaign.MinimumYears, Formats.ShortDate(file.PostedOn)).Next("mobility.next.contest-date");

        return kind switch
        {
            RequestKind.JoinSpouse when file.Status != MaritalStatus.Married =>
                Refusal.Conflict("mobility.ineligible.not-married").Next("mobility.next.contest-family"),
            RequestKind.JoinSpouse when file.SpouseCommune is null =>
                Refusal.Conflict("mobility.ineligible.spouse-unknown").Next("mobility.next.contest-family"),
            RequestKind.JoinSpouse when Territory.CommuneOf(file.PlacePath) is { } commune && Territory.LastOf(commune) == file.SpouseCommune =>
                Refusal.Conflict("mobility.ineligible.spouse-here").Next("mobility.next.other-kind"),
            RequestKind.JoinFamily when file.Status == MaritalStatus.Married =>
                Refusal.Conflict("mobility.ineligible.married").Next("mobility.next.other-kind"),
            _ => null,
        };
    }
}
