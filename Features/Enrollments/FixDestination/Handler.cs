using System.Globalization;
using FluentValidation;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.FixDestination;

public sealed record Query(long Enrollment) : IQuery<Fixing>;

/// <param name="Version">Of the head's word; -1 where there is none yet.</param>
/// <param name="Alike">Pupils of the same level and stream with the same obstacle, this one included.</param>
/// <param name="Chosen">The target that holds now, where one does.</param>
/// <param name="IsOwn">The child of who reads it: somebody else decides.</param>
public sealed record Fixing(
    long Enrollment, int Version, string NameAr, string NameLatin, string Code, string? ClassName, YearEnd End, Obstacle Obstacle, string? ReasonGiven,
    IReadOnlyList<Target> Targets, string? Chosen, int Alike, bool IsOwn) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

/// <summary>Where a pupil may be sent.</summary>
/// <param name="Key">As the form posts it.</param>
public sealed record Target(string Key, YearEnd End, string? LevelAr, string? LevelFr, string? StreamAr, string? StreamFr, string? SchoolAr, string? SchoolFr);

/// <param name="Target">The key of one of the targets offered.</param>
public sealed record Command(long Enrollment, int Version, string? Target, string? Reason, bool All) : ICommand<Fixed>;

public sealed record Fixed(int Pupils);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Target).NotEmpty().WithMessage("enrollments.target-needed");
        RuleFor(c => c.Reason).Must(r => BidiSafe.Clean(r).Length > 0).WithMessage("enrollments.reason-needed");
        RuleFor(c => c.Reason).MaximumLength(RollOverFix.ReasonLength).WithMessage("enrollments.text.long").WithState(_ => new object[] { RollOverFix.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Fixing>, ICommandHandler<Command, Fixed>
{
    private const int MostSchools = 120;

    public async Task<Outcome<Fixing>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (await Find(request.Enrollment, cancellationToken) is not { } found) return Refusal.NotFound;
        var fix = await db.RollOverFixes.AsNoTracking().SingleOrDefaultAsync(f => f.RollOverId == found.Line.RollOverId && f.EnrollmentId == request.Enrollment, cancellationToken);
        var targets = await Targets(found, cancellationToken);
        var alike = await Alike(found).CountAsync(cancellationToken);
        var line = found.Line;
        var chosen = targets.Find(t => t.Key == KeyOf(line.End, line.ToSchoolId, line.LevelCode, line.StreamCode))?.Key;
        return new Fixing(request.Enrollment, fix?.Version ?? -1, found.NameAr, found.NameLatin, found.Code, found.ClassName, line.End, line.Obstacle, fix?.Reason, targets, chosen, alike, found.IsOwn);
    }

    public async Task<Outcome<Fixed>> Handle(Command command, CancellationToken cancellationToken)
    {
        if (await Find(command.Enrollment, cancellationToken) is not { } found) return Refusal.NotFound;
        if (found.IsOwn) return Refusal.Conflict("enrollments.fix.own").Next("enrollments.fix.own.next").Recorded();
        // The passage's row is held: a run that begins now waits for this word, or this word for its end.
        var passage = await db.RollOvers.At(user).Where(r => r.Id == found.Line.RollOverId).ForUpdate().SingleAsync(cancellationToken);
        if (passage.State == RollOverState.Running) return Refusal.Conflict("enrollments.roll.busy").Next("enrollments.roll.busy.next");
        if (await db.RollOverLines.AnyAsync(l => l.RollOverId == passage.Id && l.EnrollmentId == command.Enrollment && l.IsDone, cancellationToken))
            return Refusal.Conflict("enrollments.fix.done").Next("enrollments.fix.done.next");
        if ((await Targets(found, cancellationToken)).Find(t => t.Key == command.Target) is not { } target) return Refusal.Invalid("Target", "enrollments.target-needed");

        var own = await db.RollOverFixes.SingleOrDefaultAsync(f => f.RollOverId == passage.Id && f.EnrollmentId == command.Enrollment, cancellationToken);
        if ((own?.Version ?? -1) != command.Version) return Refusal.Stale;
        var (end, school, level, stream) = Read(target.Key);
        var lines = await (command.All ? Alike(found) : db.RollOverLines.Where(l => l.RollOverId == passage.Id && l.EnrollmentId == command.Enrollment)).ToListAsync(cancellationToken);
        var ids = lines.ConvertAll(l => l.EnrollmentId);
        var fixes = await db.RollOverFixes.Where(f => f.RollOverId == passage.Id && ids.Contains(f.EnrollmentId)).ToDictionaryAsync(f => f.EnrollmentId, cancellationToken);
        foreach (var line in lines)
        {
            if (!fixes.TryGetValue(line.EnrollmentId, out var fix))
            {
                fix = new RollOverFix { RollOverId = passage.Id, EnrollmentId = line.EnrollmentId, SchoolId = passage.SchoolId, End = end, Reason = "" };
                db.RollOverFixes.Add(fix);
            }

            (fix.End, fix.LevelCode, fix.StreamCode, fix.ToSchoolId, fix.Reason) = (end, level, stream, school, BidiSafe.Clean(command.Reason));
            (line.End, line.LevelCode, line.StreamCode, line.ToSchoolId, line.IsFixed) = (end, level, stream, school, true);
            // Another school has the pupil: that is not ours to say.
            if (line.Obstacle is not (Obstacle.Elsewhere or Obstacle.Appeal)) line.Obstacle = Obstacle.None;
        }

        await db.SaveChangesAsync(cancellationToken);
        return new Fixed(lines.Count);
    }

    private async Task<Found?> Find(long enrollment, CancellationToken ct)
    {
        var calendar = await RollOverCalendar.Of(db, user.PlacePath, MoroccanDay.Today(clock), ct);
        var own = db.Guardianships.OfPerson(user, db);
        return await (
            from r in db.RollOvers.At(user)
            where r.FromYear == calendar.FromYear
            join line in db.RollOverLines on r.Id equals line.RollOverId
            where line.EnrollmentId == enrollment
            join e in db.Enrollments on line.EnrollmentId equals e.Id
            join p in db.Pupils on e.PupilId equals p.Id
            join c in db.Classes on e.ClassId equals (int?)c.Id into classes
            from c in classes.DefaultIfEmpty()
            select new Found(line, e.LevelCode, e.StreamCode, r.FromYear, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, p.MassarCode, c.Name, own.Any(g => g.PupilId == p.Id))).AsNoTracking().SingleOrDefaultAsync(ct);
    }

    // A word for all of them is none for one's own child among them.
    private IQueryable<RollOverLine> Alike(Found found) => db.RollOverLines.Where(l => l.RollOverId == found.Line.RollOverId && l.Obstacle == found.Line.Obstacle && !l.IsDone && !l.IsFixed
        && !db.Guardianships.OfPerson(user, db).Any(g => g.PupilId == l.PupilId) && db.Enrollments.Any(e => e.Id == l.EnrollmentId && e.LevelCode == found.Level && e.StreamCode == found.Stream) || (l.RollOverId == found.Line.RollOverId && l.EnrollmentId == found.Line.EnrollmentId));

    /// <summary>Here again, what follows here, what follows at the schools of the directorate, and the ways out.</summary>
    private async Task<List<Target>> Targets(Found found, CancellationToken ct)
    {
        var rule = await Destinations.At(db, user.PlaceId, found.FromYear, ct);
        var own = rule.LevelOf(found.Level);
        var after = rule.After(own);
        var following = after.SelectMany(l => rule.StreamsAfter(found.Stream, l).Select(s => (Level: l, Stream: s))).ToList();
        List<Target> targets = [Of(YearEnd.Repeating, user.PlaceId, found.Level, found.Stream, null, null)];
        targets.AddRange(following.Where(f => rule.IsOffered(user.PlaceId, f.Level.Code, f.Stream)).Select(f => Of(YearEnd.Promoted, user.PlaceId, f.Level.Code, f.Stream, null, null)));
        if (after.Count > 0)
        {
            // The places above the school, down to its directorate: "/1/8/95/".
            var directorate = string.Concat("/", string.Concat(Tree.Above(user.PlacePath).Take(3).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i}/"))));
            var (codes, me, year, to) = (after.Select(l => l.Code).ToList(), user.PlaceId, found.FromYear, found.FromYear + 1);
            var there = await (
                from place in db.Places.Open(db)
                where place.Path.StartsWith(directorate) && place.Kind == PlaceKind.School && place.Id != me
                join c in db.Classes on place.Id equals c.SchoolId
                where (c.SchoolYearId == year || c.SchoolYearId == to) && codes.Contains(c.LevelCode)
                select new { place.Id, place.NameAr, place.NameFr, c.LevelCode, c.StreamCode }).Distinct().OrderBy(o => o.Id).ThenBy(o => o.LevelCode).ThenBy(o => o.StreamCode).Take(MostSchools).ToListAsync(ct);
            targets.AddRange(there.Where(o => following.Exists(f => f.Level.Code == o.LevelCode && f.Stream == o.StreamCode)).Select(o => Of(YearEnd.EndOfCycle, o.Id, o.LevelCode, o.StreamCode, o.NameAr, o.NameFr)));
        }
        else
        {
            targets.Add(new Target(KeyOf(YearEnd.Graduated, null, "", ""), YearEnd.Graduated, null, null, null, null, null, null));
        }

        targets.Add(new Target(KeyOf(YearEnd.Leaving, null, "", ""), YearEnd.Leaving, null, null, null, null, null, null));
        return targets;

        Target Of(YearEnd end, int school, string level, string stream, string? schoolAr, string? schoolFr) =>
            new(KeyOf(end, school, level, stream), end, rule.LevelOf(level).NameAr, rule.LevelOf(level).NameFr, rule.StreamOf(stream)?.NameAr, rule.StreamOf(stream)?.NameFr, schoolAr, schoolFr);
    }

    private static string KeyOf(YearEnd end, int? school, string level, string stream) => string.Create(CultureInfo.InvariantCulture, $"{end}/{school ?? 0}/{level}/{stream}");

    private static (YearEnd End, int? School, string Level, string Stream) Read(string key)
    {
        var parts = key.Split('/');
        var school = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return (Enum.Parse<YearEnd>(parts[0]), school == 0 ? null : school, parts[2], parts[3]);
    }

    private sealed record Found(RollOverLine Line, string Level, string Stream, int FromYear, string NameAr, string NameLatin, string Code, string? ClassName, bool IsOwn);
}
