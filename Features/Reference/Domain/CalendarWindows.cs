using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Reference.Domain;

/// <summary>A named line of a year's calendar as it holds at one place, both days included.</summary>
public sealed record HeldWindow
{
    public required int Year { get; init; }

    public required bool IsOfCurrentYear { get; init; }

    public required string Code { get; init; }

    public required DateOnly StartsOn { get; init; }

    public required DateOnly EndsOn { get; init; }

    /// <summary>The directorate gave its own days.</summary>
    public required bool IsMoved { get; init; }

    public bool IsOpenOn(DateOnly day) => StartsOn <= day && day <= EndsOn;

    /// <summary>Why a screen is closed on a day, with the day on which it opens or closed; null while it is open.</summary>
    public Refusal? Closed(DateOnly day) =>
        day < StartsOn ? Refusal.Conflict(IsMoved ? "reference.window.opens.moved" : "reference.window.opens", Formats.ShortDate(StartsOn), Formats.ShortDate(EndsOn)).Next("reference.window.opens.next")
        : day > EndsOn ? Refusal.Conflict(IsMoved ? "reference.window.closed.moved" : "reference.window.closed", Formats.ShortDate(EndsOn)).Next("reference.window.closed.next")
        : null;
}

/// <summary>Windows of several years as they hold at one place.</summary>
public sealed record HeldWindows(IReadOnlyList<HeldWindow> All)
{
    public HeldWindow? Of(string code, int year) => All.FirstOrDefault(w => w.Code == code && w.Year == year);

    /// <summary>Why a screen of a year is closed; null while it is open, and where the calendar names no window.</summary>
    public Refusal? Closed(string code, int year, DateOnly day) => Of(code, year)?.Closed(day);
}

/// <summary>
/// The one place where windows of the school-year calendar are read (PLT-10): the ministry's lines, and where the directorate moved one for
/// its own schools, the directorate's days.
/// </summary>
public static class CalendarWindows
{
    /// <summary>The named lines as they hold at a place. One statement.</summary>
    /// <param name="db">The database.</param>
    /// <param name="path">The path of the place, "/1/8/95/403/"; empty for the ministry's own days.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="codes">All named lines without them.</param>
    public static async Task<HeldWindows> At(MassarDb db, string path, CancellationToken ct, params IReadOnlyList<string> codes) =>
        new(await Held(db, path, codes).OrderBy(w => w.StartsOn).ThenBy(w => w.Code).AsNoTracking().ToListAsync(ct));

    /// <summary>The same as a query, for who joins it to what is read anyway.</summary>
    public static IQueryable<HeldWindow> Held(MassarDb db, string path, params IReadOnlyList<string> codes)
    {
        var above = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToList();
        return Lines(db, db.MovedWindows.Where(m => above.Contains(m.PlaceId)), codes);
    }

    /// <summary>The same for a school by its number. Two statements.</summary>
    public static async Task<HeldWindows> At(MassarDb db, int place, CancellationToken ct, params IReadOnlyList<string> codes) =>
        await At(db, await db.Places.Where(p => p.Id == place).Select(p => p.Path).SingleOrDefaultAsync(ct) ?? "", ct, codes);

    /// <summary>Where nobody knows yet which school it will be: the ministry's lines, and beside them those of every directorate.</summary>
    public static async Task<HeldWindows> Anywhere(MassarDb db, CancellationToken ct, params IReadOnlyList<string> codes)
    {
        var moved = await Lines(db, db.MovedWindows, codes).OrderBy(w => w.StartsOn).ThenBy(w => w.Code).AsNoTracking().ToListAsync(ct);
        return moved.Exists(w => w.IsMoved) ? new HeldWindows([.. (await At(db, "", ct, codes)).All, .. moved.Where(w => w.IsMoved)]) : new HeldWindows(moved);
    }

    private static IQueryable<HeldWindow> Lines(MassarDb db, IQueryable<MovedWindow> of, IReadOnlyList<string> codes) =>
        from line in db.CalendarEntries
        where line.Code != null && (codes.Count == 0 || codes.Contains(line.Code))
        join year in db.SchoolYears on line.SchoolYearId equals year.Id
        join own in of on line.Id equals own.EntryId into owns
        from own in owns.DefaultIfEmpty()
        select new HeldWindow
        {
            Year = line.SchoolYearId,
            IsOfCurrentYear = year.IsCurrent,
            Code = line.Code!,
            StartsOn = own.StartsOn ?? line.StartsOn,
            EndsOn = own.EndsOn ?? line.EndsOn,
            IsMoved = own != null,
        };
}
