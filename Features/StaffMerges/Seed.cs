using Massar.Features.Accounts;
using Massar.Features.Employees.Domain;
using Massar.Features.Schools;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffMerges;

/// <summary>In the well-known human resources manager's reach one employee has two files: the second was opened from paper, under another number and a card that was copied wrongly.</summary>
public sealed class Seed : ISeed
{
    /// <summary>A number nobody else of the demo has.</summary>
    private const long Second = 880_101;

    // After ratings and pay: the second file has nothing but what was copied from paper.
    public int Order => 185;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (manager, schools) = (seeding.Of<SeededAccounts>().Demo(Roles.HrManager), seeding.Of<SeededSchools>());
        if (schools.Schools.Where(s => s.Place.Path.StartsWith(manager.PlacePath, StringComparison.Ordinal)).OrderBy(s => s.Id).Select(s => (int?)s.Id).FirstOrDefault() is not { } school) return;
        var known = await seeding.Db.Employees.AsNoTracking().Where(e => e.PlaceId == school && e.DisciplineCode != null).OrderByDescending(e => e.Id).FirstOrDefaultAsync(ct);
        if (known is null || await seeding.Db.CareerSteps.AsNoTracking().Where(s => s.EmployeeId == known.Id).OrderByDescending(s => s.StartsOn).FirstOrDefaultAsync(ct) is not { } step) return;
        // On paper both begin on one day: the histories do not contradict each other.
        var worked = await seeding.Db.Postings.AsNoTracking().Where(p => p.EmployeeId == known.Id).OrderBy(p => p.StartsOn).Select(p => (DateOnly?)p.StartsOn).FirstOrDefaultAsync(ct) ?? known.RecruitedOn;
        var second = new Employee
        {
            Id = seeding.NextId<Employee>(),
            Ppr = Reserved.Ppr(Second),
            Cin = Reserved.Cin(Second),
            LastNameAr = known.LastNameAr,
            FirstNameAr = known.FirstNameAr,
            LastNameLatin = known.LastNameLatin,
            FirstNameLatin = known.FirstNameLatin,
            SearchKey = ArabicFolding.SearchKey(known.FullNameAr, known.FullNameLatin).Stored,
            Sex = known.Sex,
            BirthDate = known.BirthDate,
            RecruitedOn = known.RecruitedOn,
            MaritalStatus = known.MaritalStatus,
            PlaceId = known.PlaceId,
            PlacePath = known.PlacePath,
            GradeCode = known.GradeCode,
        };
        await seeding.Insert([second], ct);
        // Signing has added to both tables since with numbers of the database.
        await seeding.Insert([new CareerStep
        {
            Id = await seeding.Db.CareerSteps.MaxAsync(s => s.Id, ct) + 1,
            EmployeeId = second.Id,
            StartsOn = step.StartsOn,
            GradeCode = step.GradeCode,
            Echelle = step.Echelle,
            Echelon = step.Echelon,
            Index = step.Index,
            PositionCode = step.PositionCode,
            LearntAt = step.LearntAt,
        }], ct);
        await seeding.Insert([new Posting { Id = await seeding.Db.Postings.MaxAsync(p => p.Id, ct) + 1, EmployeeId = second.Id, PlaceId = known.PlaceId, PlacePath = known.PlacePath, StartsOn = worked, LearntAt = step.LearntAt }], ct);
    }
}
