using Massar.Features.Classes.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.Domain;

/// <summary>A child somebody signed in stands for, with where it sits this year; a child who sits nowhere has neither class nor school.</summary>
public sealed class GuardedChild
{
    public required Pupil Pupil { get; init; }

    /// <summary>Active, or restricted by a judgment.</summary>
    public required GuardianshipState Right { get; init; }

    public required int? ClassId { get; init; }

    public required string? ClassName { get; init; }

    public required string? SchoolAr { get; init; }

    public required string? SchoolFr { get; init; }
}

public static class GuardedChildren
{
    /// <summary>All children of the person, whatever school they are at, the eldest first; a child has a line for each right the person has over it.</summary>
    public static IQueryable<GuardedChild> ChildrenOf(this MassarDb db, CurrentUser user, DateOnly today) =>
        from g in db.Guardianships.OfGuardian(user, today)
        join p in db.Pupils on g.PupilId equals p.Id
        join e in db.Enrollments.Where(e => e.State == EnrollmentState.Active && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)) on p.Id equals e.PupilId into enrollments
        from e in enrollments.DefaultIfEmpty()
        join s in db.Places on e.SchoolId equals s.Id into schools
        from s in schools.DefaultIfEmpty()
        join c in db.Classes on e.ClassId equals (int?)c.Id into classes
        from c in classes.DefaultIfEmpty()
        orderby p.BirthDate, p.Id
        select new GuardedChild { Pupil = p, Right = g.State, ClassId = (int?)c.Id, ClassName = c.Name, SchoolAr = s.NameAr, SchoolFr = s.NameFr };
}
