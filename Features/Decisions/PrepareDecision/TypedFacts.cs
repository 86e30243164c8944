using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Decisions.PrepareDecision;

/// <summary>What the manager typed, as he typed it.</summary>
/// <param name="From">yyyy-MM-dd, as <paramref name="Until"/>.</param>
/// <param name="School">Code of the new workplace.</param>
/// <param name="Days">Of pay, 1 to 30.</param>
/// <param name="Grade">Code of a grade.</param>
/// <param name="Echelon">Where a commission says it.</param>
/// <param name="Function">A code of <see cref="SchoolFunctions"/>.</param>
public sealed record TypedFacts(string? From = null, string? Until = null, string? School = null, string? Cause = null, string? Host = null, string? Days = null, string? Remark = null, string? Function = null, string? Grade = null, string? Echelon = null)
{
    private const int MostDays = 30;

    public bool IsEmpty => string.IsNullOrEmpty(From + Until + School + Cause + Host + Days + Remark + Function + Grade + Echelon);

    internal DateOnly? FromDay => TypedDay.Read(From);

    internal DateOnly? UntilDay => TypedDay.Read(Until);

    internal GresaCode? SchoolCode => GresaCode.Read(School);

    internal int? DayCount => int.TryParse(Digits.ToLatin(Days ?? "").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= MostDays ? days : null;

    internal int? EchelonNumber => int.TryParse(Digits.ToLatin(Echelon ?? "").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 20 ? number : null;

    internal string? Words => BidiSafe.CleanLinesOrNull(Remark);

    internal string? HostName => BidiSafe.CleanOrNull(Host);

    /// <summary>What is typed wrongly for a kind, by field.</summary>
    internal IEnumerable<(string Field, Said Why)> Wrong(DecisionKind kind)
    {
        var asks = kind.Asks;
        if (asks.HasFlag(Asks.From) && FromDay is null)
            yield return (nameof(From), new Said("decisions.not-a-day"));
        if (asks.HasFlag(Asks.Until) && UntilDay is null)
            yield return (nameof(Until), new Said("decisions.not-a-day"));
        else if (asks.HasFlag(Asks.Until) && asks.HasFlag(Asks.From) && FromDay is { } from && UntilDay < from)
            yield return (nameof(Until), new Said("decisions.new.until-before"));
        if (asks.HasFlag(Asks.School) && SchoolCode is null)
            yield return (nameof(School), new Said("decisions.new.school-code"));
        if (asks.HasFlag(Asks.Function) && SchoolFunctions.Find(Function) is null)
            yield return (nameof(Function), new Said("decisions.new.function-choose"));
        if (asks.HasFlag(Asks.Grade) && Grade is not { Length: > 0 and <= 20 })
            yield return (nameof(Grade), new Said("decisions.new.grade-choose"));
        if (asks.HasFlag(Asks.Grade) && Cause == Reclassification.Commission && EchelonNumber is null)
            yield return (nameof(Echelon), new Said("decisions.new.echelon-needed"));
        if (asks.HasFlag(Asks.Cause) && !kind.CausesByHand.Contains(Cause ?? ""))
            yield return (nameof(Cause), new Said("decisions.reason-choose"));
        if (asks.HasFlag(Asks.Host) && (HostName is not { Length: <= Decision.HostLength } host || !PaperLetters.AreIn(host)))
            yield return (nameof(Host), new Said("decisions.new.host-needed", Decision.HostLength));
        if (asks.HasFlag(Asks.Days) && DayCount is null)
            yield return (nameof(Days), new Said("decisions.new.days-needed", MostDays));
        if (Words is null && kind.WantsWords(asks.HasFlag(Asks.Cause) ? Cause : null))
            yield return (nameof(Remark), new Said("decisions.new.words-needed"));
        else if (Words is { } words && !PaperLetters.AreIn(words))
            yield return (nameof(Remark), new Said("decisions.withdrawal.remark-letters"));
        else if (Words is { Length: > Decision.RemarkLength })
            yield return (nameof(Remark), new Said("decisions.remark-long", Decision.RemarkLength));
    }
}
