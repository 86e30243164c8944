using System.Globalization;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Reference.EditReferenceRow;

public sealed record Query(string List, string Key) : IQuery<Entry>;

public sealed record Entry(string List, string Key, int Version, IReadOnlyList<EntryField> Fields)
{
    /// <summary>Of a window: the directorates that gave their schools other days.</summary>
    public IReadOnlyList<MovedLine> Moved { get; init; } = [];
}

public sealed record MovedLine(string PlaceAr, string PlaceFr, DateOnly StartsOn, DateOnly EndsOn, string Reason);

/// <param name="IsFixed">Names the row, never changes.</param>
public sealed record EntryField(string Name, ColumnKind Kind, object? Value, bool IsFixed, bool IsRequired, int MaxLength);

/// <param name="Values">By column name as typed, with the version that was read.</param>
public sealed record Command(string List, string Key, IReadOnlyDictionary<string, string?> Values) : ICommand
{
    public const string VersionField = "Version";

    public string? Of(string name) => Values.GetValueOrDefault(name);
}

public sealed class Handler(MassarDb db, IEnumerable<IKeepsPlans> keepers, Facts facts) : IQueryHandler<Query, Entry>, ICommandHandler<Command>
{
    private const int MostMoveDays = 60;

    public async Task<Outcome<Entry>> Handle(Query request, CancellationToken ct)
    {
        if (ReferenceList.Find(request.List) is not { } list || await list.Entity(db, request.Key, ct) is not { } row)
            return Refusal.NotFound;
        return new Entry(list.Code, request.Key, row.Version,
            [.. list.Columns.Select(c => new EntryField(c.Name, c.Kind, c.Get(row), c.Set is null, c.IsRequired, c.MaxLength))])
        {
            Moved = row is not CalendarEntry { Code: not null, Id: var id, StartsOn: var first, EndsOn: var last } ? [] : await (
                from m in db.MovedWindows
                where m.EntryId == id
                join p in db.Places on m.PlaceId equals p.Id
                orderby p.Path
                select new MovedLine(p.NameAr, p.NameFr, m.StartsOn ?? first, m.EndsOn ?? last, m.Reason)).AsNoTracking().ToListAsync(ct),
        };
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        if (ReferenceList.Find(command.List) is not { } list || await list.Entity(db, command.Key, ct) is not { } row)
            return Refusal.NotFound;
        if (command.Of(Command.VersionField) != row.Version.ToString(CultureInfo.InvariantCulture))
            return Refusal.Stale;

        var (wasCurrent, former) = (row is SchoolYear { IsCurrent: true }, (row as Setting)?.Value);
        var plan = row is SubjectPlan { } p ? (p.TestsPerSemester, p.ActivitiesShare) : default;
        var wrong = new Dictionary<string, Said>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in list.Columns.Where(c => c.Set is not null && command.Values.ContainsKey(c.Name)))
            if (Read(column, (command.Of(column.Name) ?? "").Trim(), out var value) is { } problem)
                wrong[column.Name] = problem;
            else
                column.Set!(row, value);
        if (wrong.Count > 0)
            return Refusal.Invalid(wrong);
        if ((row is Setting setting ? setting.KeepForm(former!) : Order(row)) is { } refusal)
            return refusal;

        // A test that would be taken away may hold marks.
        if (row is SubjectPlan changed)
            foreach (var keeper in keepers)
                if (await keeper.WhyNot(changed, plan, ct) is { } kept)
                    return kept;

        if (row is SchoolYear year && year.IsCurrent != wasCurrent)
        {
            // Exactly one year is current: another takes over, none is never right.
            if (!year.IsCurrent)
                return Refusal.Conflict("reference.one-current").Next("reference.one-current-next");
            foreach (var other in await db.SchoolYears.Where(y => y.IsCurrent && y.Id != year.Id).ToListAsync(ct))
                other.IsCurrent = false;
        }

        await db.SaveChangesAsync(ct);
        if (row is CalendarEntry { Code: not null } line)
            await Lapse(line, ct);
        return Done.It;
    }

    // Days that a directorate gave and that the ministry no longer allows count no more; its heads are told.
    private async Task Lapse(CalendarEntry line, CancellationToken ct)
    {
        var id = line.Id;
        var gone = (await db.MovedWindows.Where(m => m.EntryId == id).ToListAsync(ct)).Where(m => MovedWindow.Bounds(line, m.StartsOn ?? line.StartsOn, m.EndsOn ?? line.EndsOn) is not null).ToList();
        if (gone.Count == 0)
            return;
        db.MovedWindows.RemoveRange(gone);
        await db.SaveChangesAsync(ct);
        foreach (var moved in gone)
            await facts.Tell(new WindowMoved(id, moved.PlaceId, moved.Id, moved.Times, line.StartsOn, line.EndsOn, IsBack: true), ct);
        await db.SaveChangesAsync(ct);
    }

    private static Refusal? Order(IVersioned row) => row switch
    {
        SchoolYear year when year.EndsOn < year.StartsOn => Refusal.Invalid(nameof(year.EndsOn), "reference.ends-before"),
        CalendarEntry entry when entry.EndsOn < entry.StartsOn => Refusal.Invalid(nameof(entry.EndsOn), "reference.ends-before"),
        CalendarEntry { MoveDays: < 0 or > MostMoveDays } => Refusal.Invalid(nameof(CalendarEntry.MoveDays), "reference.calendar.move-days", MostMoveDays),
        CalendarEntry { MoveDays: > 0, Kind: not "window" } => Refusal.Invalid(nameof(CalendarEntry.MoveDays), "reference.calendar.move-windows"),
        SubjectPlan { ActivitiesShare: > 1 } => Refusal.Invalid(nameof(SubjectPlan.ActivitiesShare), "reference.share"),
        LeaveType type => type.KeepWords(),
        FamilyPaperRule paper => paper.KeepWords(),
        _ => null,
    };

    private static Said? Read(ReferenceColumn column, string typed, out object? value)
    {
        value = null;
        if (typed.Length == 0 || column.Kind == ColumnKind.Day && typed.All(c => c == '-'))
            return column.IsRequired ? new Said("reference.required") : null;

        switch (column.Kind)
        {
            case ColumnKind.Text:
                // One line, whatever was pasted.
                value = typed = string.Join(' ', typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
                return typed.Length > column.MaxLength ? new Said("reference.too-long", column.MaxLength) : null;
            case ColumnKind.Whole:
                value = int.TryParse(Digits.ToLatin(typed), NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole <= 100_000 ? whole : null;
                return value is null ? new Said("reference.not-whole") : null;
            case ColumnKind.Decimal:
                value = decimal.TryParse(Digits.ToLatin(typed).Replace(',', '.').Replace('٫', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 1_000 ? number : null;
                return value is null ? new Said("reference.not-number") : null;
            case ColumnKind.Day:
                value = DateOnly.TryParseExact(Digits.ToLatin(typed), ["yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 2100 ? day : null;
                return value is null ? new Said("reference.not-day") : null;
            case ColumnKind.Flag:
                value = bool.TryParse(typed, out var flag) ? flag : null;
                return value is null ? new Said("reference.choose") : null;
            default:
                value = Confidence.All.Contains(typed) ? typed : null;
                return value is null ? new Said("reference.choose") : null;
        }
    }
}
