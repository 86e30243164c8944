using System.Globalization;
using FluentValidation;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.PlaceChanged;

public sealed record Query(long Request) : IQuery<ToPlace>;

/// <param name="Classes">Of the new stream at this school.</param>
/// <param name="Today">The latest first day.</param>
public sealed record ToPlace(ReorientationCase Case, IReadOnlyList<ClassChoice> Classes, DateOnly Today) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

public sealed record ClassChoice(int Id, string Name, int Pupils);

public sealed record Command(long Request, int Version, string? Class, string? Day) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Class).Must(c => int.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out _)).WithMessage("guidance.change.class.choose");
        RuleFor(c => c.Day).Must(d => TypedDay.Read(d) is not null).WithMessage("guidance.day.needed");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, ReorientationDesk desk, Facts facts, TimeProvider clock) : IQueryHandler<Query, ToPlace>, ICommandHandler<Command>
{
    public async Task<Outcome<ToPlace>> Handle(Query query, CancellationToken ct)
    {
        if (await db.ReorientationCase(Here(), desk, query.Request, ct) is not { } found) return Refusal.NotFound;
        var (school, year, level, stream) = (found.Request.ToSchoolId, found.Window.SchoolYearId, found.Request.LevelCode, found.Request.ToStream);
        var classes = await db.Classes.Where(c => c.SchoolId == school && c.SchoolYearId == year && c.LevelCode == level && c.StreamCode == stream).OrderBy(c => c.Name.Length).ThenBy(c => c.Name)
            .Select(c => new ClassChoice(c.Id, c.Name, db.Enrollments.Count(e => e.ClassId == c.Id && e.State == EnrollmentState.Active))).ToListAsync(ct);
        return new ToPlace(found, classes, MoroccanDay.Today(clock));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, target, day, now) = (command.Request, int.Parse(command.Class!, CultureInfo.InvariantCulture), TypedDay.Read(command.Day)!.Value, clock.GetUtcNow().UtcDateTime);
        var request = await Here().Where(r => r.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (request is null) return Refusal.NotFound;
        if (request.Version != command.Version) return Refusal.Stale;
        if (request.State != ReorientationState.Accepted) return Reorientation.Changed;
        if (await desk.Own(request.PupilId, ct) is { } own) return own;
        var (line, school, former) = (request.EnrollmentId, request.SchoolId, request.FromStream);
        var enrollment = await db.Enrollments.Where(e => e.Id == line && e.SchoolId == school && e.State == EnrollmentState.Active && e.StreamCode == former).ForUpdate().SingleOrDefaultAsync(ct);
        if (enrollment is null) return Refusal.Conflict("guidance.change.gone").Next("guidance.change.gone.next");
        var (year, level, stream) = (enrollment.SchoolYearId, enrollment.LevelCode, request.ToStream);
        if (!await db.SchoolYears.AnyAsync(y => y.Id == year && y.IsCurrent, ct)) return Refusal.Conflict("guidance.change.gone").Next("guidance.change.gone.next");
        var pupil = request.PupilId;
        _ = await db.Pupils.Where(p => p.Id == pupil).Select(p => p.Id).ForUpdate().SingleAsync(ct);
        if (await db.Transfers.AnyAsync(t => t.LiveKey == pupil, ct)) return Refusal.Conflict("guidance.change.moving").Next("guidance.change.moving.next");
        // Before the commission decided, the pupil sat where he sat: yesterday's calls stay what they were.
        if (MoroccanDay.Of(request.DecidedAt!.Value) is var decided && day < decided) return Refusal.Invalid(nameof(command.Day), "guidance.change.day.early", Formats.ShortDate(decided));
        // The class is held: of two who join it at once, one gets the next number of its list and the other the one after.
        var to = await db.Classes.Where(c => c.Id == target && c.SchoolId == school && c.SchoolYearId == year && c.LevelCode == level && c.StreamCode == stream).ForUpdate().SingleOrDefaultAsync(ct);
        if (to is null) return Refusal.Invalid(nameof(command.Class), "guidance.change.class.choose");
        if (await db.Seat(enrollment, to, day, null, user.AccountId, now, ct) is { } wrong) return wrong;
        if (request.Place(day) is { } refusal) return refusal;
        await db.SaveChangesAsync(ct);
        await facts.Tell(new ReorientationStepped(request.Id, request.PupilId, request.SchoolId, request.State, request.Version), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    // To another school the transfer takes the pupil, and its head chooses the class there.
    private IQueryable<Reorientation> Here() => db.Reorientations.AdvisedBy(user, db).Where(r => r.ToSchoolId == r.SchoolId && (r.State == ReorientationState.Accepted || r.State == ReorientationState.Placed));
}
