using System.Globalization;
using Massar.Features.Marks.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.ScheduleMarks;

/// <param name="Sheets">What was chosen before a second factor was asked: "12-13-17"; "all"; null ticks nothing, because publishing is final.</param>
public sealed record Query(string? Sheets = null, string? Date = null, string? Time = null, string? Later = null, string? Hours = null) : IQuery<Waiting>
{
    public static IReadOnlyList<int> Numbers(IEnumerable<string?> typed) =>
        [.. typed.Select(s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0).Distinct()];
}

/// <summary>Validated sheets without an hour, and those whose hour is still to come.</summary>
/// <param name="Chosen">Numbers of the sheets to draw ticked.</param>
/// <param name="Later">Who waits longer: nobody, guardians or pupils.</param>
/// <param name="Hours">How many hours longer, as typed.</param>
/// <param name="MostHours">No one waits longer than that.</param>
public sealed record Waiting(IReadOnlyList<WaitingSheet> Sheets, IReadOnlyList<int> Chosen, string Date, string Time, string Later, string? Hours, int MostHours);

public sealed record WaitingSheet(int Id, string ClassName, string SubjectAr, string SubjectFr, int Semester, int Number, DateTime? PublishAt, MarkAudience LaterFor, DateTime? LaterAt);

/// <param name="Later">guardians or pupils see it some hours after the others; anything else: both at once.</param>
/// <param name="Hours">How many.</param>
public sealed record Command(IReadOnlyList<int> Sheets, string? Date, string? Time, string? Later = null, string? Hours = null) : ICommand
{
    /// <summary>Who waits longer, as typed.</summary>
    public static MarkAudience WaitsOf(string? later) => later switch { "guardians" => MarkAudience.Guardians, "pupils" => MarkAudience.Pupils, _ => MarkAudience.All };
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock, Publication publication, WorkDesk work) : IQueryHandler<Query, Waiting>, ICommandHandler<Command>
{
    /// <summary>Sheets of one order.</summary>
    public const int Most = 200;

    public async Task<Outcome<Waiting>> Handle(Query request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var sheets = await (
            from a in db.Assessments.InSchoolsOf(user, db)
            where a.State == AssessmentState.Validated || (a.State == AssessmentState.Scheduled && a.PublishAt > now)
            join c in db.Classes on a.ClassId equals c.Id
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, a.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            orderby a.PublishAt != null, c.Name, a.SubjectCode, a.Number
            select new WaitingSheet(a.Id, c.Name, plan.NameAr, plan.NameFr, a.Semester, a.Number, a.PublishAt, a.LaterFor, a.LaterAt)).AsNoTracking().Take(Most).ToListAsync(cancellationToken);
        var local = MoroccanDay.Local(now);
        IReadOnlyList<int> chosen = request.Sheets == "all" ? [.. sheets.Where(s => s.PublishAt is null).Select(s => s.Id)] : Query.Numbers((request.Sheets ?? "").Split('-'));
        return new Waiting(sheets, chosen, TypedDay.Read(request.Date) is not null ? request.Date! : DateOnly.FromDateTime(local.Hour < 17 ? local : local.AddDays(1)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), MoroccanHour.Time(request.Time) is not null ? request.Time! : "17:00",
            Command.WaitsOf(request.Later) is MarkAudience.All ? "nobody" : request.Later!, request.Hours, await MostHours(cancellationToken));
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;

        var now = clock.GetUtcNow().UtcDateTime;
        var at = MoroccanHour.Utc(TypedDay.Read(request.Date)!.Value, MoroccanHour.Time(request.Time)!.Value);
        if (at < now.AddMinutes(-1)) return Refusal.Invalid("Time", "marks.schedule.past");
        if (at > now.AddYears(1)) return Refusal.Invalid("Date", "marks.schedule.date");

        var (waits, hours) = (Command.WaitsOf(request.Later), 0);
        if (waits != MarkAudience.All && await MostHours(cancellationToken) is var most && (!int.TryParse(Digits.ToLatin(request.Hours?.Trim() ?? ""), NumberStyles.None, CultureInfo.InvariantCulture, out hours) || hours < 1 || hours > most))
            return Refusal.Invalid("Hours", "marks.schedule.hours.wrong", most);
        var wait = TimeSpan.FromHours(hours);

        var ids = request.Sheets;
        var sheets = await db.Assessments.InSchoolsOf(user, db).Where(a => ids.Contains(a.Id)).ToListAsync(cancellationToken);
        if (sheets.Count != ids.Count) return Refusal.NotFound;
        foreach (var sheet in sheets)
            if (sheet.Schedule(at, now, waits, wait) is { } refusal) return refusal;

        foreach (var school in sheets.Select(s => s.SchoolId).Distinct())
        {
            var key = Announcement.Key(school, at);
            if (!await db.Set<WorkItem>().AnyAsync(w => w.Key == key, cancellationToken))
                work.Queue<Announcement>(key, Announcement.PayloadOf(school, at), runAfter: at);
            if (waits == MarkAudience.All) continue;
            var (later, then) = (Announcement.Key(school, at + wait, isLater: true), at + wait);
            if (!await db.Set<WorkItem>().AnyAsync(w => w.Key == later, cancellationToken))
                work.Queue<Announcement>(later, Announcement.PayloadOf(school, then, isLater: true), runAfter: then);
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var (classId, subject, semester) in sheets.Select(s => (s.ClassId, s.SubjectCode, s.Semester)).Distinct())
            if (await publication.Rebuild(classId, subject, semester, now, cancellationToken) is { } differs) return differs;
        return Done.It;
    }

    private async Task<int> MostHours(CancellationToken ct) => (await YearFigures.Current(db, "marks.", ct)).Number("later-hours", 72, 1, 240);
}
