using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Reference;

public sealed class ReferenceLoaderTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    [Fact]
    public async Task The_delivered_lists_are_complete()
    {
        await using var host = await MassarApp.StartOwn();
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();

        Assert.Equal(12, await db.Places.CountAsync(p => p.Kind == PlaceKind.Academy));
        Assert.Equal(82, await db.Places.CountAsync(p => p.Kind == PlaceKind.Directorate));
        Assert.Equal(21, await db.Levels.CountAsync());
        Assert.Equal(46, await db.StudyStreams.CountAsync());
        Assert.Equal(66, await db.StaffGrades.CountAsync());
        Assert.Equal(25, await db.Nomenclatures.CountAsync(n => n.List == "decision-types"));
        Assert.Equal([2024, 2025, 2026], await db.SchoolYears.Where(y => y.Id <= 2026).Select(y => y.Id).OrderBy(y => y).ToListAsync());
        Assert.Equal(1, await db.SchoolYears.CountAsync(y => y.IsCurrent));

        // Official papers write a cadre for both sexes.
        Assert.Empty(await db.StaffGrades.Where(g => !g.CadreAr.Contains("(ة)")).Select(g => g.Code).ToListAsync());

        // Printed report cards of the collège divide by 29.
        Assert.Equal(29, await db.SubjectPlans.Where(p => p.SchoolYearId == 2025 && p.LevelCode == "1AC").SumAsync(p => p.Coefficient));
        // Domain 01: the directorates of an academy add up to the number its row states.
        Assert.Equal(9, await db.Places.CountAsync(p => p.Kind == PlaceKind.Directorate && db.Places.Any(a => a.Id == p.ParentId && a.Code == "03")));
        var directorate = await db.Places.FirstAsync(p => p.Kind == PlaceKind.Directorate && p.Code == "227");
        Assert.Equal($"/1/2/{directorate.Id}/", directorate.Path);
    }

    [Fact]
    public async Task Loading_again_changes_nothing()
    {
        await using var host = await MassarApp.StartOwn();
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        var before = await Infrastructure.Seeding.PlantedAcademy.Hashes(db);

        await ReferenceLoader.Load(db, Today, CancellationToken.None);

        Assert.Equal(before, await Infrastructure.Seeding.PlantedAcademy.Hashes(db));
    }

    [Fact]
    public async Task A_row_somebody_edited_stays_and_one_nobody_touched_is_corrected()
    {
        await using var host = await MassarApp.StartOwn();
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        await db.SubjectPlans.Where(p => p.SchoolYearId == 2025 && p.LevelCode == "1AC" && p.SubjectCode == "MATH")
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.Coefficient, 6m).SetProperty(x => x.Version, 1));
        await db.SubjectPlans.Where(p => p.SchoolYearId == 2025 && p.LevelCode == "1AC" && p.SubjectCode == "FR")
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.Coefficient, 6m));
        await db.Settings.Where(s => s.Code == "mobility.wishes" && s.SchoolYearId == 2026).ExecuteDeleteAsync();

        await ReferenceLoader.Load(db, Today, CancellationToken.None);

        Assert.Equal(6, await Coefficient("MATH"));
        Assert.Equal(5, await Coefficient("FR"));
        Assert.Equal("10", await db.Settings.Where(s => s.Code == "mobility.wishes" && s.SchoolYearId == 2026).Select(s => s.Value).SingleAsync());

        Task<decimal?> Coefficient(string subject) =>
            db.SubjectPlans.AsNoTracking().Where(p => p.SchoolYearId == 2025 && p.LevelCode == "1AC" && p.SubjectCode == subject).Select(p => p.Coefficient).SingleAsync();
    }

    [Fact]
    public async Task The_year_the_ministry_made_current_stays_current()
    {
        await using var host = await MassarApp.StartOwn();
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        await db.SchoolYears.ExecuteUpdateAsync(y => y.SetProperty(x => x.IsCurrent, x => x.Id == 2025));

        await ReferenceLoader.Load(db, Today, CancellationToken.None);

        Assert.Equal([2025], await db.SchoolYears.Where(y => y.IsCurrent).Select(y => y.Id).ToListAsync());
    }

    [Theory]
    [InlineData("2026-08-31", 2025)]
    [InlineData("2026-09-01", 2026)]
    [InlineData("2027-01-01", 2026)]
    public void A_school_year_starts_on_the_first_of_September(string day, int year) =>
        Assert.Equal(year, ReferenceFiles.YearOf(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Years_whose_decision_is_not_known_are_marked_to_confirm()
    {
        var known = ReferenceFiles.Delivered.Calendar(2025).Where(c => c.Kind != "window").ToList();
        var guessed = ReferenceFiles.Delivered.Calendar(2026).Where(c => c.Kind != "window").ToList();

        Assert.Equal(13, known.Count);
        Assert.DoesNotContain(known, c => c.Confidence == "to confirm");
        Assert.All(guessed, c => Assert.Equal("to confirm", c.Confidence));
        Assert.All(known.Zip(guessed), c => Assert.Equal(c.First.StartsOn.DayOfWeek, c.Second.StartsOn.DayOfWeek));
    }
}
