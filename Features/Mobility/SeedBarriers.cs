using Massar.Features.Accounts;
using Massar.Features.Employees;
using Massar.Features.Mobility.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;

namespace Massar.Features.Mobility;

/// <summary>
/// Entry barriers of three past years, as an academy took them over from its lists: for many posts every year, for some only one, and for some none, so that
/// each answer occurs. Where last year's own result is published, that one counts.
/// </summary>
public sealed class SeedBarriers : ISeed
{
    private const int MostGroups = 8;

    public int Order => 152;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, staff, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededEmployees>(), seeding.Of<SeededAccounts>());
        var (draw, grades) = (seeding.Draw("mobility-barriers"), MovementCategories.Grades["REGIONAL"]);
        var demo = accounts.Demo(Roles.Teacher).EmployeeId;
        var groups = staff.Of(Roles.Teacher).Where(t => Campaign.Takes(grades, t.GradeCode)).OrderBy(t => t.Id == demo ? 0 : 1).ThenBy(t => t.Id)
            .Select(t => (Code: PostGroup.Of(grades, t.GradeCode, t.DisciplineCode), Cycle: MovementCategories.CycleOf(t.GradeCode))).Distinct().Take(MostGroups).ToList();
        var rows = new List<PostBarrier>();
        foreach (var school in schools.Schools.Where(s => s.IsPublic).OrderBy(s => s.Id))
            foreach (var (code, _) in groups.Where(g => g.Cycle is null || school.Has(g.Cycle)))
            {
                var level = draw.Number(8, 60);
                for (var back = 1; back <= Chances.Years; back++)
                {
                    if (draw.Number(9) < 2)
                        continue;
                    rows.Add(new PostBarrier
                    {
                        Year = years.Current.Id - back,
                        CategoryCode = "REGIONAL",
                        PlaceId = school.Id,
                        PlacePath = school.Place.Path,
                        GroupCode = code,
                        Points = Math.Max(1, level + draw.Number(-12, 12)),
                        Admitted = draw.Number(1, 4),
                        Source = "لوائح نتائج الحركة الجهوية بالأكاديمية",
                        Confidence = back == 3 ? "to-confirm" : "likely",
                        Version = 1,
                    });
                }
            }

        seeding.Db.PostBarriers.AddRange(rows);
        await seeding.Db.SaveChangesAsync(ct);
        seeding.Db.ChangeTracker.Clear();
    }
}
