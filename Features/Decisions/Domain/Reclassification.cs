namespace Massar.Features.Decisions.Domain;

/// <summary>What a reclassification is judged on.</summary>
/// <param name="Grade">The grade asked for.</param>
/// <param name="Place">Where in it, by the rule or by the commission; null where the table of échelons does not say.</param>
public sealed record ReclassCase(string Grade, GradePlacement? Place);

/// <summary>
/// إعادة الترتيب: another grade by a change of cadre, a diploma, or the word of a commission. By the first two the échelon follows from the rule of
/// equal or next higher index (decree 2-62-344), with the seniority it keeps; a commission says the échelon itself.
/// </summary>
public sealed class Reclassification() : DecisionKind(KindCode, "reclassification", "قرار إعادة الترتيب", "Arrêté de reclassement")
{
    public const string KindCode = "Reclassification";

    public const string Commission = "commission-word";

    public override Asks Asks => Asks.From | Asks.Cause | Asks.Grade;

    public override IReadOnlyList<string> Causes => ["cadre-change", "diploma", Commission];

    // The grade is the same wherever the person works since.
    protected override bool MindsWorkplace => false;

    public override bool WantsWords(string? cause) => true;

    protected override IEnumerable<Guard> Guards(DecisionCase c)
    {
        var (now, to) = (c.Now!, c.Reclass);
        yield return IsTitular(c);
        yield return new Guard("position", now.Counts);
        yield return new Guard("grade-other", to is not null && to.Grade != now.GradeCode);
        yield return new Guard("grade-placed", to?.Place is not null, to?.Grade ?? "");
        if (to?.Place is { } place)
            yield return new Guard("index-kept", place.Index >= now.Index, now.Index, place.Index);
    }
}
