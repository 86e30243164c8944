using System.Text.Json;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.PrepareRollOver;

/// <param name="Show">"stays" for those who would not move, or the name of an obstacle or an end; all when it is none.</param>
public sealed record Query(string? Show, int? Page) : IQuery<Passage>;

/// <summary>The whole list, for a file that leaves the house: needs a fresh second factor.</summary>
public sealed record FileQuery(string? Show) : IQuery<Whole>;

/// <summary>Orders a dry run.</summary>
public sealed record Command : ICommand<Started>;

/// <param name="Job">The background work to watch.</param>
public sealed record Started(int Passage, long Job);

public sealed record Whole(int FromYear, IReadOnlyList<Line> Lines);

/// <param name="State">None before the first dry run.</param>
/// <param name="Moving">Pupils with a destination and nothing in the way.</param>
/// <param name="Staying">Pupils who would not move.</param>
/// <param name="Done">Pupils the run is done with.</param>
/// <param name="UndoUntil">Until when the run can be taken back, UTC.</param>
public sealed record Passage(
    int FromYear, DateOnly? Opens, DateOnly? Closes, bool IsOpen, RollOverState? State, int Version, DateTime? CheckedAt, DateTime? RunAt, DateTime? UndoUntil,
    int Moving, int Staying, int Done, IReadOnlyList<Count> Counts, string? Show, IReadOnlyList<Line> Lines, int Page, int Pages) : IShowsPersons
{
    /// <summary>Why no run may be ordered today, with the day on which it opens or closed.</summary>
    public Refusal? Closed { get; init; }

    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <summary>How many pupils have an end and an obstacle.</summary>
public sealed record Count(YearEnd End, Obstacle Obstacle, bool IsDone, int Pupils);

/// <param name="SchoolAr">Where he goes, when that is another school.</param>
public sealed record Line(
    long Enrollment, string Code, string NameAr, string NameLatin, string? ClassName, YearEnd End, Obstacle Obstacle,
    string? LevelAr, string? LevelFr, string? StreamAr, string? StreamFr, string? SchoolAr, string? SchoolFr, bool IsFixed, bool IsDone);

public sealed class Handler(MassarDb db, CurrentUser user, WorkDesk work, TimeProvider clock) : IQueryHandler<Query, Passage>, IQueryHandler<FileQuery, Whole>, ICommandHandler<Command, Started>
{
    private const int PageSize = 20;

    /// <summary>More pupils than any school has.</summary>
    private const int Most = 20_000;

    public async Task<Outcome<Passage>> Handle(Query request, CancellationToken cancellationToken)
    {
        var today = MoroccanDay.Today(clock);
        var calendar = await RollOverCalendar.Of(db, user.PlacePath, today, cancellationToken);
        var from = calendar.FromYear;
        var passage = await db.RollOvers.At(user).AsNoTracking().SingleOrDefaultAsync(r => r.FromYear == from, cancellationToken);
        if (passage is null)
            return new Passage(from, calendar.Window?.StartsOn, calendar.Window?.EndsOn, calendar.IsOpenOn(today), null, 0, null, null, null, 0, 0, 0, [], null, [], 1, 1) { Closed = calendar.Closed(today) };

        var counts = await db.RollOverLines.Where(l => l.RollOverId == passage.Id).GroupBy(l => new { l.End, l.Obstacle, l.IsDone }).Select(g => new Count(g.Key.End, g.Key.Obstacle, g.Key.IsDone, g.Count())).ToListAsync(cancellationToken);
        var shown = Narrow(db.RollOverLines.Where(l => l.RollOverId == passage.Id), request.Show);
        var total = string.IsNullOrEmpty(request.Show) ? counts.Sum(c => c.Pupils) : await shown.CountAsync(cancellationToken);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(request.Page ?? 1, 1, pages);
        var lines = await Lines(shown, passage.SchoolId).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        return new Passage(from, calendar.Window?.StartsOn, calendar.Window?.EndsOn, calendar.IsOpenOn(today), passage.State, passage.Version, passage.CheckedAt, passage.RunAt,
            passage is { State: RollOverState.Done, RunAt: { } ran } ? ran.AddHours(calendar.UndoHours) : null,
            counts.Where(c => c is { Obstacle: Obstacle.None, IsDone: false }).Sum(c => c.Pupils), counts.Where(c => c.Obstacle != Obstacle.None).Sum(c => c.Pupils), counts.Where(c => c.IsDone).Sum(c => c.Pupils),
            counts, request.Show, lines, page, pages)
        { Closed = calendar.Closed(today) };
    }

    public async Task<Outcome<Whole>> Handle(FileQuery request, CancellationToken cancellationToken)
    {
        var calendar = await RollOverCalendar.Of(db, user.PlacePath, MoroccanDay.Today(clock), cancellationToken);
        var passage = await db.RollOvers.At(user).AsNoTracking().SingleOrDefaultAsync(r => r.FromYear == calendar.FromYear, cancellationToken);
        if (passage is null) return Refusal.NotFound;
        return user.HasSteppedUp(clock)
            ? new Whole(passage.FromYear, await Lines(Narrow(db.RollOverLines.Where(l => l.RollOverId == passage.Id), request.Show), passage.SchoolId).Take(Most).ToListAsync(cancellationToken))
            : Refusal.StepUp;
    }

    public async Task<Outcome<Started>> Handle(Command command, CancellationToken cancellationToken)
    {
        var place = user.PlaceId;
        var calendar = await RollOverCalendar.Of(db, user.PlacePath, MoroccanDay.Today(clock), cancellationToken);
        var passage = await db.RollOvers.At(user).Where(r => r.FromYear == calendar.FromYear).ForUpdate().SingleOrDefaultAsync(cancellationToken);
        if (passage is null)
        {
            if (!await db.Enrollments.At(user).AnyAsync(e => e.SchoolYearId == calendar.FromYear, cancellationToken)) return Refusal.Conflict("enrollments.roll.nobody").Next("enrollments.roll.nobody.next");
            passage = new RollOver { SchoolId = place, FromYear = calendar.FromYear };
            db.RollOvers.Add(passage);
        }

        var isBusy = await IsBusy(passage, cancellationToken);
        // Pressed twice, or by two people: the list would be made twice, one after the other, under the eyes of who reads it.
        if (isBusy && passage.State != RollOverState.Running) return Refusal.Conflict("enrollments.roll.checking").Next("enrollments.roll.checking.next");
        if (!isBusy && passage.State == RollOverState.Running) await Release(passage, cancellationToken);
        if (passage.Check() is { } refusal) return refusal;
        await db.SaveChangesAsync(cancellationToken);
        var item = work.Queue<CheckWork>(passage.WorkKey, JsonSerializer.Serialize(passage.Id));
        await db.SaveChangesAsync(cancellationToken);
        return new Started(passage.Id, item.Id);
    }

    // A run that somebody stopped, or that failed for good, wrote nothing: the passage stands where it stood before the order.
    private async Task Release(RollOver passage, CancellationToken ct) =>
        passage.State = await db.RollOverLines.AnyAsync(l => l.RollOverId == passage.Id && (l.NextEnrollmentId != null || l.FormerState != null), ct) ? RollOverState.Done : RollOverState.Checked;

    // What was ordered last waits or is under way.
    private Task<bool> IsBusy(RollOver passage, CancellationToken ct)
    {
        var key = passage.WorkKey;
        return db.WorkItems.AnyAsync(w => w.Key == key && (w.State == WorkState.Waiting || w.State == WorkState.Running), ct);
    }

    private static IQueryable<RollOverLine> Narrow(IQueryable<RollOverLine> lines, string? show) => show switch
    {
        "stays" => lines.Where(l => l.Obstacle != Obstacle.None),
        _ when Enum.TryParse<Obstacle>(show, out var obstacle) && obstacle != Obstacle.None => lines.Where(l => l.Obstacle == obstacle),
        _ when Enum.TryParse<YearEnd>(show, out var end) => lines.Where(l => l.End == end && l.Obstacle == Obstacle.None),
        _ => lines,
    };

    // Those who would not move come first: they are what there is to do.
    private IQueryable<Line> Lines(IQueryable<RollOverLine> lines, int school) =>
        from line in lines
        join p in db.Pupils on line.PupilId equals p.Id
        join e in db.Enrollments on line.EnrollmentId equals e.Id
        join c in db.Classes on e.ClassId equals (int?)c.Id into classes
        from c in classes.DefaultIfEmpty()
        join level in db.Levels on line.LevelCode equals level.Code into levels
        from level in levels.DefaultIfEmpty()
        join stream in db.StudyStreams on line.StreamCode equals stream.Code into streams
        from stream in streams.DefaultIfEmpty()
        join place in db.Places on line.ToSchoolId equals (int?)place.Id into places
        from place in places.DefaultIfEmpty()
        orderby line.Obstacle == Obstacle.None, line.Obstacle == Obstacle.Undecided, e.LevelCode, c.Name, p.LastNameAr, p.FirstNameAr, line.EnrollmentId
        select new Line(line.EnrollmentId, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, c.Name, line.End, line.Obstacle,
            level.NameAr, level.NameFr, stream.NameAr, stream.NameFr, line.ToSchoolId == school ? null : place.NameAr, line.ToSchoolId == school ? null : place.NameFr, line.IsFixed, line.IsDone);
}

/// <summary>Makes the list of a dry run.</summary>
public sealed class CheckWork(MassarDb db, UnitOfWork unit, RollOverDesk desk) : RollOverWork(db, unit, "Enrollments.PrepareRollOver", desk.Check), IWork
{
    public static string Kind => "roll-over-check";

    public static bool IsLong => true;
}
