using FluentValidation;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Text;

namespace Massar.Features.Mobility.OpenCampaign;

public sealed class Validator : AbstractValidator<Command>
{
    private const int Shortest = 10;

    public Validator()
    {
        Rule("CategoryCode", d => MovementCategories.Grades.ContainsKey(d.CategoryCode ?? ""), "mobility.opening.choose-category");
        Rule("NameAr", d => d.NameAr is { } n && n.Trim().Length is > 0 and <= 200, "mobility.opening.no-name");
        Rule("NameFr", d => d.NameFr is { } n && n.Trim().Length is > 0 and <= 200, "mobility.opening.no-name");
        Rule("SchoolYear", d => Draft.Whole(d.SchoolYear, 2000, 2100) is not null, "mobility.opening.no-year");
        Rule("Grades", d => (d.Grades ?? "").Length <= Campaign.GradesLength, "mobility.too-long-grades");
        Rule("MaxWishes", d => Draft.Whole(d.MaxWishes, 1, Campaign.MostWishes) is not null, "mobility.opening.wishes");
        Rule("MinimumYears", d => Draft.Whole(d.MinimumYears, 0, 40) is not null, "mobility.opening.years");
        Rule("CorrectionDays", d => Draft.Whole(d.CorrectionDays, 1, Campaign.MostCorrectionDays) is not null, "mobility.opening.correction");
        // By name: a number would pass and be none of the names the other rules look for.
        Rule("WishKind", d => Enum.GetNames<WishKind>().Contains(d.WishKind), "mobility.opening.choose");
        Rule("State", d => Enum.GetNames<CampaignState>().Contains(d.State), "mobility.opening.choose");
        foreach (var (name, typed) in Days)
            Rule(name, d => TypedDay.Read(typed(d)) is not null, "mobility.opening.not-a-day");

        foreach (var (name, typed) in (ReadOnlySpan<(string, Func<Draft, string?>)>)[("MinistryFrom", d => d.MinistryFrom), ("MinistryUntil", d => d.MinistryUntil)])
            Rule(name, d => string.IsNullOrWhiteSpace(d.MinistryFrom) && string.IsNullOrWhiteSpace(d.MinistryUntil) || TypedDay.Read(typed(d)) is not null, "mobility.opening.not-a-day");
        Rule("NotHeldReason", d => d.State != nameof(CampaignState.NotHeld) || BidiSafe.CleanLines(d.NotHeldReason).Length is >= Shortest and <= Campaign.ReasonLength, "mobility.opening.not-held-reason");

        // Windows follow one another; each error stands at the later day.
        After("ClosesOn", d => d.OpensOn, d => d.ClosesOn);
        After("ContestsUntil", d => d.OpensOn, d => d.ContestsUntil);
        After("DirectorateFrom", d => d.OpensOn, d => d.DirectorateFrom);
        After("DirectorateUntil", d => d.DirectorateFrom, d => d.DirectorateUntil);
        After("AcademyFrom", d => d.DirectorateFrom, d => d.AcademyFrom);
        After("AcademyUntil", d => d.AcademyFrom, d => d.AcademyUntil);
        After("MinistryFrom", d => d.AcademyFrom, d => d.MinistryFrom);
        After("MinistryUntil", d => d.MinistryFrom, d => d.MinistryUntil);

        foreach (var criterion in Enum.GetValues<Criterion>())
        {
            RuleFor(c => c.Draft).Must(d => IsLine(d.Rules.FirstOrDefault(r => r.Criterion == criterion)))
                .OverridePropertyName($"Weight-{criterion}").WithMessage("mobility.opening.not-points");
        }

        foreach (var priority in Enum.GetValues<PriorityCase>())
        {
            RuleFor(c => c.Draft).Must(d => IsRank(d.Priorities?.FirstOrDefault(p => p.Case == priority)))
                .OverridePropertyName($"Rank-{priority}").WithMessage("mobility.opening.not-a-rank");
        }
    }

    private static readonly (string Name, Func<Draft, string?> Typed)[] Days =
    [
        ("OpensOn", d => d.OpensOn), ("ClosesOn", d => d.ClosesOn), ("ContestsUntil", d => d.ContestsUntil), ("DirectorateFrom", d => d.DirectorateFrom),
        ("DirectorateUntil", d => d.DirectorateUntil), ("AcademyFrom", d => d.AcademyFrom), ("AcademyUntil", d => d.AcademyUntil), ("CountedOn", d => d.CountedOn),
    ];

    private static bool IsLine(RuleLine? line) =>
        line is null
        || (string.IsNullOrWhiteSpace(line.Weight) || Draft.Points(line.Weight) is not null)
        && (string.IsNullOrWhiteSpace(line.LaterFrom) == string.IsNullOrWhiteSpace(line.LaterWeight))
        && (string.IsNullOrWhiteSpace(line.LaterFrom) || Draft.Whole(line.LaterFrom, 2, 60) is not null && Draft.Points(line.LaterWeight) is not null)
        && (string.IsNullOrWhiteSpace(line.Cap) || Draft.Whole(line.Cap, 1, 100) is not null);

    private static bool IsRank(RankLine? line) =>
        string.IsNullOrWhiteSpace(line?.Rank)
        || Draft.Whole(line.Rank, 1, 9) is not null && (line.Case != PriorityCase.YearsInPost || Draft.Whole(line.Years, 1, 40) is not null);

    private void Rule(string name, Func<Draft, bool> holds, string key) =>
        RuleFor(c => c.Draft).Must(holds).OverridePropertyName(name).WithMessage(key);

    private void After(string name, Func<Draft, string?> first, Func<Draft, string?> second) =>
        RuleFor(c => c.Draft).Must(d => TypedDay.Read(first(d)) is not { } one || TypedDay.Read(second(d)) is not { } two || one <= two).OverridePropertyName(name).WithMessage("mobility.opening.order");
}
