using Massar.Features.Reference.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.Domain;

/// <summary>What is known of a pupil at the end of a year.</summary>
/// <param name="Decision">The council's, a code of <c>council-decisions</c>; null while there is none.</param>
/// <param name="Guided">Where guidance sends the pupil who passes; null where it has said nothing.</param>
public sealed record Standing(long EnrollmentId, long PupilId, string Level, string Stream, EnrollmentState State, string? Decision, Offer? Guided = null)
{
    /// <summary>The council's decision is under appeal: the pupil stays until it is answered.</summary>
    public bool IsAppealed { get; init; }
}

/// <summary>A level and stream of a school.</summary>
public readonly record struct Offer(int School, string Level, string Stream);

/// <summary>Where a pupil goes, or why he would not move.</summary>
/// <param name="School">None for those who leave, and where nothing can be said.</param>
public sealed record Destination(YearEnd End, Obstacle Obstacle, string Level, string Stream, int? School);

/// <summary>
/// The rule of the year's end for one school: the councils' decisions (domain 03 §3.4), the order of levels and streams, what the
/// school offers and which school takes those who finish here. The same rule forecasts the next year's structure.
/// </summary>
/// <param name="schoolId">The school the pupils are at.</param>
/// <param name="offers">Levels and streams of this school and of those that take its pupils.</param>
/// <param name="nextSchools">By the level that is finished here.</param>
public sealed class Destinations(int schoolId, IReadOnlyList<Level> levels, IReadOnlyList<StudyStream> streams, IReadOnlySet<Offer> offers, IReadOnlyDictionary<string, int> nextSchools)
{
    private readonly Dictionary<string, Level> byCode = levels.ToDictionary(l => l.Code);
    private readonly Dictionary<string, StudyStream> streamsByCode = streams.ToDictionary(s => s.Code);

    public IReadOnlyList<Level> Levels => levels;

    public IReadOnlyList<StudyStream> Streams => streams;

    public Level LevelOf(string code) => byCode[code];

    public StudyStream? StreamOf(string code) => streamsByCode.GetValueOrDefault(code);

    public bool IsOffered(int school, string level, string stream) => offers.Contains(new Offer(school, level, stream));

    /// <summary>This school's levels and streams, and those of the schools that take its pupils.</summary>
    public IEnumerable<Offer> Offers => offers;

    public Destination Of(Standing standing)
    {
        var destination = standing.Decision switch
        {
            "REPEAT" or "REINSTATE" => new Destination(YearEnd.Repeating, Obstacle.None, standing.Level, standing.Stream, schoolId),
            "TRAINING" or "EXCLUDE" => new Destination(YearEnd.Leaving, Obstacle.None, "", "", null),
            _ => Passing(standing),
        };
        // What is missing besides the decision is named first: it can be mended before the council meets.
        if (destination.Obstacle == Obstacle.None && standing.Decision is null) destination = destination with { Obstacle = Obstacle.Undecided };
        return standing.State == EnrollmentState.Expected ? destination with { Obstacle = Obstacle.NotConfirmed } : destination;
    }

    /// <summary>Levels that follow one: the next in order on the same course where there is one. None after the last year of school.</summary>
    public IReadOnlyList<Level> After(Level level)
    {
        var next = levels.Where(l => l.Order == level.Order + 1).ToList();
        // After the baccalaureate comes a choice of the pupil's own, not a re-enrollment.
        if (level.CycleCode == "QUA") next.RemoveAll(l => l.CycleCode == "SUP");
        var course = next.FindAll(l => l.Code[1..] == level.Code[1..] && l.CycleCode == level.CycleCode);
        return course.Count > 0 ? course : next;
    }

