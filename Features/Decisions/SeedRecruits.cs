using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions;

/// <summary>Recruitments by the same code as people do: one signed, whose trainee is awaited, and one with the manager.</summary>
public sealed class SeedRecruits : ISeed
{
    /// <summary>Last of the decisions: their keys are the database's own.</summary>
    public int Order => 166;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>());
        var directorate = schools.Directorate;
        if (!seeding.Of<DecisionChains>().ByDirectorate.TryGetValue(directorate.Id, out var chain))
            return;
        var (today, draw, before) = (years.Today, seeding.Draw("recruits"), Acting.Now);
        var grade = years.Grades["PEP_2"];
        var manager = chain[Roles.HrManager];
        Acting.Now = new Actor(manager.AccountId, manager.HatId, manager.Role, manager.PlaceId, "seed");
        for (var i = 0; i < 2; i++)
        {
            var (first, last, number) = (InventedNames.Girl(draw), InventedNames.Family(draw), seeding.NextId<Employee>());
            long id = 0;
            await using (var scope = seeding.Services.CreateAsyncScope())
            {
                var services = scope.ServiceProvider;
                var (db, desk, book, isSent) = (services.GetRequiredService<MassarDb>(), services.GetRequiredService<RecruitDesk>(), services.GetRequiredService<ProcedureBook>(), i == 0);
                await services.GetRequiredService<UnitOfWork>().Run("Decisions.PrepareRecruitment", async token =>
                {
                    var school = await db.Schools.Where(s => s.Place.Path.StartsWith(directorate.Path) && s.Cycles.Contains("PRI") && s.IsPublic).OrderBy(s => s.Id).Select(s => s.Place).AsNoTracking().FirstAsync(token);
                    var procedure = (await book.InForce(db, Recruitment.KindCode, today, token)).Value;
                    var recruit = new Recruit(Reserved.Ppr(number), Reserved.Cin(number), last.Ar, first.Ar, last.Latin, first.Latin, Sex.Female, today.AddYears(-24).AddDays(-40 * (i + 1)), MaritalStatus.Single, "الإجازة في التربية", grade, school, today.AddDays(-3), "training");
                    var drafted = await desk.Draft(recruit, procedure, (directorate.Id, directorate.Path), manager.AccountId, Seed.At(today, -12), token);
                    var decision = drafted.IsRefused ? throw new InvalidOperationException($"The demo's recruitment was refused: {drafted.Refusal!.Reason.Key}") : drafted.Value;
                    id = decision.Id;
                    if (isSent)
                        Seed.Walk(decision, procedure, chain, 5, draw, today, isDemo: false, leastWait: 1, isAhead: true);
                    await db.SaveChangesAsync(token);
                }, ct);
            }

            if (i == 0)
                await SeedSignatures.Sign(seeding, id, chain[Roles.Signatory], 0, null, ct);
            Acting.Now = new Actor(manager.AccountId, manager.HatId, manager.Role, manager.PlaceId, "seed");
        }

        Acting.Now = before;
        seeding.Db.ChangeTracker.Clear();
    }
}
