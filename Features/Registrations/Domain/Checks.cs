using System.Text.RegularExpressions;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Registrations.Domain;

/// <summary>Judges answers: what was typed wrongly is said at once, what is missing only when the file is to be sent.</summary>
public static partial class Checks
{
    public const int MaxTyped = 200;

    /// <summary>Reasons by field for these parts of the file.</summary>
    /// <param name="topics">The parts to judge.</param>
    /// <param name="answers">What was typed.</param>
    /// <param name="today">No birth lies after it.</param>
    /// <param name="isWhole">Also say what is missing.</param>
    public static Dictionary<string, Said> Of(IEnumerable<Topic> topics, Answers answers, DateOnly today, bool isWhole)
    {
        var wrong = new Dictionary<string, Said>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in topics.SelectMany(t => t.Fields))
        {
            var isEmpty = field.Kind is FieldKind.Date or FieldKind.Hijri ? !answers.HasDate(field.Name) : !answers.Has(field.Name);
            if (isEmpty)
            {
                if (isWhole && field.IsNeeded(answers))
                    wrong[field.Name] = new Said("registrations.missing." + Kebab(field.Kind));
            }
            else if (Wrong(field, answers, today) is { } key)
            {
                wrong[field.Name] = new Said(key);
            }
        }

        return wrong;
    }

    /// <summary>How many days the two birth dates lie apart by the tables; null when one is missing or unreadable.</summary>
    public static int? DaysApart(Answers answers) =>
        answers.Hijri("Hijri") is { } hijri && answers.Date("BirthDate") is { } date && Gregorian(hijri) is { } computed
            ? Math.Abs(computed.DayNumber - date.DayNumber)
            : null;

    /// <summary>The computed day of a Hijri date, the day before and the day after; nothing for an impossible date.</summary>
    public static IReadOnlyList<DateOnly> Candidates(HijriDate hijri) =>
        Gregorian(hijri) is { } day ? [day.AddDays(-1), day, day.AddDays(1)] : [];

    private static DateOnly? Gregorian(HijriDate hijri)
    {
        try
        {
            return hijri.ToGregorian();
        }
        catch (ArgumentOutOfRangeException)
        {
            // A 30th in a month that the table gives 29 days: the day after its 29th.
            return hijri.Day == 30 ? Gregorian(hijri with { Day = 29 })?.AddDays(1) : null;
        }
    }

    private static string? Wrong(FieldRule field, Answers answers, DateOnly today)
    {
        var typed = answers.Text(field.Name);
        return field.Kind switch
        {
            FieldKind.Date when answers.Date(field.Name) is not { } date => "registrations.wrong.date",
            FieldKind.Date when answers.Date(field.Name) > today => "registrations.wrong.future",
            FieldKind.Date => null,
            FieldKind.Hijri => answers.Hijri(field.Name) is null ? "registrations.wrong.hijri" : null,
            FieldKind.ArabicName when typed.Length > Pupil.NameLength || !NameLetters.AreArabic(typed) => "registrations.wrong.arabic-name",
            FieldKind.LatinName when typed.Length > Pupil.NameLength || !NameLetters.AreLatin(typed) => "registrations.wrong.latin-name",
            FieldKind.ActNumber => Act(typed) is null ? "registrations.wrong.act-number" : null,
            FieldKind.Cin => Cin.Read(typed) is null ? "registrations.wrong.cin" : null,
            FieldKind.Phone => MoroccanPhone.Read(typed) is null ? "registrations.wrong.phone" : null,
            FieldKind.Email => typed.Length > 120 || !EmailShape().IsMatch(typed) ? "registrations.wrong.email" : null,
            FieldKind.Text => typed.Length > MaxTyped ? "registrations.wrong.too-long" : null,
            _ => null,
        };
    }

    /// <summary>A birth-act number as it is kept and compared: digits, and the year behind a slash when written; null otherwise.</summary>
    public static string? Act(string typed)
    {
        var match = ActShape().Match(Digits.ToLatin(typed).Replace(" ", "", StringComparison.Ordinal));
        if (!match.Success)
            return null;
        var number = match.Groups["n"].Value.TrimStart('0');
        return number.Length == 0 ? null : match.Groups["y"].Success ? $"{number}/{match.Groups["y"].Value}" : number;
    }

    private static string Kebab(FieldKind kind) => kind switch
    {
        FieldKind.ArabicName => "arabic-name",
        FieldKind.LatinName => "latin-name",
        FieldKind.Choice => "choice",
        FieldKind.Date => "date",
        FieldKind.ActNumber => "act-number",
        FieldKind.Cin => "cin",
        FieldKind.Phone => "phone",
        _ => "text",
    };

    [GeneratedRegex(@"^(?<n>[0-9]{1,6})(?:[/-](?<y>(?:1[3-5]|19|20)[0-9]{2}))?$")]
    private static partial Regex ActShape();

    [GeneratedRegex(@"^[^@\s]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$")]
    private static partial Regex EmailShape();
}
