using System.Text.Json;
using System.Text.Json.Serialization;
using Massar.Features.Attendance.Domain;
using Massar.Features.Classes.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Schools.Domain;
using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.ShowBoard;

/// <param name="Day">Today when it is not said.</param>
public sealed record Query(DateOnly? Day) : IQuery<DayBoard>;

/// <summary>One day of a school.</summary>
/// <param name="IsSchoolDay">False on Sundays and holidays, when no call is missing.</param>
/// <param name="Waiting">Reasons that wait for the school.</param>
/// <param name="OpenFollowUps">How many there are; the newest are listed.</param>
/// <param name="StayingAway">Pupils without news for many days, whom nobody ruled on yet.</param>
public sealed record DayBoard(
    DateOnly Day, DateOnly Today, bool IsSchoolDay, IReadOnlyList<ClassLine> Classes, IReadOnlyList<PupilLine> Pupils, int Waiting, int OpenFollowUps, int StayingAway, IReadOnlyList<FollowUpLine> FollowUps,
    [property: JsonIgnore] LessonHours Hours) : IShowsPersons
{
    /// <summary>Teachers on leave or at a training session that day.</summary>
    public IReadOnlyList<AwayTeacher> Away { get; init; } = [];

    int IShowsPersons.PersonsShown => Pupils.Count;

    /// <summary>When an hour begins, as people speak of it; an hour that the setting no longer has by its code.</summary>
    public string Shown(string hour) => Hours.Find(hour) is { } known ? Formats.Time(known.From) : hour;

    /// <summary>Changes when anything on the board does.</summary>
    [JsonIgnore] public string Stamp => Fingerprint.Of(JsonSerializer.SerializeToUtf8Bytes(this))[..12];

    public int WithoutReason => Pupils.Count(p => p.IsWithoutReason);

    public int Late => Pupils.Count(p => p.Late.Count > 0);

    public int MissingCalls => Classes.Sum(c => c.Missing.Count);
}

/// <summary>A class with the calls of the day, and the hours that have begun without one.</summary>
/// <param name="HasTeacher">Somebody is assigned to it that day, in whatever subject.</param>
public sealed record ClassLine(int Id, string Name, bool HasTeacher, IReadOnlyList<CallCell> Calls, IReadOnlyList<string> Missing);

public sealed record CallCell(long Id, string Hour, int Absent, int Late);

/// <summary>A pupil who was absent or late that day.</summary>
/// <param name="State">Of the newest absence; null for those who were only late.</param>
/// <param name="ToldAt">When the guardians were told.</param>
public sealed record PupilLine(long Id, string Code, string NameAr, string NameLatin, string ClassName, IReadOnlyList<string> Absent, IReadOnlyList<string> Late, AbsenceState? State, DateTime? ToldAt)
{
    [JsonIgnore] public bool IsWithoutReason => State is AbsenceState.Noted or AbsenceState.Unjustified;
}

public sealed record FollowUpLine(long Id, string NameAr, string NameLatin, string ClassName, int Threshold, string? OwnerAr, string? OwnerLatin, DateTime OpenedAt);

