using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Massar.Features.Schools.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.ImportTimetable;

public sealed record Query : IQuery<Start>;

/// <param name="From">The day proposed for the new timetable to begin.</param>
public sealed record Start(DateOnly From, DateOnly First, DateOnly Last);

/// <summary>Takes a file in for two hours, after reading it.</summary>
/// <param name="Data">The data file.</param>
/// <param name="Output">FET's activities output; empty when the timetable is in the data file.</param>
/// <param name="From">First day of the new timetable, ISO 8601.</param>
public sealed record Command(string FileName, [property: JsonIgnore] byte[] Data, [property: JsonIgnore] byte[] Output, string? From) : ICommand<Guid>
{
    /// <summary>Tells two files apart where the same form is sent twice.</summary>
    public string Hash => Fingerprint.Of(Fingerprint.Of(Data) + Fingerprint.Of(Output));
}

public sealed record PreviewQuery(Guid Id) : IQuery<Foreseen>;

/// <summary>All the file would do, and what stands in its way.</summary>
/// <param name="Unknown">Names nobody knows, or that a person chose for.</param>
/// <param name="Known">How many names were understood.</param>
/// <param name="Problems">In words.</param>
/// <param name="Clashes">In words.</param>
/// <param name="Unplaced">Activities without an hour.</param>
/// <param name="LeftOut">Lessons left out by choice.</param>
public sealed record Foreseen(
    Guid Id, string FileName, DateOnly From, IReadOnlyList<NameLine> Unknown, int Known, int Lessons, int Classes, IReadOnlyList<string> Problems, IReadOnlyList<string> Clashes, int Unplaced, int LeftOut, bool IsReady, string Fingerprint);

/// <param name="Choices">What it may mean: value and name.</param>
public sealed record NameLine(FetName Kind, string Name, string Key, string? Value, [property: JsonIgnore] IReadOnlyList<(string Value, string Text)> Choices);

/// <param name="Chosen">Key of a name → value; empty for what is not known yet.</param>
public sealed record ChooseCommand(Guid Id, IReadOnlyDictionary<string, string> Chosen) : ICommand;

public sealed record ConfirmCommand(Guid Id, string? Fingerprint) : ICommand<Taken>;

public sealed record Taken(int Lessons);

