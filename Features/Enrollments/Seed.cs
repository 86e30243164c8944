using Massar.Features.Classes;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Seeding;

namespace Massar.Features.Enrollments;

/// <summary>Two years of enrollments, a few of them transfers during the year, departures and pupils who did not come back.</summary>
public sealed class Seed : ISeed
{
    private const int Batch = 10_000;

    public int Order => 50;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, pupils, classes) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededPupils>(), seeding.Of<SeededClasses>());
        var draw = seeding.Draw("enrollments");
        var classOf = classes.Classes.ToDictionary(c => (c.SchoolId, c.SchoolYearId, c.LevelCode, c.StreamCode, c.Number), c => c.Id);
        var schoolsOf = classes.Of(years.Current.Id).Select(c => (c.LevelCode, c.StreamCode, c.SchoolId)).Distinct().ToLookup(c => (c.LevelCode, c.StreamCode), c => c.SchoolId);
        var byClass = new Dictionary<int, IReadOnlyList<SeededEnrollment>>();
        var rows = new List<Enrollment>(Batch);

        foreach (var year in (int[])[years.Previous.Id, years.Current.Id])
        {
            var isCurrent = year == years.Current.Id;
            var start = new DateOnly(year, 9, 8);
            var seated = pupils.Pupils
                .Select(p => (Pupil: p, Seat: isCurrent ? p.Now : p.Before))
                .Where(p => p.Seat is not null)
                .GroupBy(p => classOf[(p.Seat!.SchoolId, year, p.Seat.LevelCode, p.Seat.StreamCode, p.Seat.ClassNumber)]);
            foreach (var group in seated.OrderBy(g => g.Key))
            {
                var list = new List<SeededEnrollment>();
                foreach (var (pupil, seat) in group.OrderBy(p => p.Pupil.FullNameAr, StringComparer.Ordinal).ThenBy(p => p.Pupil.Id))
                {
                    var left = !isCurrent && pupil.Fate == SeededFate.Left && draw.Bool(0.6f) ? start.AddDays(draw.Number(40, 250)) : (DateOnly?)null;
                    var arrived = isCurrent && draw.Bool(0.01f) && start.AddDays(45) < years.Today ? start.AddDays(draw.Number(10, 40)) : (DateOnly?)null;
                    var origins = arrived is null ? [] : schoolsOf[(seat!.LevelCode, seat.StreamCode)].Where(s => s != seat.SchoolId).ToArray();
                    var origin = origins.Length == 0 ? null : schools.School(draw.ArrayElement(origins));
                    if (origin is not null)
                        rows.Add(new Enrollment
                        {
                            Id = seeding.NextId<Enrollment>(),
                            PupilId = pupil.Id,
                            SchoolYearId = year,
                            SchoolId = origin.Id,
                            LevelCode = seat!.LevelCode,
                            StreamCode = seat.StreamCode,
                            State = EnrollmentState.Left,
                            Kind = EnrollmentKind.ReEnrolled,
                            EnteredOn = start,
                            LeftOn = arrived!.Value.AddDays(-3),
                        });

                    var before = isCurrent ? pupil.Before : null;
                    var id = seeding.NextId<Enrollment>();
                    rows.Add(new Enrollment
                    {
                        Id = id,
                        PupilId = pupil.Id,
                        SchoolYearId = year,
                        SchoolId = seat!.SchoolId,
                        LevelCode = seat.LevelCode,
                        StreamCode = seat.StreamCode,
                        ClassId = group.Key,
                        OrderInClass = list.Count + 1,
                        State = left is not null ? EnrollmentState.Left : !isCurrent && pupil.Fate == SeededFate.Graduated ? EnrollmentState.Graduated : EnrollmentState.Active,
                        Kind = origin is not null ? EnrollmentKind.TransferredIn
                            : isCurrent ? before?.SchoolId == seat.SchoolId ? EnrollmentKind.ReEnrolled : EnrollmentKind.New
                            : seat.LevelCode is "1AP" or "1AC" or "1APIC" or "TC" ? EnrollmentKind.New : EnrollmentKind.ReEnrolled,
                        EnteredOn = origin is not null ? arrived!.Value : start,
                        LeftOn = left,
                    });
                    list.Add(new SeededEnrollment(id, pupil.Id, group.Key, list.Count + 1, left));
                }

                byClass[group.Key] = list;
                if (rows.Count >= Batch)
                    await Send();
            }
        }

        // Those who finished last year and were expected again, but did not come; of every third the school has not said so yet.
        var missing = 0;
        var leftDuringTheYear = byClass.Values.SelectMany(l => l).Where(e => e.LeftOn is not null).Select(e => e.PupilId).ToHashSet();
        foreach (var pupil in pupils.Pupils.Where(p => p is { Fate: SeededFate.Left, Before: not null } && !leftDuringTheYear.Contains(p.Id)))
            rows.Add(new Enrollment
            {
                Id = seeding.NextId<Enrollment>(),
                PupilId = pupil.Id,
                SchoolYearId = years.Current.Id,
                SchoolId = pupil.Before!.SchoolId,
                LevelCode = pupil.Before.LevelCode,
                StreamCode = pupil.Before.StreamCode,
                State = missing++ % 3 == 0 ? EnrollmentState.Expected : EnrollmentState.NotJoined,
                Kind = EnrollmentKind.ReEnrolled,
                EnteredOn = new DateOnly(years.Current.Id, 9, 8),
            });
        await Send();
        await seeding.Insert(NextSchools(seeding, years, schools, classes), ct);
        seeding.Share(new SeededEnrollments(byClass));

        async Task Send()
        {
            await seeding.Insert(rows, ct);
            rows.Clear();
        }
    }

    // Those who finish here go to the nearest school that has what follows: of the commune, else of the directorate, in turn.
    private static List<NextSchool> NextSchools(Seeding seeding, SeededYears years, SeededSchools schools, SeededClasses classes)
    {
        var levelsOf = classes.Of(years.Current.Id).ToLookup(c => c.SchoolId, c => c.LevelCode);
        var taking = schools.Schools.SelectMany(s => s.Cycles.Select(c => (School: s, Cycle: c))).ToLookup(s => (s.School.Directorate.Id, s.Cycle), s => s.School);
        var rows = new List<NextSchool>();
        foreach (var (school, index) in schools.Schools.Select((s, i) => (s, i)))
            foreach (var (ends, cycle, next) in ((string, string, string)[])[("6", "PRI", "COL"), ("3", "COL", "QUA")])
            {
                if (!school.Has(cycle) || school.Has(next) || levelsOf[school.Id].Where(l => l.StartsWith(ends, StringComparison.Ordinal) && years.Levels[l].CycleCode == cycle).Distinct().ToList() is not { Count: > 0 } levels)
                    continue;
                var all = taking[(school.Directorate.Id, next)].ToList();
                var near = all.FindAll(s => s.Commune.Id == school.Commune.Id) is { Count: > 0 } own ? own : all;
                if (near.Count > 0)
                    rows.AddRange(levels.Select(l => new NextSchool { Id = (int)seeding.NextId<NextSchool>(), SchoolId = school.Id, LevelCode = l, ToSchoolId = near[index % near.Count].Id }));
            }

        return rows;
    }
}
