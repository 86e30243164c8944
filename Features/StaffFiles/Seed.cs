using Massar.Features.Accounts;
using Massar.Features.Decisions;
using Massar.Features.Schools;
using Massar.Features.Schools.Domain;
using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffFiles;

/// <summary>
/// Files between the directorate of the well-known HR manager, the others and the academy, of people who worked on both sides, by the same code as people do: one to be listed, one to
/// be signed for, one late on its way, one with pages missing, one received.
/// </summary>
public sealed class Seed : ISeed
{
    // What becomes of the files that come, and of those that leave, in the order people are found: see World.
    private static readonly int[] Coming = [0, 1, 2, 3], Leaving = [6, 4, 5, 7];

    public int Order => 168;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (schools, chains) = (seeding.Of<SeededSchools>(), seeding.Of<DecisionChains>().ByDirectorate);
        var (directorate, academy, atAcademy) = (schools.Directorate, schools.Academy, seeding.Of<SeededAccounts>().Demo(Roles.AcademyMobility));
        if (!chains.ContainsKey(directorate.Id))
            return;
        var here = directorate.Path;
        // Who handles files does not handle his own.
        var officers = await (
            from a in seeding.Db.Accounts
            join h in seeding.Db.Hats on a.Id equals h.AccountId
            where a.EmployeeId != null && (h.Role == Roles.HrManager || h.Role == Roles.AcademyMobility)
            select a.EmployeeId!.Value).ToListAsync(ct);
        // Whose last workplace before the present one is under another directorate.
        var moved = await (
            from e in seeding.Db.Employees
            from p in seeding.Db.Postings
            where p.EmployeeId == e.Id && !seeding.Db.FileTransfers.Any(t => t.EmployeeId == e.Id) && !officers.Contains(e.Id) && p.EndsOn != null && p.EndsOn >= p.StartsOn && e.PlacePath.StartsWith(here) != p.PlacePath.StartsWith(here)
            orderby e.Id, p.StartsOn descending
            select new { e.Id, e.PlacePath, From = p.PlacePath }).AsNoTracking().Take(400).ToListAsync(ct);
        var people = moved.DistinctBy(m => m.Id).ToList();
        var before = Acting.Now;
        var (coming, leaving) = (0, 0);
        foreach (var one in people)
        {
            var isComing = one.PlacePath.StartsWith(here, StringComparison.Ordinal);
            var there = isComing ? one.From : one.PlacePath;
            // Who works at the academy itself has his file there.
            var other = chains.Keys.FirstOrDefault(d => there.Contains($"/{d}/", StringComparison.Ordinal)) is var found and > 0 ? found : there == academy.Path ? academy.Id : 0;
            if (other == 0 || (isComing ? coming >= Coming.Length : leaving >= Leaving.Length))
                continue;
            var world = new World(seeding, one.Id, isComing ? other : directorate.Id, isComing ? directorate.Id : other, Officer);
            await world.Go(isComing ? Coming[coming++] : Leaving[leaving++], ct);
        }

        Acting.Now = before;
        seeding.Db.ChangeTracker.Clear();

