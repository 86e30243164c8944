using Massar.Features.Accounts;
using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Installations.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Installations;

/// <summary>
/// What last year's published movement brought about, by the same code as people do: decisions drafted for all who got a post, some of them signed, and of those one
/// awaited, one to confirm, one installed and one late; and appeals against the result.
/// </summary>
public sealed class Seed : ISeed
{
    /// <summary>After the results and the other decisions.</summary>
    public int Order => 165;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededAccounts>());
        var db = seeding.Db;
        var run = await (
            from r in db.AssignmentRuns
            join c in db.Campaigns on r.CampaignId equals c.Id
            where c.SchoolYearId == years.Previous.Id && c.WishKind == WishKind.School && r.AnnouncedAt != null
            select new { r.Id, c.PlaceId, CampaignId = c.Id, r.PublishAt, r.PublishedByAccountId }).AsNoTracking().FirstOrDefaultAsync(ct);
        if (run is null)
            return;
        var before = Acting.Now;
        Acting.Now = new Infrastructure.Security.Actor(run.PublishedByAccountId!.Value, null, "system", run.PlaceId, "seed");
        var left = 1;
        while (left > 0)
            await Within(seeding, "Mobility.PrepareMoves", async services => left = await services.GetRequiredService<MoveDesk>().Prepare(run.Id, ct), ct);

        await Appeals(seeding, run.Id, run.CampaignId, run.PlaceId, run.PublishAt!.Value, accounts, ct);
        if (seeding.Of<DecisionChains>().ByDirectorate.TryGetValue(schools.Directorate.Id, out var chain))
            await Carry(seeding, run.Id, schools.Directorate.Id, accounts, chain, ct);
        Acting.Now = before;
        db.ChangeTracker.Clear();
    }

    private static async Task Appeals(Seeding seeding, long run, int campaign, int place, DateTime publishedAt, SeededAccounts accounts, CancellationToken ct)
    {
        var stayed = await seeding.Db.RunOutcomes.Where(o => o.RunId == run && o.Wish == 0).OrderBy(o => o.Number).Select(o => o.EmployeeId).Take(2).ToListAsync(ct);
        var officer = accounts.Demo(Roles.AcademyMobility).Id;
        await Within(seeding, "Mobility.AppealResult", async services =>
        {
            var db = services.GetRequiredService<MassarDb>();
            foreach (var (employee, i) in stayed.Select((e, i) => (e, i)))
            {
                var appeal = new RunAppeal
                {
                    RunId = run,
                    CampaignId = campaign,
                    EmployeeId = employee,
                    PlaceId = place,
                    Reason = i == 0 ? "لم تحتسب سنة من الأقدمية في المنصب الحالي ضمن مجموع النقط." : "لدي أولوية الالتحاق بالزوج ولم تؤخذ بعين الاعتبار.",
                    AskedAt = publishedAt.AddDays(2 + i),
                };
                if (i == 1)
                    appeal.Decide(false, "لم تقدم وثيقة تثبت مقر عمل الزوج قبل انتهاء الأجل.", officer, publishedAt.AddDays(8));
                db.RunAppeals.Add(appeal);
            }

            await db.SaveChangesAsync(ct);
        }, ct);
    }

    // Some of the directorate's list are signed; the demo's own school and people keep what they have, and at most await somebody.
    private static async Task Carry(Seeding seeding, long run, int directorate, SeededAccounts accounts, Dictionary<string, DecisionActor> chain, CancellationToken ct)
    {
        var (school, acting) = (accounts.Demo(Roles.Head).PlaceId, chain.Values.Select(a => a.EmployeeId).OfType<long>().ToHashSet());
        var known = accounts.Accounts.Where(a => a.Login.EndsWith(".demo", StringComparison.Ordinal)).Select(a => a.EmployeeId).OfType<long>().ToHashSet();
        // What was drafted on another connection is read on one: the planting's own transaction may not see it.
        await using var scope = seeding.Services.CreateAsyncScope();
        var drafts = await scope.ServiceProvider.GetRequiredService<MassarDb>().Decisions.AsNoTracking().Where(d => d.RunId == run && d.PlaceId == directorate && d.OldPlaceId != school).OrderBy(d => d.NewPlaceId == school ? 0 : 1).ThenBy(d => d.Id).ToListAsync(ct);
        var chosen = drafts.Where(d => !known.Contains(d.EmployeeId) && !acting.Contains(d.EmployeeId)).Take(4).Select(d => d.Id).ToList();
        foreach (var id in chosen)
        {
            await Within(seeding, "Decisions.VisaDecision", async services =>
            {
                var (db, book) = (services.GetRequiredService<MassarDb>(), services.GetRequiredService<ProcedureBook>());
                var decision = await db.Decisions.SingleAsync(d => d.Id == id, ct);
                var procedure = await book.Of(db, decision.ProcedureId, ct);
                var at = decision.CreatedAt;
                foreach (var (role, act) in ((string, DecisionAct)[])[(Roles.HrManager, DecisionAct.Sent), (Roles.HeadOfService, DecisionAct.Granted), (Roles.ProvincialDirector, DecisionAct.Granted), (Roles.FinancialControl, DecisionAct.Granted)])
                    if (decision.Record(act, procedure, chain[role], at) is { } refusal)
                        throw new InvalidOperationException($"The demo's decision {id} did not pass: {refusal.Reason.Key}");
                await db.SaveChangesAsync(ct);
            }, ct);
            await SeedSignatures.Sign(seeding, id, chain[Roles.Signatory], 0, null, ct);
        }

        foreach (var (decision, i) in chosen.Select((d, i) => (d, i)))
            await Within(seeding, "Installations.TakeStep", async services =>
            {
                var (db, desk, clock) = (services.GetRequiredService<MassarDb>(), services.GetRequiredService<InstallationDesk>(), services.GetRequiredService<TimeProvider>());
                var installation = await db.Installations.SingleAsync(x => x.DecisionId == decision, ct);
                var now = clock.GetUtcNow().UtcDateTime;
                var today = MoroccanDay.Of(now);
                var head = await db.Hats.LiveOn(today).Where(h => h.PlaceId == installation.PlaceId && h.Role == Roles.Head).Select(h => (long?)h.AccountId).FirstOrDefaultAsync(ct) ?? chain[Roles.HrManager].AccountId;
                if (i is 1 or 2 && installation.Present(today, today, head) is { } refusal)
                    throw new InvalidOperationException($"The demo's installation was not recorded: {refusal.Reason.Key}");
                Acting.Now = Acting.Now! with { AccountId = accounts.OfEmployee(installation.EmployeeId)?.Id ?? head };
                if (i == 2 && await desk.Install(installation, ct) is { } failed)
                    throw new InvalidOperationException($"The demo's installation was not made: {failed.Reason.Key}");
                if (i == 3)
                {
                    installation.Until = today.AddDays(-1);
                    installation.Remind(now, (await InstallationDays.Of(db, today, ct)).Notice);
                    installation.Until = today.AddDays(-1);
                }

                await db.SaveChangesAsync(ct);
            }, ct);
    }

    private static async Task Within(Seeding seeding, string action, Func<IServiceProvider, Task> work, CancellationToken ct)
    {
        await using var scope = seeding.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Run(action, _ => work(scope.ServiceProvider), ct);
    }
}
