using Massar.Infrastructure.Text;

namespace Massar.Features.Decisions.Domain;

/// <summary>
/// The lesser disciplinary sanctions (dahir 1-58-008 of 24 February 1958, article 66), by growing weight; named in the words <c>decisions.reason.…</c>.
/// Dismissal is a kind of its own. Which of them want the council, and for how long their trace stays, are settings of the year.
/// </summary>
public static class Sanction
{
    /// <summary>الإنذار.</summary>
    public const string Warning = "warning";

    /// <summary>التوبيخ.</summary>
    public const string Blame = "blame";

    /// <summary>الحذف من لائحة الترقي: no promotion in grade in the year it counts from.</summary>
    public const string StrikeOff = "strike-off";

    /// <summary>الانحدار من الرتبة: the échelon below, from a day.</summary>
    public const string LowerEchelon = "lower-echelon";

    /// <summary>الحرمان المؤقت من كل أجرة: days without pay, family allowance apart.</summary>
    public const string Exclusion = "exclusion";

    public static readonly IReadOnlyList<string> All = [Warning, Blame, StrikeOff, LowerEchelon, Exclusion];

    /// <summary>An opinion: none is deserved.</summary>
    public const string None = "none";

    /// <summary>An opinion: more than any of this list.</summary>
    public const string Dismissal = "dismissal";

    /// <summary>The higher the heavier; 0 for <see cref="None"/>.</summary>
    public static int Weight(string code) => code == Dismissal ? All.Count + 1 : All.ToList().IndexOf(code) + 1;
}

/// <summary>العقوبة التأديبية: prepared from a case in which the person was heard, and the council where it must be.</summary>
public sealed class DisciplinarySanction() : DecisionKind(KindCode, "sanction", "قرار تأديبي", "Décision disciplinaire")
{
    public const string KindCode = "DisciplinarySanction";

    public override Asks Asks => Asks.None;

    public override IReadOnlyList<string> Causes => Sanction.All;

    public override bool WritesCareer => false;

    public override bool Writes(string? cause) => cause == Sanction.LowerEchelon;

    // What somebody did stays his wherever he works since.
    protected override bool MindsWorkplace => false;

    protected override IEnumerable<Guard> Guards(DecisionCase c)
    {
        yield return new Guard("sanction-under-way", !c.Others.Any(o => o.Kind == KindCode && o.Number is null));
        if (c.Facts.Cause is Sanction.LowerEchelon)
            yield return new Guard("echelon-lower", c.Lowered is not null, c.Now!.Echelon, c.Now.Echelle);
        if (c.Facts is { Cause: Sanction.Exclusion, Days: { } days, From: var from })
        {
            var last = from.AddDays(days - 1);
            yield return new Guard("one-month", (last.Year, last.Month) == (from.Year, from.Month), days);
            yield return new Guard("days-once", !c.Others.Any(o => o.KeepsDayOf(from, last)));
        }

        if (c.Facts.Cause is Sanction.StrikeOff)
            yield return new Guard("struck-once", !c.Others.Any(o => o.Kind == KindCode && o.Cause == Sanction.StrikeOff && o.EffectiveOn.Year == c.Facts.From.Year), c.Facts.From.Year);
    }
}
