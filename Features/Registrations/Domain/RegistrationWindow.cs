using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Registrations.Domain;

/// <summary>
/// The days on which families register for a school year, from the year's organization decision
/// (the line "registrations" of its calendar): that of the next year opens while the current one still runs.
/// </summary>
public sealed record RegistrationWindow(int Year, DateOnly StartsOn, DateOnly EndsOn)
{
    public const string Code = "registrations";

    public bool IsOpenOn(DateOnly day) => StartsOn <= day && day <= EndsOn;
}

/// <summary>What the calendar says of today.</summary>
/// <param name="Open">The window a child registers in today, the later year when two overlap; null when none is open.</param>
/// <param name="Next">The first window still to come; null when the calendar knows none.</param>
public sealed record RegistrationWindows(RegistrationWindow? Open, RegistrationWindow? Next)
{
    private IReadOnlyList<RegistrationWindow> All { get; init; } = [];

    /// <summary>The window that closed last, where none is open.</summary>
    public RegistrationWindow? Last { get; init; }

    /// <summary>The year of a request sent today: the one it was begun for while that is open, else the open one; null when closed.</summary>
    public int? YearFor(int begunFor, DateOnly today) => All.Any(w => w.Year == begunFor && w.IsOpenOn(today)) ? begunFor : Open?.Year;

    /// <summary>Why nothing can be begun or sent today, and from when it can, or since when no more.</summary>
    public Refusal Closed() =>
        (Next is { } next ? Refusal.Conflict("registrations.closed.until", Formats.SchoolYear(next.Year), Formats.ShortDate(next.StartsOn))
            : Last is { } last ? Refusal.Conflict("registrations.closed.since", Formats.SchoolYear(last.Year), Formats.ShortDate(last.EndsOn)) : Refusal.Conflict("registrations.closed"))
        .Next("registrations.closed.follow");

    /// <summary>At a place: the days its directorate gave count there.</summary>
    public static async Task<RegistrationWindows> On(MassarDb db, string path, DateOnly today, CancellationToken ct) =>
        Of(await CalendarWindows.At(db, path, ct, RegistrationWindow.Code), today);

    /// <summary>At the school a family chose; before it chose one, wherever a window is open.</summary>
    public static async Task<RegistrationWindows> On(MassarDb db, int? school, DateOnly today, CancellationToken ct) =>
        Of(school is { } place ? await CalendarWindows.At(db, place, ct, RegistrationWindow.Code) : await CalendarWindows.Anywhere(db, ct, RegistrationWindow.Code), today);

    private static RegistrationWindows Of(HeldWindows held, DateOnly today)
    {
        var windows = held.All.Select(w => new RegistrationWindow(w.Year, w.StartsOn, w.EndsOn)).OrderBy(w => w.StartsOn).ToList();
        return new(windows.LastOrDefault(w => w.IsOpenOn(today)), windows.Find(w => w.StartsOn > today)) { All = windows, Last = windows.Where(w => w.EndsOn < today).MaxBy(w => w.EndsOn) };
    }
}
