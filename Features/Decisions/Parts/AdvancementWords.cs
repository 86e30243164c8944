using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Text;

namespace Massar.Features.Decisions.Parts;

/// <summary>The rule of advancement applied to one person, in a sentence.</summary>
internal static class AdvancementWords
{
    /// <summary>Why the line is where it is: a postponement with its reason goes before what the rule says.</summary>
    public static string Of(Text text, Candidate line)
    {
        var rule = Of(text, line.Advancement);
        return line.Postponed is not { } postponed ? rule
            : $"{text["decisions.postpone.of-year", postponed.Year]} – {text[$"decisions.reason.{postponed.ReasonCode}"]}{(postponed.Remark is { } said ? $": {said}" : "")}. {rule}";
    }

    private static string Of(Text text, Advancement advancement)
    {
        if (advancement.Why is { } why && advancement.DueOn is null)
            return text.Of(why);
        var rule = text["decisions.rule", Formats.ShortDate(advancement.Now.Since), text[$"decisions.rhythm.{advancement.Rhythm}"], advancement.Months!];
        if (advancement.Now.LeftoverDays > 0)
            rule += " " + text["decisions.rule-leftover", advancement.Now.LeftoverDays];
        if (advancement.Now.UncountedDays > 0)
            rule += " " + text["decisions.rule-uncounted", advancement.Now.UncountedDays];
        return advancement.Why is null ? rule : rule + " " + text.Of(advancement.Why);
    }
}
