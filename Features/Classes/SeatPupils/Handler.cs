using FluentValidation;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Classes.SeatPupils;

public sealed record Query(int Class) : IQuery<Waiting>;

/// <summary>Pupils of the class's level, stream and year who have no class.</summary>
/// <param name="Norm">Pupils a class of this level should have.</param>
/// <param name="Total">All who wait; the page shows the first of them.</param>
public sealed record Waiting(int Class, string Name, int Year, int Pupils, int Norm, IReadOnlyList<Line> Lines, int Total) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Line(long Enrollment, string Code, string NameAr, string NameLatin);

/// <param name="Enrollments">Of pupils without a class.</param>
public sealed record Command(int Class, IReadOnlyList<long> Enrollments, string? OverNorm = null) : ICommand<Seated>;

public sealed record Seated(int Count);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Enrollments).Must(e => e.Count is > 0 and <= 200).WithMessage("classes.seat.choose").OverridePropertyName("Pupil");
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Waiting>, ICommandHandler<Command, Seated>
{
    private const int MostShown = 60;

    public async Task<Outcome<Waiting>> Handle(Query request, CancellationToken cancellationToken)
    {
        var found = await (
            from c in db.Classes.OfMySchool(user)
            where c.Id == request.Class
            join level in db.Levels on c.LevelCode equals level.Code
            select new { Class = c, Level = level, Pupils = db.Enrollments.Count(e => e.ClassId == c.Id && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected)) }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (found is null) return Refusal.NotFound;
        var lines = await (
            from e in WithoutClass(found.Class)
            join p in db.Pupils on e.PupilId equals p.Id
            orderby p.LastNameAr, p.FirstNameAr, e.Id
            select new Line(e.Id, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin)).Take(MostShown).ToListAsync(cancellationToken);
        var total = lines.Count < MostShown ? lines.Count : await WithoutClass(found.Class).CountAsync(cancellationToken);
        var rules = await StructureRules.Of(db, found.Class.SchoolYearId, cancellationToken);
        return new Waiting(found.Class.Id, found.Class.Name, found.Class.SchoolYearId, found.Pupils, rules.NormOf(found.Level), lines, total);
    }

    public async Task<Outcome<Seated>> Handle(Command command, CancellationToken cancellationToken)
    {
        var made = await db.Classes.OfMySchool(user).Where(c => c.Id == command.Class).ForUpdate().SingleOrDefaultAsync(cancellationToken);
        if (made is null) return Refusal.NotFound;
        var ids = command.Enrollments.Distinct().ToList();
        var found = await (
            from e in WithoutClass(made)
            where ids.Contains(e.Id)
            join p in db.Pupils on e.PupilId equals p.Id
            orderby p.LastNameAr, p.FirstNameAr, e.Id
            select e).ToListAsync(cancellationToken);
        // Somebody else was quicker, or the address was made up: nobody is seated by halves.
        if (found.Count != ids.Count) return Refusal.Conflict("classes.seat.gone").Next("classes.seat.gone.next");

        if (await db.MakeRoom(made, found.Count, command.OverNorm, user.AccountId, clock.GetUtcNow().UtcDateTime, cancellationToken) is { } full) return full;
        var (order, now) = (await db.Enrollments.Where(e => e.ClassId == made.Id).MaxAsync(e => (int?)e.OrderInClass, cancellationToken) ?? 0, clock.GetUtcNow().UtcDateTime);
        foreach (var enrollment in found)
        {
            (enrollment.ClassId, enrollment.OrderInClass) = (made.Id, ++order);
            db.ClassMoves.Add(new ClassMove { SchoolId = made.SchoolId, EnrollmentId = enrollment.Id, PupilId = enrollment.PupilId, ToClassId = made.Id, StartsOn = enrollment.EnteredOn, ByAccountId = user.AccountId, At = now });
        }

        await db.SaveChangesAsync(cancellationToken);
        return new Seated(found.Count);
    }

    private IQueryable<Enrollment> WithoutClass(SchoolClass made) => db.Enrollments.Where(e => e.SchoolId == made.SchoolId && e.SchoolYearId == made.SchoolYearId && e.LevelCode == made.LevelCode
        && e.StreamCode == made.StreamCode && e.ClassId == null && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected));
}
