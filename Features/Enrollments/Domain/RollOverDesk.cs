using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.Domain;

/// <summary>
/// Makes the dry run's list, writes the next year's enrollments and takes them back, each inside the caller's transaction. Doing it
/// again changes nothing: what is done for a pupil is marked on his line.
/// </summary>
public sealed class RollOverDesk(MassarDb db, TimeProvider clock)
{
    private const int MostNamed = 3;

    /// <summary>Makes the list anew from what is true now; pupils who are done with stay as they are.</summary>
    public async Task<int> Check(int id, CancellationToken ct)
    {
        var passage = await Hold(id, ct);
        var count = await MakeList(passage, ct);
        if (passage.State == RollOverState.Checking) passage.State = RollOverState.Checked;
        passage.CheckedAt = clock.GetUtcNow().UtcDateTime;
        await db.SaveChangesAsync(ct);
        return count;
    }

    /// <summary>Moves everybody who can move. The list is made once more first: somebody who left since the dry run stays out.</summary>
    public async Task<int> Run(int id, CancellationToken ct)
    {
        var passage = await Hold(id, ct);
        if (passage.State != RollOverState.Running) return 0;
        // Whoever takes pupils of this school is held: one that is closed meanwhile is no longer among them.
        var takers = await db.NextSchools.Where(n => n.SchoolId == passage.SchoolId).Select(n => n.ToSchoolId).Union(db.RollOverFixes.Where(f => f.RollOverId == id && f.ToSchoolId != null).Select(f => f.ToSchoolId!.Value))
            .Union(db.Enrollments.Where(e => e.SchoolId == passage.SchoolId && e.SchoolYearId == passage.FromYear).Join(db.GuidedPlaces, e => new { e.PupilId, Year = e.SchoolYearId + 1 }, g => new { g.PupilId, Year = g.SchoolYearId }, (_, g) => g.SchoolId)).ToListAsync(ct);
        _ = await db.HoldOpen([passage.SchoolId, .. takers], ct);
        await MakeList(passage, ct);
        await db.SaveChangesAsync(ct);

        var (from, to) = (passage.FromYear, passage.ToYear);
        var years = await db.SchoolYears.AsNoTracking().Where(y => y.Id == from || y.Id == to).ToDictionaryAsync(y => y.Id, ct);
        var entered = await db.CalendarEntries.Where(c => c.SchoolYearId == to && c.Code == EntryCalendar.StartCode).MinAsync(c => (DateOnly?)c.StartsOn, ct) ?? years[to].StartsOn;
        var lines = await db.RollOverLines.Where(l => l.RollOverId == id && !l.IsDone && l.Obstacle == Obstacle.None).OrderBy(l => l.EnrollmentId).ToListAsync(ct);
        var ending = lines.Where(l => l.End is YearEnd.Graduated or YearEnd.Leaving).Select(l => l.EnrollmentId).ToList();
        var old = await db.Enrollments.Where(e => ending.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        var written = new List<(RollOverLine Line, Enrollment Next)>();
        foreach (var line in lines)
        {
            line.IsDone = true;
            if (line.ToSchoolId is { } school)
            {
                var next = new Enrollment
                {
                    PupilId = line.PupilId,
                    SchoolYearId = to,
                    SchoolId = school,
                    LevelCode = line.LevelCode,
                    StreamCode = line.StreamCode,
                    State = EnrollmentState.Expected,
                    Kind = school == passage.SchoolId ? EnrollmentKind.ReEnrolled : EnrollmentKind.New,
                    EnteredOn = entered,
                };
                db.Enrollments.Add(next);
                written.Add((line, next));
            }
            else if (old.TryGetValue(line.EnrollmentId, out var enrollment))
            {
                (line.FormerState, line.FormerVersion) = (enrollment.State, enrollment.Version);
                enrollment.State = line.End == YearEnd.Graduated ? EnrollmentState.Graduated : EnrollmentState.Left;
                if (line.End == YearEnd.Leaving) enrollment.LeftOn = years[from].EndsOn;
            }
        }

        await db.SaveChangesAsync(ct);
        foreach (var (line, next) in written) line.NextEnrollmentId = next.Id;
        passage.State = RollOverState.Done;
        await db.SaveChangesAsync(ct);
        return lines.Count;
    }

    /// <summary>Takes the run back, exactly; refused when something has been built on it since, with who.</summary>
    public async Task<Refusal?> Undo(RollOver passage, int hours, CancellationToken ct)
    {
        if (passage.Undo(clock.GetUtcNow().UtcDateTime, hours) is { } refusal) return refusal;
        var lines = await db.RollOverLines.AsNoTracking().Where(l => l.RollOverId == passage.Id && l.IsDone).ToListAsync(ct);
        var ids = lines.SelectMany(l => new[] { l.NextEnrollmentId, l.FormerState is null ? null : l.EnrollmentId }).OfType<long>().ToList();
        var rows = await db.Enrollments.Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        var touched = lines.Where(l => l.NextEnrollmentId is { } next ? !rows.TryGetValue(next, out var row) || row is not { State: EnrollmentState.Expected, Version: 0, ClassId: null }
            : l.FormerVersion is { } version && (!rows.TryGetValue(l.EnrollmentId, out var former) || former.Version != version + 1)).Select(l => l.PupilId).ToList();
        if (touched.Count > 0)
        {
            var some = touched.Order().Take(MostNamed).ToList();
            var names = await db.Pupils.Where(p => some.Contains(p.Id)).OrderBy(p => p.Id).Select(p => p.LastNameAr + " " + p.FirstNameAr + " (" + p.MassarCode + ")").ToListAsync(ct);
            return Refusal.Conflict("enrollments.undo.depends", touched.Count, string.Join(" – ", names)).Next("enrollments.undo.depends.next");
        }

        foreach (var line in lines)
            if (line.NextEnrollmentId is { } next)
                db.Enrollments.Remove(rows[next]);
            else if (line.FormerState is { } state)
                (rows[line.EnrollmentId].State, rows[line.EnrollmentId].LeftOn) = (state, null);
        await db.SaveChangesAsync(ct);
        // The row says again what it said, to the letter: whoever read it before the run has read what is there.
        foreach (var group in lines.Where(l => l.FormerVersion is not null).GroupBy(l => l.FormerVersion!.Value))
        {
            var (version, same) = (group.Key, group.Select(l => l.EnrollmentId).ToList());
            await db.Enrollments.Where(e => same.Contains(e.Id)).ExecuteUpdateAsync(s => s.SetProperty(e => e.Version, version), ct);
        }

        await db.RollOverLines.Where(l => l.RollOverId == passage.Id).ExecuteUpdateAsync(
            s => s.SetProperty(l => l.IsDone, false).SetProperty(l => l.NextEnrollmentId, (long?)null).SetProperty(l => l.FormerState, (EnrollmentState?)null).SetProperty(l => l.FormerVersion, (int?)null), ct);
        return null;
    }

    private Task<RollOver> Hold(int id, CancellationToken ct) => db.RollOvers.Where(r => r.Id == id).ForUpdate().SingleAsync(ct);

    private async Task<int> MakeList(RollOver passage, CancellationToken ct)
    {
        var (id, school, year, to) = (passage.Id, passage.SchoolId, passage.FromYear, passage.ToYear);
        var rule = await Destinations.At(db, school, year, ct);
        var standings = await Destinations.Standings(db, school, year, ct);
        var fixes = await db.RollOverFixes.AsNoTracking().Where(f => f.RollOverId == id).ToDictionaryAsync(f => f.EnrollmentId, ct);
        var next = (await (
            from e in db.Enrollments
            where e.SchoolId == school && e.SchoolYearId == year
            join n in db.Enrollments on e.PupilId equals n.PupilId
            where n.SchoolYearId == to
            select new { n.PupilId, n.SchoolId, n.State }).Distinct().ToListAsync(ct)).ToLookup(n => n.PupilId);
        await db.RollOverLines.Where(l => l.RollOverId == id && !l.IsDone).ExecuteDeleteAsync(ct);
        var done = (await db.RollOverLines.Where(l => l.RollOverId == id).Select(l => l.EnrollmentId).ToListAsync(ct)).ToHashSet();
        foreach (var standing in standings.Where(s => !done.Contains(s.EnrollmentId)))
        {
            var fix = fixes.GetValueOrDefault(standing.EnrollmentId);
            var goes = fix is null ? rule.Of(standing) : new Destination(fix.End, Obstacle.None, fix.LevelCode, fix.StreamCode, fix.ToSchoolId);
            // Neither the rule nor the head's word moves a pupil whose decision is under appeal.
            if (standing.IsAppealed) goes = goes with { Obstacle = Obstacle.Appeal };
            var enrolled = next[standing.PupilId].ToList();
            // Somebody enrolled the pupil already: where he would go, nothing is left to do; anywhere else, that comes first.
            var isThere = goes is { Obstacle: Obstacle.None or Obstacle.Undecided, School: not null } && enrolled.Exists(n => n.SchoolId == goes.School && n.State is EnrollmentState.Active or EnrollmentState.Expected);
            var elsewhere = isThere ? null : enrolled.Find(n => n.State is EnrollmentState.Active or EnrollmentState.Expected) ?? enrolled.Find(n => n.SchoolId == goes.School);
            db.RollOverLines.Add(new RollOverLine
            {
                RollOverId = id,
                EnrollmentId = standing.EnrollmentId,
                PupilId = standing.PupilId,
                End = goes.End,
                Obstacle = isThere ? Obstacle.None : elsewhere is not null ? Obstacle.Elsewhere : goes.Obstacle,
                LevelCode = goes.Level,
                StreamCode = goes.Stream,
                ToSchoolId = elsewhere?.SchoolId ?? goes.School,
                IsFixed = fix is not null,
                IsDone = isThere,
            });
        }

        return standings.Count;
    }
}
