using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Reference;

/// <summary>Makes sure the reference data is there and hands the two years of the demo on.</summary>
public sealed class Seed : ISeed
{
    public int Order => 10;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (db, today) = (seeding.Db, seeding.Plan.Today);
        await ReferenceLoader.Load(db, today, ct);

        var year = ReferenceFiles.YearOf(today);
        var years = await db.SchoolYears.AsNoTracking().Where(y => y.Id == year || y.Id == year - 1).ToDictionaryAsync(y => y.Id, ct);
        var plans = await db.SubjectPlans.AsNoTracking().Where(p => p.SchoolYearId == year || p.SchoolYearId == year - 1).OrderBy(p => p.Id).ToListAsync(ct);
        var steps = await db.EchelonSteps.AsNoTracking().OrderBy(s => s.Echelon).ToListAsync(ct);
        seeding.Share(new SeededYears(
            today,
            years[year],
            years[year - 1],
            await db.Levels.AsNoTracking().ToDictionaryAsync(l => l.Code, ct),
            plans.ToLookup(p => (p.SchoolYearId, p.LevelCode, p.StreamCode)),
            await db.StaffGrades.AsNoTracking().ToDictionaryAsync(g => g.Code, ct),
            steps.GroupBy(s => s.Echelle).ToDictionary(g => g.Key, IReadOnlyList<EchelonStep> (g) => [.. g])));
    }
}
