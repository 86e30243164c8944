using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

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

    /// <summary>The year of a request sent today: the one it was begun for while that is open, else the open one; null when closed.</summary>
    public int? YearFor(int begunFor, DateOnly today) => All.Any(w => w.Year == begunFor && w.IsOpenOn(today)) ? begunFor : Open?.Year;

    /// <summary>Why nothing can be begun or sent today, and from when it can.</summary>
    public Refusal Closed() =>
        (Next is { } next ? Refusal.Conflict("registrations.closed.until", Formats.SchoolYear(next.Year), Formats.ShortDate(next.StartsOn)) : Refusal.Conflict("registrations.closed"))
        .Next("registrations.closed.follow");

    public static async Task<RegistrationWindows> On(MassarDb db, DateOnly today, CancellationToken ct)
    {
        var windows = await db.CalendarEntries.AsNoTracking().Where(c => c.Code == RegistrationWindow.Code && c.EndsOn >= today)
            .OrderBy(c => c.StartsOn).Select(c => new RegistrationWindow(c.SchoolYearId, c.StartsOn, c.EndsOn)).ToListAsync(ct);
        return new(windows.LastOrDefault(w => w.IsOpenOn(today)), windows.FirstOrDefault(w => w.StartsOn > today)) { All = windows };
    }
}