    /// <summary>Streams of a level that may follow one; the empty one where the level has none.</summary>
    public IReadOnlyList<string> StreamsAfter(string stream, Level next)
    {
        var all = streams.Where(s => s.LevelCode == next.Code).Select(s => s.Code).ToList();
        if (all.Count == 0) return [""];
        return streamsByCode.GetValueOrDefault(stream)?.NextStreams?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } following
            ? [.. all.Where(following.Contains)]
            : all;
    }

    private Destination Passing(Standing standing)
    {
        var level = byCode[standing.Level];
        var after = After(level);
        if (after.Count == 0) return new Destination(YearEnd.Graduated, Obstacle.None, "", "", null);
        // What was asked for and decided on comes before what the school would offer by itself.
        if (standing.Guided is { } guided && after.Any(l => l.Code == guided.Level))
            return new Destination(guided.School == schoolId ? YearEnd.Promoted : YearEnd.EndOfCycle, Obstacle.None, guided.Level, guided.Stream, guided.School);

        var here = after.Where(l => StreamsAfter(standing.Stream, l).Any(s => IsOffered(schoolId, l.Code, s))).ToList();
        if (here.Count > 0) return Choose(YearEnd.Promoted, standing, here, schoolId);
        if (!nextSchools.TryGetValue(standing.Level, out var school)) return new Destination(YearEnd.EndOfCycle, Obstacle.NoLevel, "", "", null);
        var there = after.Where(l => StreamsAfter(standing.Stream, l).Any(s => IsOffered(school, l.Code, s))).ToList();
        return there.Count == 0 ? new Destination(YearEnd.EndOfCycle, Obstacle.NoLevel, "", "", null) : Choose(YearEnd.EndOfCycle, standing, there, school);
    }

    private Destination Choose(YearEnd end, Standing standing, List<Level> open, int school)
    {
        if (open.Count > 1) return new Destination(end, Obstacle.ChooseLevel, "", "", school);
        var choices = StreamsAfter(standing.Stream, open[0]).Where(s => IsOffered(school, open[0].Code, s)).ToList();
        return choices.Count == 1 ? new Destination(end, Obstacle.None, open[0].Code, choices[0], school) : new Destination(end, Obstacle.ChooseStream, open[0].Code, "", school);
    }

    /// <summary>The rule of a school, with what it and its receiving schools offer in either year.</summary>
    public static async Task<Destinations> At(MassarDb db, int schoolId, int fromYear, CancellationToken ct)
    {
        var levels = await db.Levels.AsNoTracking().OrderBy(l => l.Order).ThenBy(l => l.Code).ToListAsync(ct);
        var streams = await db.StudyStreams.AsNoTracking().OrderBy(s => s.Code).ToListAsync(ct);
        var next = await db.NextSchools.AsNoTracking().Where(n => n.SchoolId == schoolId).ToDictionaryAsync(n => n.LevelCode, n => n.ToSchoolId, ct);
        List<int> schools = [schoolId, .. next.Values.Distinct()];
        var offers = await db.Classes.Where(c => schools.Contains(c.SchoolId) && (c.SchoolYearId == fromYear || c.SchoolYearId == fromYear + 1))
            .Select(c => new { c.SchoolId, c.LevelCode, c.StreamCode }).Distinct().ToListAsync(ct);
        return new Destinations(schoolId, levels, streams, offers.Select(o => new Offer(o.SchoolId, o.LevelCode, o.StreamCode)).ToHashSet(), next);
    }

    /// <summary>The pupils of a school at the end of a year, with what the councils of the second semester decided, and guidance.</summary>
    public static async Task<List<Standing>> Standings(MassarDb db, int schoolId, int year, CancellationToken ct)
    {
        var rows = await (
            from e in db.Enrollments
            where e.SchoolId == schoolId && e.SchoolYearId == year && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected)
            orderby e.Id
            select new { e.Id, e.PupilId, e.LevelCode, e.StreamCode, e.State, e.ClassId }).ToListAsync(ct);
        var decisions = await (
            from c in db.Councils
            where c.SchoolId == schoolId && c.SchoolYearId == year && c.Semester == 2 && (c.State == CouncilState.Decided || c.State == CouncilState.Signed)
            join l in db.CouncilLines on c.Id equals l.CouncilId
            where l.Decision != null
            select new { c.ClassId, l.PupilId, l.Decision }).ToListAsync(ct);
        var decided = decisions.ToLookup(d => d.PupilId);
        var guided = await (
            from e in db.Enrollments
            where e.SchoolId == schoolId && e.SchoolYearId == year && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected)
            join g in db.GuidedPlaces on new { e.PupilId, Year = year + 1 } equals new { g.PupilId, Year = g.SchoolYearId }
            where db.Schools.Any(s => s.Id == g.SchoolId && s.ClosedOn == null)
            select new { g.PupilId, Place = new Offer(g.SchoolId, g.LevelCode, g.StreamCode) }).Distinct().ToDictionaryAsync(g => g.PupilId, g => g.Place, ct);
        // Whichever school's council is asked: who changed schools since took the appeal along.
        var appealed = (await (
            from a in db.CouncilAppeals
            where a.SchoolYearId == year && a.Semester == 2 && (a.State == AppealState.Asked || a.State == AppealState.Seized)
            join e in db.Enrollments on a.PupilId equals e.PupilId
            where e.SchoolId == schoolId && e.SchoolYearId == year
            select a.PupilId).ToListAsync(ct)).ToHashSet();
        // A pupil who changed classes is decided on by the council of the class he is in.
        return rows.ConvertAll(r => new Standing(r.Id, r.PupilId, r.LevelCode, r.StreamCode, r.State,
            decided[r.PupilId].OrderByDescending(d => d.ClassId == r.ClassId).Select(d => d.Decision).FirstOrDefault(),
            guided.TryGetValue(r.PupilId, out var place) ? place : null)
        { IsAppealed = appealed.Contains(r.PupilId) });
    }
}