public sealed class Handler(MassarDb db, Planning planning, CurrentUser user, ImportLimits limits, Reader reader, Text text, TimeProvider clock)
    : IQueryHandler<Query, Start>, ICommandHandler<Command, Guid>, IQueryHandler<PreviewQuery, Foreseen>, ICommandHandler<ChooseCommand>, ICommandHandler<ConfirmCommand, Taken>
{
    private const int MostNames = 2_000;

    public async Task<Outcome<Start>> Handle(Query request, CancellationToken cancellationToken) =>
        await db.Schools.Below(user).AnyAsync(s => s.Id == user.PlaceId, cancellationToken) && await SchoolGrid.Current(db, user.PlaceId, cancellationToken) is { } frame
            ? new Start(Week.Shown(frame.Grid, MoroccanDay.Today(clock)), frame.Grid.From, frame.Grid.Until)
            : Refusal.NotFound;

    public async Task<Outcome<Guid>> Handle(Command request, CancellationToken cancellationToken)
    {
        if (!await db.Schools.Below(user).AnyAsync(s => s.Id == user.PlaceId, cancellationToken) || await SchoolGrid.Current(db, user.PlaceId, cancellationToken) is not { } frame) return Refusal.NotFound;
        if (request.Data.Length == 0) return Refusal.Invalid("File", "timetables.import.no-file");
        if ((string.IsNullOrEmpty(request.From) ? Week.Shown(frame.Grid, MoroccanDay.Today(clock)) : TypedDay.Read(request.From)) is not { } from || from < frame.Grid.From || from > frame.Grid.Until)
            return Refusal.Invalid("From", "timetables.import.from.wrong", Formats.ShortDate(frame.Grid.From), Formats.ShortDate(frame.Grid.Until));
        if (limits.Spend(user.AccountId) is { } wait) return Refusal.TooMany(wait);
        if (FetReader.Read(request.Data, request.Output, out var refusal) is not { } week) return refusal!;

        var import = new TimetableImport
        {
            Id = Guid.NewGuid(),
            AccountId = user.AccountId,
            SchoolId = user.PlaceId,
            FileName = BidiSafe.Clean(request.FileName, TimetableImport.NameLength),
            Content = JsonSerializer.Serialize(week),
            From = from,
            ExpiresAt = clock.GetUtcNow().UtcDateTime + TimetableImport.Lifetime,
        };
        db.TimetableImports.Add(import);
        await db.SaveChangesAsync(cancellationToken);
        return import.Id;
    }

    public async Task<Outcome<Foreseen>> Handle(PreviewQuery request, CancellationToken cancellationToken)
    {
        if (await Find(request.Id, cancellationToken) is not { } import || await planning.Of(isChanging: false, cancellationToken) is not { } plan) return Refusal.NotFound;
        var reading = Read(plan, import);
        return new Foreseen(import.Id, import.FileName, import.From,
            [.. reading.Meanings.Where(m => m.Value is null || m.IsChosen).Select(m => new NameLine(m.Kind, m.Name, m.Key, m.Value, Choices(plan, m.Kind)))],
            reading.Meanings.Count(m => m.Value is not null && !m.IsChosen), reading.Lessons.Count, reading.Lessons.Select(l => l.ClassId).Distinct().Count(),
            [.. reading.Problems.Select(text.Of)], [.. reading.Clashes.Select(c => text.Of(c.Say(reader)))], reading.Unplaced, reading.LeftOut, reading.IsReady, StampOf(reading));
    }

    public async Task<Outcome<Done>> Handle(ChooseCommand request, CancellationToken cancellationToken)
    {
        if (await Find(request.Id, cancellationToken) is not { } found) return Refusal.NotFound;
        var import = await db.TimetableImports.SingleAsync(i => i.Id == found.Id, cancellationToken);
        var choices = ChoicesOf(import);
        foreach (var (key, value) in request.Chosen)
            if (string.IsNullOrEmpty(value))
                choices.Remove(key);
            else
                choices[key] = value;
        if (choices.Count > MostNames) return Refusal.Conflict("timetables.import.too-large");
        import.Choices = JsonSerializer.Serialize(choices);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    public async Task<Outcome<Taken>> Handle(ConfirmCommand request, CancellationToken cancellationToken)
    {
        if (await Find(request.Id, cancellationToken) is not { } import || await planning.Of(isChanging: true, cancellationToken) is not { } plan) return Refusal.NotFound;
        // Held against the plan anew, under its lock: nothing is written that the person has not seen.
        var reading = Read(plan, import);
        if (!reading.IsReady) return Refusal.Conflict("timetables.import.blocked").Next("timetables.import.blocked.next");
        if (StampOf(reading) != request.Fingerprint) return Refusal.Conflict("timetables.import.changed").Next("timetables.import.changed.next");

        await planning.Replace(plan, import.From, reading.Lessons.Select(l => Planning.New(plan, plan.Assignments[l.AssignmentId], new LessonSpot(l.Weekday, l.FirstHour, l.Hours, l.RoomId, l.Half, l.StartsOn, l.EndsOn))), null, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await db.TimetableImports.Where(i => i.Id == import.Id).ExecuteDeleteAsync(cancellationToken);
        return new Taken(reading.Lessons.Count);
    }

    private async Task<TimetableImport?> Find(Guid id, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return await db.TimetableImports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.AccountId == user.AccountId && i.SchoolId == user.PlaceId && i.ExpiresAt > now, ct);
    }

    // Lessons that hold only before the first day of the file do not stand in its way.
    private static FetReading Read(SchoolPlan plan, TimetableImport import) => FetMatch.Against(plan, JsonSerializer.Deserialize<FetWeek>(import.Content)!, ChoicesOf(import), import.From);

    private static Dictionary<string, string> ChoicesOf(TimetableImport import) => import.Choices is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(import.Choices)!;

    private static string StampOf(FetReading reading) => Fingerprint.Of(JsonSerializer.SerializeToUtf8Bytes(reading.Lessons))[..16];

    private List<(string, string)> Choices(SchoolPlan plan, FetName kind) =>
    [
        .. kind switch
        {
            FetName.Class => plan.Assignments.Values.DistinctBy(a => a.ClassId).Select(a => (a.ClassId.ToString(CultureInfo.InvariantCulture), a.ClassName)),
            FetName.Teacher => plan.Assignments.Values.DistinctBy(a => a.EmployeeId).OrderBy(a => a.TeacherAr, StringComparer.Ordinal).Select(a => (a.EmployeeId.ToString(CultureInfo.InvariantCulture), reader.Name(a.TeacherAr, a.TeacherLatin))),
            FetName.Subject => plan.Assignments.Values.DistinctBy(a => a.SubjectCode).Select(a => (a.SubjectCode, reader.Name(a.SubjectAr, a.SubjectFr))),
            FetName.Room => plan.Rooms.Values.Where(r => r.IsForLessons).Select(r => (r.Id.ToString(CultureInfo.InvariantCulture), r.Code)),
            FetName.Day => SchoolGrid.Days.Select(d => (((int)d).ToString(CultureInfo.InvariantCulture), Formats.Day(d, reader.Language))),
            _ => plan.Grid.Hours.All.Select(h => (h.Code, Formats.Time(h.From))),
        },
        (FetMeaning.LeftOut, text[kind == FetName.Room ? "timetables.room.none" : "timetables.import.leave-out"]),
    ];
}
