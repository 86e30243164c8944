using Massar.Features.Classes.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.ListMySheets;

/// <param name="Semester">1 or 2; the one whose window holds today when it is not said.</param>
public sealed record Query(int? Semester) : IQuery<MySheets>;

public sealed record MySheets(int Semester, IReadOnlyList<TaughtSubject> Subjects)
{
    /// <summary>Why no mark can be entered today; null while the window is open.</summary>
    public Refusal? Closed { get; init; }
}

/// <summary>A subject of a class with its tests.</summary>
public sealed record TaughtSubject(int ClassId, string ClassName, string Subject, string SubjectAr, string SubjectFr, int Pupils, IReadOnlyList<Stand> Tests);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, MySheets>
{
    public async Task<Outcome<MySheets>> Handle(Query request, CancellationToken cancellationToken)
    {
        var today = MoroccanDay.Today(clock);
        var windows = await CalendarWindows.At(db, user.PlacePath, cancellationToken, "marks-s1", "marks-s2");
        var semester = request.Semester is 1 or 2 ? request.Semester.Value : Current(windows, today);
        var subjects = (await (
            from t in db.TeachingAssignments.TaughtBy(user, today)
            join c in db.Classes on t.ClassId equals c.Id
            join y in db.SchoolYears on c.SchoolYearId equals y.Id
            where y.IsCurrent
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, t.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            orderby c.Name, plan.SubjectCode
            select new
            {
                c.Id,
                c.Name,
                t.SubjectCode,
                plan.NameAr,
                plan.NameFr,
                plan.TestsPerSemester,
                plan.ActivitiesShare,
            }).AsNoTracking().Take(200).ToListAsync(cancellationToken)).DistinctBy(s => (s.Id, s.SubjectCode)).ToList();
        var stands = await Stands.Of(db, [.. subjects.Select(s => s.Id).Distinct()], semester, clock.GetUtcNow().UtcDateTime, cancellationToken);
        return new MySheets(semester,
            [.. subjects.Select(s => new TaughtSubject(s.Id, s.Name, s.SubjectCode, s.NameAr, s.NameFr, stands.PupilsOf(s.Id), stands.Of(s.Id, s.SubjectCode, s.TestsPerSemester, s.ActivitiesShare)))])
        {
            Closed = windows.All.FirstOrDefault(w => w.IsOfCurrentYear && w.Code == $"marks-s{semester}")?.Closed(today),
        };
    }

    // The first semester, unless only the second one's window is open.
    private static int Current(HeldWindows windows, DateOnly today)
    {
        var open = windows.All.Where(w => w.IsOpenOn(today)).Select(w => w.Code).Distinct().ToList();
        return open is ["marks-s2"] ? 2 : 1;
    }
}
