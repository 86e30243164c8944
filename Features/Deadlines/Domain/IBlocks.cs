namespace Massar.Features.Deadlines.Domain;

/// <summary>
/// What an area knows to be missing at a school. Each area answers for its own things and nobody else's; the board asks all of them
/// in one statement, so what they answer are queries over plain columns.
/// </summary>
public interface IBlocks
{
    /// <summary>Codes of settings of the year that the kinds are computed from; the board reads them together.</summary>
    IReadOnlyList<string> Settings => [];

    /// <summary>The kinds of things that can stand in somebody's way on the frame's day: those whose window has begun.</summary>
    IEnumerable<BlockKind> Kinds(BlockFrame frame);
}

/// <summary>Whose turn it is to mend something.</summary>
public enum BlockTurn
{
    Head,

    /// <summary>The named teacher.</summary>
    Teacher,

    /// <summary>The school's desk.</summary>
    Desk,

    /// <summary>Who follows absences and school life.</summary>
    Supervisor,
}

/// <summary>One missing thing in columns alone, so that the things of all areas can be read together. Every kind sets every column.</summary>
public sealed record Block
{
    /// <summary>The number the board gave to the kind.</summary>
    public required int Kind { get; init; }

    public required int SchoolId { get; init; }

    /// <summary>The thing itself, for its address and a stable order.</summary>
    public required long Id { get; init; }

    public required int? ClassId { get; init; }

    /// <summary>The line of the year's plan that names the subject.</summary>
    public required int? PlanId { get; init; }

    public required long? EmployeeId { get; init; }

    public required long? PupilId { get; init; }

    /// <summary>What the kind's sentence counts or names; 0 where it has nothing to say.</summary>
    public required int Number { get; init; }

    /// <summary>Since when, UTC; null where only a day is known, or the window says it.</summary>
    public required DateTime? Since { get; init; }

    public required DateOnly? SinceDay { get; init; }

    /// <summary>Last day in time, where the thing has one of its own.</summary>
    public required DateOnly? DueOn { get; init; }
}

/// <summary>A kind of missing thing.</summary>
/// <param name="Code">Its name in addresses: "sheets-s1".</param>
/// <param name="Text">Text key of its title; with ".says" behind it, of what one line says beside its names ({0}: the number).</param>
/// <param name="Permission">Who can mend it: nobody else is shown it.</param>
/// <param name="Missing">The things at the frame's schools, carrying the given number as their kind.</param>
/// <param name="Address">Where one of them is mended.</param>
public sealed record BlockKind(string Code, string Text, string Permission, Func<int, IQueryable<Block>> Missing, Func<Missed, string> Address)
{
    public BlockTurn Turn { get; init; } = BlockTurn.Head;

    /// <summary>The window whose end is the deadline.</summary>
    public BlockWindow? Window { get; init; }

    /// <summary>Where there is no window: the last day in time of a thing that waits since a day.</summary>
    public Func<DateOnly, DateOnly>? Clock { get; init; }

    /// <summary>The semester its title names; null for none.</summary>
    public int? Semester { get; init; }

    /// <summary>Text key of what one line says, where it depends on the thing; null says nothing.</summary>
    public Func<Missed, string?>? Says { get; init; }

    /// <summary>In place of a person's name: the number of a case, a day.</summary>
    public Func<Missed, string>? Label { get; init; }

    /// <summary>The deadline of something that waits since a day.</summary>
    public DateOnly? Due(DateOnly? own, DateOnly? since) => own ?? Window?.Closes ?? (since is { } day ? Clock?.Invoke(day) : null);
}

/// <summary>What the address and the sentence of a missing thing are made of.</summary>
public readonly record struct Missed(long Id, int? ClassId, string? Subject, long? PupilId, int Number, DateOnly? Since);

/// <summary>A window of the year's calendar, both days included.</summary>
public sealed record BlockWindow(string Code, int Year, DateOnly Opens, DateOnly Closes);

/// <summary>Where and when the board looks.</summary>
/// <param name="Schools">The school with its annexes, or the schools of a page of a directorate.</param>
/// <param name="Own">Without the annexes: for things that are mended only at the school itself.</param>
/// <param name="Year">The current school year.</param>
/// <param name="Today">The day in Morocco.</param>
/// <param name="Windows">The named lines of the calendar, of this year and of the one before.</param>
/// <param name="Settings">Code → value of the current year.</param>
/// <param name="Employee">The reader, who does not decide on himself; null for none.</param>
public sealed record BlockFrame(
    IReadOnlyList<int> Schools, IReadOnlyList<int> Own, int Year, DateOnly Today, DateTime Now, IReadOnlyList<BlockWindow> Windows, IReadOnlyDictionary<string, string> Settings, long? Employee = null)
{
    /// <summary>A window once its first day has come, open or over; null before that, and where the calendar names none.</summary>
    public BlockWindow? Begun(string code, int? year = null)
    {
        var of = year ?? Year;
        return Windows.FirstOrDefault(w => w.Code == code && w.Year == of) is { } window && window.Opens <= Today ? window : null;
    }

    /// <summary>A window that is open today.</summary>
    public BlockWindow? Open(string code, int? year = null) => Begun(code, year) is { } window && Today <= window.Closes ? window : null;

    /// <summary>A setting that is a whole number; the delivered value where there is none.</summary>
    public int Number(string code, int otherwise) =>
        Settings.TryGetValue(code, out var value) && int.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
