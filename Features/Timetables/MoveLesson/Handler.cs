using System.Globalization;
using FluentValidation;
using Massar.Features.Schools.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Features.Timetables.Parts;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.MoveLesson;

public sealed record Query(long Id) : IQuery<Entry>;

public sealed record Entry(PlannedLesson Lesson, int Version, SpotChoices Choices);

/// <param name="Version">The version that was read.</param>
public sealed record Command(long Id, string? Version, TypedSpot Spot) : ICommand<Moved>;

public sealed record RemoveCommand(long Id, string? Version) : ICommand<Moved>;

public sealed record Moved(int ClassId);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => this.HasSpot(c => c.Spot);
}

public sealed class Handler(MassarDb db, Planning planning, CurrentUser user) : IQueryHandler<Query, Entry>, ICommandHandler<Command, Moved>, ICommandHandler<RemoveCommand, Moved>
{
    public async Task<Outcome<Entry>> Handle(Query request, CancellationToken cancellationToken)
    {
        var id = request.Id;
        var version = await db.Lessons.InSchoolsOf(user, db).Where(l => l.Id == id).Select(l => (int?)l.Version).SingleOrDefaultAsync(cancellationToken);
        if (version is null || await planning.Of(isChanging: false, cancellationToken) is not { } plan || plan.Lessons.FirstOrDefault(l => l.Id == id) is not { } lesson) return Refusal.NotFound;
        return new Entry(lesson, version.Value, SpotChoices.Of(plan));
    }

    public async Task<Outcome<Moved>> Handle(Command request, CancellationToken cancellationToken)
    {
        if (await Find(request.Id, cancellationToken) is not var (plan, lesson, planned)) return Refusal.NotFound;
        if (!IsSeen(lesson, request.Version)) return Refusal.Stale;

        var spot = planning.Accept(plan, request.Spot.Read(lesson.StartsOn, lesson.EndsOn), planned.At);
        if (spot.IsRefused) return spot.Refusal!;
        if (spot.Value == lesson.Spot) return new Moved(lesson.ClassId);

        planning.Trace(lesson, lesson.Spot, spot.Value);
        lesson.Move(spot.Value);
        await db.SaveChangesAsync(cancellationToken);
        return new Moved(lesson.ClassId);
    }

    public async Task<Outcome<Moved>> Handle(RemoveCommand request, CancellationToken cancellationToken)
    {
        if (await Find(request.Id, cancellationToken) is not var (_, lesson, _)) return Refusal.NotFound;
        if (!IsSeen(lesson, request.Version)) return Refusal.Stale;

        planning.Trace(lesson, lesson.Spot, null);
        db.Lessons.Remove(lesson);
        await db.SaveChangesAsync(cancellationToken);
        return new Moved(lesson.ClassId);
    }

    private async Task<(SchoolPlan Plan, Lesson Lesson, PlannedLesson Planned)?> Find(long id, CancellationToken ct)
    {
        if (await planning.Of(isChanging: true, ct) is not { } plan) return null;
        var lesson = await db.Lessons.InSchoolsOf(user, db).SingleOrDefaultAsync(l => l.Id == id, ct);
        return lesson is not null && plan.Lessons.FirstOrDefault(l => l.Id == id) is { } planned ? (plan, lesson, planned) : null;
    }

    private static bool IsSeen(Lesson lesson, string? version) => int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) && seen == lesson.Version;
}
