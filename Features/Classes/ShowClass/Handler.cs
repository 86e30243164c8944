using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Classes.ShowClass;

public sealed record Query(int Id) : IQuery<Sheet>;

/// <param name="Subjects">Of the level and stream, with who teaches them on <paramref name="Day"/>.</param>
/// <param name="Unseated">Enrolled in the same level and stream that year without a class.</param>
public sealed record Sheet(
    int Id, string Name, int Year, string LevelAr, string LevelFr, string? StreamAr, string? StreamFr, string SchoolAr, string SchoolFr, DateOnly Day,
    IReadOnlyList<PupilLine> Pupils, IReadOnlyList<SubjectLine> Subjects, IReadOnlyList<MoveLine> Moves, int Unseated, IReadOnlyList<ExcessLine> Excesses) : IShowsPersons
{
    public decimal Hours => Subjects.Sum(s => s.Teachers.Sum(t => t.Hours));

    public decimal Due => Subjects.Sum(s => s.Due);

    int IShowsPersons.PersonsShown => Pupils.Count;
}

public sealed record PupilLine(long Enrollment, int Order, string Code, string NameAr, string NameLatin, Sex Sex, DateOnly BirthDate, EnrollmentState State, bool IsSuspended);

/// <param name="Due">Weekly hours of the subject at this level.</param>
public sealed record SubjectLine(string Code, string NameAr, string NameFr, decimal Due, IReadOnlyList<TeacherLine> Teachers);

public sealed record TeacherLine(string NameAr, string NameLatin, decimal Hours);

/// <summary>The class was filled beyond its norm.</summary>
public sealed record ExcessLine(int Pupils, int Norm, string Reason, string ByAr, string ByLatin, DateOnly On);

/// <param name="IsArrival">Came into this class; otherwise left it.</param>
/// <param name="Other">The other class, none where there was none.</param>
public sealed record MoveLine(string NameAr, string NameLatin, bool IsArrival, string? Other, DateOnly On, string? Reason);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Sheet>
{
    private const int MostMoves = 20;

    public async Task<Outcome<Sheet>> Handle(Query request, CancellationToken cancellationToken)
    {
        var (id, today) = (request.Id, MoroccanDay.Today(clock));
        var head = await (
            from c in db.Classes.OfMySchool(user)
            where c.Id == id
            join year in db.SchoolYears on c.SchoolYearId equals year.Id
            join place in db.Places on c.SchoolId equals place.Id
            join level in db.Levels on c.LevelCode equals level.Code
            join stream in db.StudyStreams on c.StreamCode equals stream.Code into streams
            from stream in streams.DefaultIfEmpty()
            select new
            {
                Class = c,
                year.StartsOn,
                year.EndsOn,
                SchoolAr = place.NameAr,
                SchoolFr = place.NameFr,
                LevelAr = level.NameAr,
                LevelFr = level.NameFr,
                StreamAr = (string?)stream.NameAr,
                StreamFr = (string?)stream.NameFr,
                Unseated = db.Enrollments.Count(e => e.SchoolId == c.SchoolId && e.SchoolYearId == c.SchoolYearId && e.LevelCode == c.LevelCode && e.StreamCode == c.StreamCode && e.ClassId == null
                    && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected)),
            }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (head is null) return Refusal.NotFound;

        var made = head.Class;
        var day = today < head.StartsOn ? head.StartsOn : today > head.EndsOn ? head.EndsOn : today;
        var pupils = await (
            from e in db.Enrollments
            where e.ClassId == id && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected || e.State == EnrollmentState.Graduated)
            join p in db.Pupils on e.PupilId equals p.Id
            orderby e.OrderInClass, e.Id
            select new PupilLine(e.Id, e.OrderInClass, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, p.Sex, p.BirthDate, e.State, e.SuspendedFrom != null && e.SuspendedFrom <= day && e.SuspendedUntil >= day)).ToListAsync(cancellationToken);
        var plans = await db.SubjectPlans.AsNoTracking().Where(p => p.SchoolYearId == made.SchoolYearId && p.LevelCode == made.LevelCode && p.StreamCode == made.StreamCode).OrderBy(p => p.Id).ToListAsync(cancellationToken);
        var teachers = (await (
            from t in db.TeachingAssignments.LiveOn(day)
            where t.ClassId == id
            join e in db.Employees on t.EmployeeId equals e.Id
            orderby t.Id
            select new { t.SubjectCode, Line = new TeacherLine(e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, t.WeeklyHours) }).ToListAsync(cancellationToken)).ToLookup(t => t.SubjectCode, t => t.Line);
        var moves = await (
            from m in db.ClassMoves
            where m.ToClassId == id || m.FromClassId == id
            join p in db.Pupils on m.PupilId equals p.Id
            orderby m.Id descending
            select new MoveLine(p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, m.ToClassId == id,
                db.Classes.Where(c => c.Id == (m.ToClassId == id ? m.FromClassId : m.ToClassId)).Select(c => c.Name).FirstOrDefault(), m.StartsOn, m.Reason)).Take(MostMoves).ToListAsync(cancellationToken);
        var excesses = await (
            from x in db.ClassExcesses
            where x.ClassId == id
            join account in db.Accounts on x.ByAccountId equals account.Id
            orderby x.Id descending
            select new { x.Pupils, x.Norm, x.Reason, account.NameAr, account.NameLatin, x.At }).Take(MostMoves).ToListAsync(cancellationToken);
        return new Sheet(id, made.Name, made.SchoolYearId, head.LevelAr, head.LevelFr, head.StreamAr, head.StreamFr, head.SchoolAr, head.SchoolFr, day, pupils,
            [.. plans.Select(p => new SubjectLine(p.SubjectCode, p.NameAr, p.NameFr, p.WeeklyHours ?? 0, [.. teachers[p.SubjectCode]]))], moves, head.Unseated,
            excesses.ConvertAll(x => new ExcessLine(x.Pupils, x.Norm, x.Reason, x.NameAr, x.NameLatin, MoroccanDay.Of(x.At))));
    }
}
