using System.Globalization;
using FluentValidation;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Classes.MovePupil;

public sealed record Query(long Enrollment) : IQuery<Seat>;

/// <param name="ClassId">None while the pupil has no class.</param>
/// <param name="Earliest">First day a move may have.</param>
/// <param name="Latest">Last one.</param>
/// <param name="Classes">Of the same level and stream, the present one included.</param>
public sealed record Seat(
    long Enrollment, int Version, string NameAr, string NameLatin, string Code, int Year, int? ClassId, string? ClassName, DateOnly Earliest, DateOnly Latest,
    IReadOnlyList<Choice> Classes, IReadOnlyList<Past> History) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

public sealed record Choice(int Id, string Name, int Pupils);

/// <param name="From">None where the pupil had no class before.</param>
public sealed record Past(string? From, string To, DateOnly On, string? Reason, string ByAr, string ByLatin, DateTime At);

public sealed record Command(long Enrollment, int Version, string? Class, string? Day, string? Reason, string? OverNorm = null) : ICommand<Moved>;

/// <param name="Class">Where the pupil sits now.</param>
/// <param name="Order">Number in that class's list.</param>
public sealed record Moved(int Class, int Order);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Class).Must(c => int.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out _)).WithMessage("classes.move.class-needed");
        RuleFor(c => c.Day).Must(d => TypedDay.Read(d) is not null).WithMessage("classes.day-wrong");
        RuleFor(c => c.Reason).MaximumLength(ClassMove.ReasonLength).WithMessage("classes.text.long").WithState(_ => new object[] { ClassMove.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Seat>, ICommandHandler<Command, Moved>
{
    public async Task<Outcome<Seat>> Handle(Query request, CancellationToken cancellationToken)
    {
        var found = await (
            from e in db.Enrollments.OfMySchool(user)
            where e.Id == request.Enrollment && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected)
            join p in db.Pupils on e.PupilId equals p.Id
            join c in db.Classes on e.ClassId equals (int?)c.Id into classes
            from c in classes.DefaultIfEmpty()
            select new { Enrollment = e, NameAr = p.LastNameAr + " " + p.FirstNameAr, NameLatin = p.LastNameLatin + " " + p.FirstNameLatin, p.MassarCode, ClassName = (string?)c.Name }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (found is null) return Refusal.NotFound;

        var e0 = found.Enrollment;
        var choices = await (
            from c in db.Classes.OfMySchool(user)
            where c.SchoolYearId == e0.SchoolYearId && c.LevelCode == e0.LevelCode && c.StreamCode == e0.StreamCode
            orderby c.Name.Length, c.Name
            select new Choice(c.Id, c.Name, db.Enrollments.Count(e => e.ClassId == c.Id && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected)))).ToListAsync(cancellationToken);
        var history = await (
            from m in db.ClassMoves
            where m.EnrollmentId == e0.Id
            join to in db.Classes on m.ToClassId equals to.Id
            join account in db.Accounts on m.ByAccountId equals account.Id
            join former in db.Classes on m.FromClassId equals (int?)former.Id into formers
            from former in formers.DefaultIfEmpty()
            orderby m.Id
            select new Past(former.Name, to.Name, m.StartsOn, m.Reason, account.NameAr, account.NameLatin, m.At)).ToListAsync(cancellationToken);
        var (earliest, latest) = ClassSeats.Days(e0, MoroccanDay.Today(clock));
        return new Seat(e0.Id, e0.Version, found.NameAr, found.NameLatin, found.MassarCode, e0.SchoolYearId, e0.ClassId, found.ClassName, earliest, latest, choices, history);
    }

    public async Task<Outcome<Moved>> Handle(Command command, CancellationToken cancellationToken)
    {
        var (target, day) = (int.Parse(command.Class!, CultureInfo.InvariantCulture), TypedDay.Read(command.Day)!.Value);
        var enrollment = await db.Enrollments.OfMySchool(user).SingleOrDefaultAsync(e => e.Id == command.Enrollment && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected), cancellationToken);
        if (enrollment is null) return Refusal.NotFound;
        if (enrollment.Version != command.Version) return Refusal.Stale;
        // The class's row is held: of two who come at once, one gets the next number and the other the one after.
        var to = await db.Classes.OfMySchool(user).Where(c => c.Id == target && c.SchoolYearId == enrollment.SchoolYearId).ForUpdate().SingleOrDefaultAsync(cancellationToken);
        if (to is null || to.LevelCode != enrollment.LevelCode || to.StreamCode != enrollment.StreamCode) return Refusal.Invalid("Class", "classes.move.other-level");
        if (to.Id != enrollment.ClassId && await db.MakeRoom(to, 1, command.OverNorm, user.AccountId, clock.GetUtcNow().UtcDateTime, cancellationToken) is { } full) return full;
        if (await db.Seat(enrollment, to, day, BidiSafe.CleanOrNull(command.Reason), user.AccountId, clock.GetUtcNow().UtcDateTime, cancellationToken) is { } refusal) return refusal;
        await db.SaveChangesAsync(cancellationToken);
        return new Moved(to.Id, enrollment.OrderInClass);
    }
}
