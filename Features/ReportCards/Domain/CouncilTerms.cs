using System.Text.Json;
using Massar.Features.Marks.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.Domain;

/// <summary>A word of the council: a decision, an honour or a sanction, as the ministry's list names it.</summary>
/// <param name="Minimum">Semester average out of 20 from which it is proposed; null when only the council gives it.</param>
/// <param name="ProposedWhen">"pass" or "fail" for the decision that follows from the year's average.</param>
public sealed record CouncilTerm(string Code, string NameAr, string NameFr, decimal? Minimum = null, string? ProposedWhen = null);

/// <summary>The lists a council chooses from: reference data, because a circular may change names and thresholds.</summary>
public sealed record CouncilTerms(IReadOnlyList<CouncilTerm> Decisions, IReadOnlyList<CouncilTerm> Honours)
{
    public const string DecisionList = "council-decisions";
    public const string HonourList = "council-honours";

    public CouncilTerm? Decision(string? code) => Decisions.FirstOrDefault(d => d.Code == code);

    public CouncilTerm? Honour(string? code) => Honours.FirstOrDefault(h => h.Code == code);

    /// <summary>The highest honour whose threshold the average reaches, whatever the scale; null below all.</summary>
    public string? ProposedHonour(decimal? average, int scale) => average is not { } value ? null
        : Honours.Where(h => h.Minimum is { } least && value * 20 / scale >= least).MaxBy(h => h.Minimum)?.Code;

    /// <summary>
    /// What the year's average proposes. Nothing in the first semester, nothing for a level that an exam decides (domain 03 §3.3),
    /// nothing while a semester's average is missing: then the council decides by itself.
    /// </summary>
    public string? ProposedDecision(int semester, bool isDecidedByExam, decimal? annual, decimal passMark) =>
        semester != 2 || isDecidedByExam || annual is not { } value ? null
        : Decisions.FirstOrDefault(d => d.ProposedWhen == (value >= passMark ? "pass" : "fail"))?.Code;

    public static async Task<CouncilTerms> Of(MassarDb db, CancellationToken ct)
    {
        var rows = await db.Nomenclatures.AsNoTracking().Where(n => n.List == DecisionList || n.List == HonourList).OrderBy(n => n.Order).ToListAsync(ct);
        return new CouncilTerms([.. rows.Where(r => r.List == DecisionList).Select(Term)], [.. rows.Where(r => r.List == HonourList).Select(Term)]);
    }

    public static CouncilTerm Term(Nomenclature row)
    {
        var details = JsonSerializer.Deserialize<Dictionary<string, string>>(row.Details) ?? [];
        return new CouncilTerm(row.Code, row.NameAr, row.NameFr,
            details.TryGetValue("minimum", out var least) && MarkNumber(least) is { } minimum ? minimum : null, details.GetValueOrDefault("proposed_when"));
    }

    private static decimal? MarkNumber(string text) =>
        decimal.TryParse(text, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
