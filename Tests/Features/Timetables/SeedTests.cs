using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Timetables;

public sealed class SeedTests(DemoProvince demo) : IClassFixture<DemoProvince>
{
    [Fact]
    public async Task Every_planted_class_has_its_hours_and_nothing_clashes()
    {
        await using var scope = demo.Services.CreateAsyncScope();
        var (db, planning) = (scope.ServiceProvider.GetRequiredService<MassarDb>(), scope.ServiceProvider.GetRequiredService<Planning>());
        var schools = await db.Classes.Where(c => db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent)).Select(c => c.SchoolId).Distinct().OrderBy(id => id).Take(1).ToListAsync(); // later ones are other tests' own
        Assert.NotEmpty(schools);
        foreach (var school in schools)
        {
            var plan = (await planning.Read(school, CancellationToken.None))!;
            var finder = new ClashFinder(plan.Grid, plan.Unavailable, plan.Assignments);

            Assert.Empty(finder.AddAll(plan.Lessons));
            Assert.Equal(plan.Assignments.Values.Sum(a => a.HoursDue), plan.Lessons.Sum(l => l.Hours));
            Assert.DoesNotContain(plan.Lessons, l => l.RoomId is null);
        }
    }
}
