using Massar.Features.Classes.Domain;
using Massar.Features.Employees;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;

namespace Massar.Features.Classes;

/// <summary>The classes of both years and who teaches what in them.</summary>
public sealed class Seed : ISeed
{
    public int Order => 45;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, service, employees) = (seeding.Of<SeededYears>(), seeding.Of<SeededService>(), seeding.Of<SeededEmployees>());
        var draw = seeding.Draw("classes");
        // In order of number, as they were hired: the first of a post is its first teacher.
        var teachers = employees.Of(Roles.Teacher).GroupBy(t => new SeededPost(t.PlaceId, t.Cycle!, t.DisciplineCode!)).ToDictionary(g => g.Key, g => g.ToList());
        List<SchoolClass> classes = [];
        List<TeachingAssignment> assignments = [];
        List<SeededClass> planted = [];

        foreach (var key in service.Classes)
        {
            var year = key.Year == years.Current.Id ? years.Current : years.Previous;
            var row = new SchoolClass
            {
                Id = (int)seeding.NextId<SchoolClass>(),
                PublicId = draw.Guid(),
                SchoolId = key.SchoolId,
                SchoolYearId = key.Year,
                LevelCode = key.Level,
                StreamCode = key.Stream,
                Name = $"{(key.Stream.Length > 0 ? key.Stream : years.Levels[key.Level].ClassPrefixes!.Split(';')[0])}-{key.Number}",
            };
            classes.Add(row);

            List<SeededTeaching> taught = [];
            foreach (var plan in years.Plans[(key.Year, key.Level, key.Stream)])
            {
                var (post, number) = service.Assignments[(key, plan.SubjectCode)];
                var teacher = teachers[post][number];
                assignments.Add(new TeachingAssignment
                {
                    Id = (int)seeding.NextId<TeachingAssignment>(),
                    ClassId = row.Id,
                    SchoolId = key.SchoolId,
                    SchoolYearId = key.Year,
                    SubjectCode = plan.SubjectCode,
                    EmployeeId = teacher.Id,
                    WeeklyHours = plan.WeeklyHours ?? 0,
                    StartsOn = year.StartsOn,
                    EndsOn = key.Year == years.Current.Id ? null : year.EndsOn,
                });
                taught.Add(new SeededTeaching(plan, teacher.Id));
            }

            planted.Add(new SeededClass(row.Id, row.PublicId, row.SchoolId, row.SchoolYearId, row.LevelCode, row.StreamCode, key.Number, row.Name, taught));
        }

        await seeding.Insert(classes, ct);
        await seeding.Insert(assignments, ct);
        seeding.Share(new SeededClasses(planted));
    }
}
