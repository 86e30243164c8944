using Massar.Features.Classes.Domain;
using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Resources.WriteResource;

/// <param name="Id">Null for a new one.</param>
/// <param name="Level">For who may write for any level: which one.</param>
public sealed record Query(long? Id, string? Level) : IQuery<ToWrite>;

/// <param name="Levels">To choose from first, where the courses are those of a level; empty for a teacher.</param>
/// <param name="Courses">To choose from; for one that is begun only its own.</param>
/// <param name="Chapters">Items of the year's plans of those classes, to be proposed.</param>
/// <param name="Words">As they are; null for a new one.</param>
public sealed record ToWrite(long? Id, int? Version, string? Level, IReadOnlyList<LevelLine> Levels, IReadOnlyList<CourseLine> Courses, IReadOnlyList<string> Chapters, TypedResource? Words);

public sealed record LevelLine(string Code, string NameAr, string NameFr);

public sealed record CourseLine(string Level, string Stream, string Subject, string SubjectAr, string SubjectFr, string LevelAr, string LevelFr, string? StreamAr, string? StreamFr)
{
    public string Code => new Course(Level, Stream, Subject).Code;
}

/// <summary>Answers the number of the resource.</summary>
public sealed record Command(long? Id, int Version, string? Course, TypedResource Words) : ICommand<long>;

public sealed class Handler(MassarDb db, CurrentUser user, ResourceDesk desk, TimeProvider clock) : IQueryHandler<Query, ToWrite>, ICommandHandler<Command, long>
{
    private const int Most = 400;

    public async Task<Outcome<ToWrite>> Handle(Query query, CancellationToken ct)
    {
        if (query.Id is { } id)
        {
            var one = await db.LessonResources.OwnOf(user).Where(r => r.Id == id).AsNoTracking().SingleOrDefaultAsync(ct);
            if (one is null) return Refusal.NotFound;
            var level = await db.Levels.Where(l => l.Code == one.LevelCode).Select(l => new { l.NameAr, l.NameFr }).AsNoTracking().SingleAsync(ct);
            return new ToWrite(id, one.Version, null, [], [new CourseLine(one.LevelCode, one.StreamCode, one.SubjectCode, one.SubjectAr, one.SubjectFr, level.NameAr, level.NameFr, null, null)],
                await Chapters([new Course(one.LevelCode, one.StreamCode, one.SubjectCode)], ct), new TypedResource(one.TitleAr, one.TitleFr, one.Chapter, $"{one.Rights}", one.RightsNote, true));
        }

        if (!IsTeacher && query.Level is null)
            return new ToWrite(null, null, null, await db.Levels.Where(l => l.MarkScale != null).OrderBy(l => l.Order).Select(l => new LevelLine(l.Code, l.NameAr, l.NameFr)).AsNoTracking().ToListAsync(ct), [], [], null);
        var courses = await Courses(query.Level).Take(Most).AsNoTracking().ToListAsync(ct);
        return new ToWrite(null, null, query.Level, [], courses, IsTeacher ? await Chapters([.. courses.Select(c => new Course(c.Level, c.Stream, c.Subject))], ct) : [], null);
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        var words = command.Words.Read(out var wrong);
        if (command.Id is { } id)
        {
            if (await desk.Hold(id, ct) is not { } held) return Refusal.NotFound;
            if (held.Version != command.Version) return Refusal.Stale;
            if (words is null) return wrong!;
            if (held.Write(words) is { } closed) return closed;
            await db.SaveChangesAsync(ct);
            return held.Id;
        }

        var level = command.Course?.Split('~')[0] ?? "";
        var course = (await Courses(IsTeacher ? null : level).Take(Most).AsNoTracking().ToListAsync(ct)).Find(c => c.Code == command.Course);
        if (course is null) return Refusal.Invalid("Course", "resources.course.needed");
        if (words is null) return wrong!;
        var now = clock.GetUtcNow().UtcDateTime;
        var made = new LessonResource
        {
            PlaceId = user.PlaceId,
            PlacePath = user.PlacePath,
            LevelCode = course.Level,
            StreamCode = course.Stream,
            SubjectCode = course.Subject,
            SubjectAr = course.SubjectAr,
            SubjectFr = course.SubjectFr,
            OfferedByAccountId = user.AccountId,
            CreatedAt = now,
            StateSince = now,
        };
        _ = made.Write(words);
        db.LessonResources.Add(made);
        await db.SaveChangesAsync(ct);
        return made.Id;
    }

    private bool IsTeacher => !user.Has(Permissions.Judge);

    // A teacher writes for what is taught this year; who judges, for every subject of a level.
    private IQueryable<CourseLine> Courses(string? level)
    {
        var (today, teaches) = (MoroccanDay.Today(clock), IsTeacher);
        return
            from p in db.SubjectPlans
            where db.SchoolYears.Any(y => y.Id == p.SchoolYearId && y.IsCurrent) && (level == null || p.LevelCode == level)
                && (!teaches || db.TeachingAssignments.TaughtBy(user.EmployeeId ?? 0, today).Any(t => t.SubjectCode == p.SubjectCode && db.Classes.Any(c => c.Id == t.ClassId && c.SchoolYearId == p.SchoolYearId && c.LevelCode == p.LevelCode && c.StreamCode == p.StreamCode)))
            join l in db.Levels on p.LevelCode equals l.Code
            join s in db.StudyStreams on p.StreamCode equals s.Code into streams
            from s in streams.DefaultIfEmpty()
            orderby l.Order, p.StreamCode, p.NameFr, p.SubjectCode
            select new CourseLine(p.LevelCode, p.StreamCode, p.SubjectCode, p.NameAr, p.NameFr, l.NameAr, l.NameFr, s.NameAr, s.NameFr);
    }

    private async Task<IReadOnlyList<string>> Chapters(IReadOnlyList<Course> courses, CancellationToken ct)
    {
        var (today, me) = (MoroccanDay.Today(clock), user.EmployeeId ?? 0);
        var (levels, subjects) = (courses.Select(c => c.Level).Distinct().ToList(), courses.Select(c => c.Subject).Distinct().ToList());
        return await (
            from t in db.TeachingAssignments.TaughtBy(me, today)
            join c in db.Classes on t.ClassId equals c.Id
            where levels.Contains(c.LevelCode) && subjects.Contains(t.SubjectCode)
            join plan in db.YearPlans on new { t.ClassId, t.SubjectCode } equals new { plan.ClassId, plan.SubjectCode }
            join item in db.PlanItems on plan.Id equals item.YearPlanId
            orderby item.Order
            select item.Title).AsNoTracking().Take(150).ToListAsync(ct) is { } titles ? [.. titles.Distinct()] : [];
    }
}