public sealed class Handler(MassarDb db, ILessonPlan plan, WhoIsAway staff, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, DayBoard>
{
    private const int MostFollowUps = 10;

    public async Task<Outcome<DayBoard>> Handle(Query request, CancellationToken cancellationToken)
    {
        var local = MoroccanDay.Local(clock.GetUtcNow().UtcDateTime);
        var today = DateOnly.FromDateTime(local);
        var day = request.Day is { } asked && asked < today && asked > DateOnly.MinValue ? asked : today;
        var path = user.PlacePath;
        var away = db.Leaves.AwayOn(day).Where(l => l.PlacePath.StartsWith(path));
        var trained = db.TrainingSeats.AwayOn(db, day).Where(s => s.PlacePath.StartsWith(path));
        var frame = await db.SchoolYears.Where(y => y.IsCurrent).Select(y => new
        {
            y.Id,
            Hours = db.Settings.Where(s => s.SchoolYearId == y.Id && s.Code == "attendance.hours").Select(s => s.Value).FirstOrDefault(),
            IsHoliday = db.CalendarEntries.Any(e => e.SchoolYearId == y.Id && e.Kind == "holiday" && e.StartsOn <= day && day <= e.EndsOn),
            IsAnybodyAway = away.Any() || trained.Any(),
            Waiting = db.Justifications.InSchoolsOf(user, db).Count(j => j.State == JustificationState.Waiting),
            FollowUps = db.FollowUps.InSchoolsOf(user, db).Count(f => f.ClosedAt == null),
            StayingAway = db.Interruptions.InSchoolsOf(user, db).Count(i => i.State == InterruptionState.AtRisk || i.State == InterruptionState.Convened),
        }).AsNoTracking().SingleAsync(cancellationToken);
        var hours = LessonHours.Read(frame.Hours);
        var isSchoolDay = !frame.IsHoliday && day.DayOfWeek != DayOfWeek.Sunday;
        var begun = !isSchoolDay ? [] : day < today ? [.. hours.All] : hours.Begun(TimeOnly.FromDateTime(local)).ToList();

        var year = frame.Id;
        var calls = await (
            from c in db.Classes.InSchoolsOf(user, db)
            where c.SchoolYearId == year
            join call in db.RollCalls.Where(r => r.Day == day) on c.Id equals call.ClassId into some
            from call in some.DefaultIfEmpty()
            orderby c.Name, call.Hour
            select new
            {
                c.Id,
                c.Name,
                HasTeacher = db.TeachingAssignments.LiveOn(day).Any(t => t.ClassId == c.Id),
                CallId = (long?)call.Id,
                call.Hour,
                Absent = db.RollLines.Count(l => l.RollCallId == call.Id && l.Presence == Presence.Absent),
                Late = db.RollLines.Count(l => l.RollCallId == call.Id && l.Presence == Presence.Late),
            }).AsNoTracking().Take(1000).ToListAsync(cancellationToken);
        // A call is missing where the timetable holds a lesson; a class without a timetable has one at every hour.
        var held = begun.Count == 0 ? new Dictionary<int, IReadOnlySet<string>>() : await plan.HeldOn(user.PlacePath, day, hours, cancellationToken);
        var classes = calls.GroupBy(c => (c.Id, c.Name, c.HasTeacher)).Select(g =>
        {
            var cells = g.Where(c => c.CallId is not null).Select(c => new CallCell(c.CallId!.Value, c.Hour, c.Absent, c.Late)).ToList();
            return new ClassLine(g.Key.Id, g.Key.Name, g.Key.HasTeacher, cells, [.. begun.Where(h => cells.TrueForAll(c => c.Hour != h.Code) && (!held.TryGetValue(g.Key.Id, out var lessons) || lessons.Contains(h.Code))).Select(h => h.Code)]);
        });

        var lines = await (
            from call in db.RollCalls.InSchoolsOf(user, db)
            where call.Day == day
            join line in db.RollLines on call.Id equals line.RollCallId
            join p in db.Pupils on line.PupilId equals p.Id
            join c in db.Classes on call.ClassId equals c.Id
            join a in db.Absences on new { line.PupilId, call.Day } equals new { a.PupilId, a.Day } into absences
            from a in absences.DefaultIfEmpty()
            orderby c.Name, p.LastNameAr, p.FirstNameAr, p.Id
            select new { p.Id, p.MassarCode, p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin, c.Name, call.Hour, line.Presence, Half = (HalfDay?)a.Half, State = (AbsenceState?)a.State, a.ToldAt })
            .AsNoTracking().Take(4000).ToListAsync(cancellationToken);
        var pupils = lines.GroupBy(l => l.Id).Select(g =>
        {
            var (any, newest) = (g.First(), g.Where(l => l.State is not null and not AbsenceState.Cancelled).OrderByDescending(l => l.Half).FirstOrDefault());
            return new PupilLine(any.Id, any.MassarCode, $"{any.LastNameAr} {any.FirstNameAr}", $"{any.LastNameLatin} {any.FirstNameLatin}", any.Name,
                Hours(Presence.Absent), Hours(Presence.Late), newest?.State, newest?.ToldAt);

            List<string> Hours(Presence presence) => [.. g.Where(l => l.Presence == presence).Select(l => l.Hour).Distinct().Order(StringComparer.Ordinal)];
        });

        var followUps = await (
            from f in db.FollowUps.InSchoolsOf(user, db)
            where f.ClosedAt == null
            join p in db.Pupils on f.PupilId equals p.Id
            join c in db.Classes on f.ClassId equals c.Id
            join a in db.Accounts on f.OwnerAccountId equals (long?)a.Id into owners
            from a in owners.DefaultIfEmpty()
            orderby f.OpenedAt descending, f.Id descending
            select new { f.Id, p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin, c.Name, f.Threshold, a.NameAr, a.NameLatin, f.OpenedAt }).AsNoTracking().Take(MostFollowUps).ToListAsync(cancellationToken);

        return new DayBoard(day, today, isSchoolDay,
            [.. classes.OrderByDescending(c => c.Missing.Count)],
            [.. pupils.OrderBy(p => p.IsWithoutReason ? 0 : p.State is not null ? 1 : 2)],
            frame.Waiting, frame.FollowUps, frame.StayingAway,
            [.. followUps.Select(f => new FollowUpLine(f.Id, $"{f.LastNameAr} {f.FirstNameAr}", $"{f.LastNameLatin} {f.FirstNameLatin}", f.Name, f.Threshold, f.NameAr, f.NameLatin, f.OpenedAt))], hours)
        { Away = isSchoolDay && frame.IsAnybodyAway ? await staff.On(user.PlacePath, day, hours, cancellationToken) : [] };
    }
}
