using System.Globalization;

namespace Massar.Features.Escalations.Domain;

/// <summary>What of an area waits for a head's word. Each area answers for its own cases; all are asked in one statement, so what they answer are queries over plain columns.</summary>
public interface IWaits
{
    /// <summary>Codes of the year's settings that its kinds need, their delays among them; they are read together.</summary>
    IReadOnlyList<string> Settings { get; }

    IEnumerable<WaitKind> Kinds(WaitRules rules);
}

/// <summary>Which office of the directorate asks why a head is silent. The numbers are stored.</summary>
public enum WaitOffice
{
    /// <summary>Of pupils and families.</summary>
    Pupils = 1,

    /// <summary>Of the staff.</summary>
    Staff = 2,
}

/// <summary>One case that waits, in columns alone. Every kind sets every column.</summary>
public sealed record Wait
{
    /// <summary>The number the desk gave to the kind.</summary>
    public required int Kind { get; init; }

    public required int SchoolId { get; init; }

    public required long Id { get; init; }

    /// <summary>Which wait of the case it is, where one may wait several times; else 0.</summary>
    public required int Round { get; init; }

    /// <summary>What its number is made of besides; 0 for nothing.</summary>
    public required int Year { get; init; }

    /// <summary>Since when somebody waits, UTC.</summary>
    public required DateTime Since { get; init; }

    /// <summary>The day the delay is counted from; null for the day of <see cref="Since"/>.</summary>
    public required DateOnly? From { get; init; }

    /// <summary>Whom it is about: a head does not see the own children's.</summary>
    public required long? PupilId { get; init; }

    /// <summary>Who asked, of the staff; a head does not see the own case.</summary>
    public required long? EmployeeId { get; init; }
}

/// <summary>A kind of case that waits for a head.</summary>
/// <param name="Code">Its name in addresses and rows; its title is the text <c>escalations.kind.…</c>.</param>
/// <param name="Permission">What a head needs for it: nobody else is shown it.</param>
/// <param name="Office">Who sees it at the directorate.</param>
/// <param name="Setting">The code of its delay in days.</param>
/// <param name="Usual">The delivered delay.</param>
/// <param name="Waiting">All that wait, carrying the given number as their kind.</param>
/// <param name="Address">Where the head answers it.</param>
public sealed record WaitKind(string Code, string Permission, WaitOffice Office, string Setting, int Usual, Func<int, IQueryable<Wait>> Waiting, Func<long, string> Address)
{
    public const int CodeLength = 20;

    /// <summary>The delay counts every day and not the working days alone.</summary>
    public bool IsCalendar { get; init; }

    /// <summary>Where the cases are made: also at the school's annexes.</summary>
    public bool WithAnnexes { get; init; }

    /// <summary>It goes up by a clock of its own, which tells the directorate of each: the day's notice leaves it out.</summary>
    public bool IsToldApart { get; init; }

    /// <summary>With this permission an officer of the directorate opens the case itself; null where only the school does.</summary>
    public string? OfficePermission { get; init; }

    /// <summary>The number people know it by.</summary>
    public Func<long, int, string> Number { get; init; } = (id, _) => id.ToString(CultureInfo.InvariantCulture);
}