        (long Account, string Role) Officer(int office) => office == academy.Id ? (atAcademy.Id, Roles.AcademyMobility) : (chains[office][Roles.HrManager].AccountId, Roles.HrManager);
    }

    private sealed record World(Seeding Seeding, long Employee, int From, int To, Func<int, (long Account, string Role)> Officer)
    {
        private long transfer;

        public async Task Go(int kind, CancellationToken ct)
        {
            await Open(ct);
            switch (kind)
            {
                // On its way, to be signed for.
                case 0:
                    await Send(ct);
                    await Age(6, null, ct);
                    break;
                // Signed for with something missing.
                case 1:
                    await Send(ct);
                    await Sign(missing: true, ct);
                    await Age(12, null, ct);
                    break;
                case 2:
                    await Send(ct);
                    await Sign(missing: false, ct);
                    await Age(30, null, ct);
                    break;
                // The sender lets the days pass.
                case 3:
                    await Age(16, -6, ct);
                    break;
                // Of those who left: to be listed, late on its way, to be answered for.
                case 4:
                    await Age(2, null, ct);
                    break;
                case 5:
                    await Send(ct);
                    await Age(21, -6, ct);
                    break;
                case 6:
                    await Send(ct);
                    await Sign(missing: true, ct);
                    await Age(14, null, ct);
                    break;
                default:
                    await Send(ct);
                    await Sign(missing: false, ct);
                    await Age(40, null, ct);
                    break;
            }
        }

        private Task Open(CancellationToken ct) => Within(To, "StaffFiles.OpenByHand", async (db, desk) =>
        {
            var places = await db.Places.AsNoTracking().Where(p => p.Id == From || p.Id == To).ToDictionaryAsync(p => p.Id, ct);
            _ = await db.Employees.Where(e => e.Id == Employee).ForUpdate().Select(e => e.Id).SingleAsync(ct);
            transfer = (await desk.Open(Employee, places[From], places[To], FileCause.Hand, "التحق المعني(ة) بالأمر ولم يصل ملفه بعد.", ct)).Id;
        }, ct);

        private Task Send(CancellationToken ct) => Within(From, "StaffFiles.PrepareFile", async (db, desk) =>
        {
            (string Code, int Count)[] counted = [("birth", 1), ("card", 1), ("diplomas", 3), ("recruitment", 1), ("installation", 2), ("tenure", 1), ("advancement", 4), ("rating", 6), ("leaves", 5)];
            db.FilePages.AddRange(counted.Select((c, i) => new FilePage { TransferId = transfer, Order = i + 1, Code = c.Code, Count = c.Count, Note = c.Code == "rating" ? "إلى غاية السنة الماضية" : null }));
            await db.SaveChangesAsync(ct);
            Must(await desk.Send(await db.FileTransfers.Where(t => t.Id == transfer).ForUpdate().SingleAsync(ct), Officer(From).Account, ct));
        }, ct);

        private Task Sign(bool missing, CancellationToken ct) => Within(To, "StaffFiles.ReceiveFile", async (db, desk) =>
        {
            var pages = await db.FilePages.Where(p => p.TransferId == transfer).OrderBy(p => p.Order).ToListAsync(ct);
            foreach (var page in pages.Where(p => p.IsToCheck).ToList())
                page.Find(missing && page.Code == "tenure" ? PageResult.Missing : missing && page.Code == "diplomas" ? PageResult.Damaged : PageResult.Present, missing && page.Code == "diplomas" ? "نسخة مبللة" : null);
            Must(await desk.Sign(await db.FileTransfers.Where(t => t.Id == transfer).ForUpdate().SingleAsync(ct), pages, Officer(To).Account, ct));
        }, ct);

        // What was just done happened some days ago.
        private Task Age(int days, int? until, CancellationToken ct) => Within(To, "StaffFiles.Seed", async (db, desk) =>
        {
            var due = until is { } moved ? MoroccanDay.Of(desk.Now).AddDays(moved) : (DateOnly?)null;
            await db.FileTransfers.Where(t => t.Id == transfer).ExecuteUpdateAsync(s => s
                .SetProperty(t => t.OpenedAt, t => t.OpenedAt.AddDays(-days)).SetProperty(t => t.SentAt, t => t.SentAt!.Value.AddDays(1 - days))
                .SetProperty(t => t.ReceivedAt, t => t.ReceivedAt!.Value.AddDays(-2)).SetProperty(t => t.ClosedAt, t => t.ClosedAt!.Value.AddDays(-2)).SetProperty(t => t.Until, t => due ?? t.Until), ct);
            await db.FileSteps.Where(s => s.TransferId == transfer && s.What == "opened").ExecuteUpdateAsync(s => s.SetProperty(x => x.At, x => x.At.AddDays(-days)), ct);
            await db.FileSteps.Where(s => s.TransferId == transfer && s.What == "sent").ExecuteUpdateAsync(s => s.SetProperty(x => x.At, x => x.At.AddDays(1 - days)), ct);
            await db.FileSteps.Where(s => s.TransferId == transfer && (s.What == "lacking" || s.What == "complete")).ExecuteUpdateAsync(s => s.SetProperty(x => x.At, x => x.At.AddDays(-2)), ct);
        }, ct);

        private async Task Within(int office, string action, Func<MassarDb, FileDesk, Task> work, CancellationToken ct)
        {
            var (account, role) = Officer(office);
            Acting.Now = new Infrastructure.Security.Actor(account, null, role, office, "seed");
            await using var scope = Seeding.Services.CreateAsyncScope();
            var services = scope.ServiceProvider;
            await services.GetRequiredService<UnitOfWork>().Run(action, _ => work(services.GetRequiredService<MassarDb>(), services.GetRequiredService<FileDesk>()), ct);
        }

        private static void Must(Massar.Infrastructure.Messaging.Refusal? refusal)
        {
            if (refusal is not null)
                throw new InvalidOperationException($"The demo's file did not move: {refusal.Reason.Key}");
        }
    }
}
