using System.Globalization;
using FluentValidation;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Reference.AddCalendarLine;

public sealed record Query(int? Year) : IQuery<Blank>;

/// <param name="Missing">Windows other years have and this one does not.</param>
public sealed record Blank(int Year, DateOnly Earliest, DateOnly Latest, IReadOnlyList<YearChoice> Years, IReadOnlyList<MissingWindow> Missing);

public sealed record YearChoice(int Id, string Label);

public sealed record MissingWindow(string Code, string NameAr, string NameFr);

public sealed record Command(int? Year, string? Kind, string? NameAr, string? NameFr, string? StartsOn, string? EndsOn, string? Confidence) : ICommand<Added>
{
    /// <summary>What stands before the code of a window.</summary>
    public const string WindowPrefix = "window:";
}

/// <param name="Key">Of the row, as addresses have it.</param>
public sealed record Added(string Key);

public sealed class Validator : AbstractValidator<Command>
{
    private const int NameLength = 200;

    public Validator()
    {
        RuleFor(c => c.Kind).Must(k => k is "event" or "holiday" or "exam" || (k is not null && k.StartsWith(Command.WindowPrefix, StringComparison.Ordinal))).WithMessage("reference.choose");
        RuleFor(c => c.NameAr).Must(n => BidiSafe.Clean(n).Length > 0).WithMessage("reference.required");
        RuleFor(c => c.NameFr).Must(n => BidiSafe.Clean(n).Length > 0).WithMessage("reference.required");
        RuleFor(c => c.NameAr).Must(n => BidiSafe.Clean(n).Length <= NameLength).WithMessage("reference.too-long").WithState(_ => new object[] { NameLength });
        RuleFor(c => c.NameFr).Must(n => BidiSafe.Clean(n).Length <= NameLength).WithMessage("reference.too-long").WithState(_ => new object[] { NameLength });
        RuleFor(c => c.StartsOn).Must(d => TypedDay.Read(d) is not null).WithMessage("reference.not-day");
        RuleFor(c => c.EndsOn).Must(d => TypedDay.Read(d) is not null).WithMessage("reference.not-day");
        RuleFor(c => c.EndsOn).Must((c, d) => TypedDay.Read(d) is not { } ends || TypedDay.Read(c.StartsOn) is not { } starts || ends >= starts).WithMessage("reference.ends-before");
        RuleFor(c => c.Confidence).Must(c => Confidence.All.Contains(c ?? "")).WithMessage("reference.choose");
    }
}

public sealed class Handler(MassarDb db, TimeProvider clock) : IQueryHandler<Query, Blank>, ICommandHandler<Command, Added>
{
    public async Task<Outcome<Blank>> Handle(Query request, CancellationToken cancellationToken)
    {
        var years = await db.SchoolYears.AsNoTracking().OrderByDescending(y => y.Id).ToListAsync(cancellationToken);
        if ((request.Year is { } asked ? years.Find(y => y.Id == asked) : years.Find(y => y.IsCurrent)) is not { } year) return Refusal.NotFound;
        var (earliest, latest) = Span(year);
        return new Blank(year.Id, earliest, latest, [.. years.Select(y => new YearChoice(y.Id, y.Label))], await Missing(year.Id, cancellationToken));
    }

    public async Task<Outcome<Added>> Handle(Command command, CancellationToken cancellationToken)
    {
        // The year is held: of two who add the same window, the second finds the first's.
        if (await db.SchoolYears.Where(y => y.Id == command.Year).ForUpdate().SingleOrDefaultAsync(cancellationToken) is not { } year) return Refusal.NotFound;
        var (starts, ends) = (TypedDay.Read(command.StartsOn)!.Value, TypedDay.Read(command.EndsOn)!.Value);
        var (earliest, latest) = Span(year);
        if (starts < earliest || starts > latest) return Refusal.Invalid("StartsOn", "reference.calendar.between", Formats.ShortDate(earliest), Formats.ShortDate(latest));
        if (ends > latest) return Refusal.Invalid("EndsOn", "reference.calendar.between", Formats.ShortDate(earliest), Formats.ShortDate(latest));
        // Absences and delays were counted by the days before.
        if (command.Kind == "holiday" && MoroccanDay.Today(clock) is var today && starts <= today) return Refusal.Invalid("StartsOn", "reference.calendar.not-before", Formats.ShortDate(today.AddDays(1)));
        var isWindow = command.Kind!.StartsWith(Command.WindowPrefix, StringComparison.Ordinal);
        var code = isWindow ? command.Kind[Command.WindowPrefix.Length..] : null;
        if (isWindow && (await Missing(year.Id, cancellationToken)).All(m => m.Code != code)) return Refusal.Invalid("Kind", "reference.calendar.window-there");
        var (ar, fr, kind) = (BidiSafe.Clean(command.NameAr), BidiSafe.Clean(command.NameFr), isWindow ? "window" : command.Kind);
        if (await db.CalendarEntries.AnyAsync(c => c.SchoolYearId == year.Id && c.Kind == kind && c.StartsOn <= ends && c.EndsOn >= starts && c.NameAr == ar, cancellationToken))
            return Refusal.Conflict("reference.calendar.twice").Next("reference.calendar.twice.next");

        var row = new CalendarEntry { SchoolYearId = year.Id, Code = code, StartsOn = starts, EndsOn = ends, NameAr = ar, NameFr = fr, Kind = kind, Confidence = command.Confidence! };
        db.CalendarEntries.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        return new Added(row.Id.ToString(CultureInfo.InvariantCulture));
    }

    // Families register for a year while the one before still runs, and its last window closes in the next autumn.
    private static (DateOnly, DateOnly) Span(SchoolYear year) => (year.StartsOn.AddYears(-1), year.EndsOn.AddMonths(3));

    private Task<List<MissingWindow>> Missing(int year, CancellationToken ct) =>
        db.CalendarEntries.Where(c => c.Kind == "window" && c.Code != null && !db.CalendarEntries.Any(o => o.SchoolYearId == year && o.Code == c.Code))
            .GroupBy(c => c.Code!).OrderBy(g => g.Key).Select(g => new MissingWindow(g.Key, g.Min(c => c.NameAr)!, g.Min(c => c.NameFr)!)).ToListAsync(ct);
}
