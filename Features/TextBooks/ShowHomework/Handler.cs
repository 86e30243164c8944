using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.TextBooks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.TextBooks.ShowHomework;

/// <param name="Pupil">A child of the guardian; the eldest, or the pupil itself, where it is not said.</param>
public sealed record Query(long? Pupil) : IQuery<Works>;

/// <param name="Child">Null where there is none.</param>
/// <param name="Due">Homework from today on, by day.</param>
/// <param name="Done">What the lessons of the last days did, newest first.</param>
public sealed record Works(IReadOnlyList<Child> Children, Child? Child, DateOnly Today, IReadOnlyList<Due> Due, IReadOnlyList<Taught> Done);

public sealed record Child(long Id, string NameAr, string NameLatin, int? ClassId, string? ClassName);

public sealed record Due(DateOnly Day, string SubjectAr, string SubjectFr, int Half, string Homework, int? Minutes, DateOnly GivenOn);

public sealed record Taught(DateOnly Day, string SubjectAr, string SubjectFr, int Half, LessonWork Work, string Title, string? Summary);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Works>
{
    private const int DaysBack = 7;
    private const int Most = 120;

    public async Task<Outcome<Works>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var children = await (
            from p in db.Pupils.OwnOf(user, db, today)
            orderby p.BirthDate, p.Id
            let seat = db.Enrollments.Where(e => e.PupilId == p.Id && e.State == EnrollmentState.Active && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)).Select(e => e.ClassId).FirstOrDefault()
            select new Child(p.Id, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, seat, db.Classes.Where(c => c.Id == seat).Select(c => c.Name).FirstOrDefault())).AsNoTracking().Take(30).ToListAsync(ct);
        var child = query.Pupil is { } asked ? children.Find(c => c.Id == asked) : children.FirstOrDefault();
        if (child is null) return query.Pupil is null && user.GuardianId is not null ? new Works([], null, today, [], []) : Refusal.NotFound;
        if (child.ClassId is not { } id) return new Works(children, child, today, [], []);

        var back = today.AddDays(-DaysBack);
        var rows = await (
            from e in db.BookEntries
            where e.ClassId == id && (e.DueOn >= today || (e.Day >= back && e.Day <= today))
            join c in db.Classes on e.ClassId equals c.Id
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, e.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            orderby e.Day descending, e.Hour descending, e.Id
            select new { e.Day, e.Half, e.Work, e.Title, e.Summary, e.Homework, e.DueOn, e.Minutes, plan.NameAr, plan.NameFr }).AsNoTracking().Take(Most).ToListAsync(ct);
        return new Works(children, child, today,
            [.. rows.Where(r => r.Homework is not null && r.DueOn >= today).OrderBy(r => r.DueOn).ThenBy(r => r.NameFr, StringComparer.Ordinal).Select(r => new Due(r.DueOn!.Value, r.NameAr, r.NameFr, r.Half, r.Homework!, r.Minutes, r.Day))],
            [.. rows.Where(r => r.Day >= back).Select(r => new Taught(r.Day, r.NameAr, r.NameFr, r.Half, r.Work, r.Title, r.Summary))]);
    }
}
