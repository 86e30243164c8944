using Massar.Features.Accounts;
using Massar.Features.Decisions;
using Massar.Features.Documents.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools;
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
        var (here, today) = (directorate.Path, seeding.Of<SeededYears>().Today);
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
            var world = new World(seeding, today, one.Id, isComing ? other : directorate.Id, isComing ? directorate.Id : other, Officer);
            await world.Go(isComing ? Coming[coming++] : Leaving[leaving++], ct);
        }

        Acting.Now = before;
        seeding.Db.ChangeTracker.Clear();

        (long Account, string Role) Officer(int office) => office == academy.Id ? (atAcademy.Id, Roles.AcademyMobility) : (chains[office][Roles.HrManager].AccountId, Roles.HrManager);
    }

    /// <param name="Today">Of the demo: each step is taken by a clock of its own day.</param>
    private sealed record World(Seeding Seeding, DateOnly Today, long Employee, int From, int To, Func<int, (long Account, string Role)> Officer)
    {
        // Days ago: opened, sent, signed for; with something missing.
        private static readonly (int Opened, int? Sent, int? Signed, bool IsMissing)[] Kinds =
            [(7, 6, null, false), (12, 11, 2, true), (30, 29, 20, false), (16, null, null, false), (2, null, null, false), (23, 21, null, false), (14, 13, 2, true), (40, 39, 30, false)];

        private long transfer;

        public async Task Go(int kind, CancellationToken ct)
        {
            var (opened, sent, signed, isMissing) = Kinds[kind];
            await Open(opened, ct);
            if (sent is { } left)
                await Send(left, ct);
            if (signed is { } came)
                await Sign(came, isMissing, ct);
        }

        private Task Open(int ago, CancellationToken ct) => Within(ago, To, "StaffFiles.OpenByHand", async (db, desk) =>
        {
            var places = await db.Places.AsNoTracking().Where(p => p.Id == From || p.Id == To).ToDictionaryAsync(p => p.Id, ct);
            _ = await db.Employees.Where(e => e.Id == Employee).ForUpdate().Select(e => e.Id).SingleAsync(ct);
            transfer = (await desk.Open(Employee, places[From], places[To], FileCause.Hand, "التحق المعني(ة) بالأمر ولم يصل ملفه بعد.", ct)).Id;
        }, ct);

        private Task Send(int ago, CancellationToken ct) => Within(ago, From, "StaffFiles.PrepareFile", async (db, desk) =>
        {
            (string Code, int Count)[] counted = [("birth", 1), ("card", 1), ("diplomas", 3), ("recruitment", 1), ("installation", 2), ("tenure", 1), ("advancement", 4), ("rating", 6), ("leaves", 5)];
            db.FilePages.AddRange(counted.Select((c, i) => new FilePage { TransferId = transfer, Order = i + 1, Code = c.Code, Count = c.Count, Note = c.Code == "rating" ? "إلى غاية السنة الماضية" : null }));
            await db.SaveChangesAsync(ct);
            Must(await desk.Send(await db.FileTransfers.Where(t => t.Id == transfer).ForUpdate().SingleAsync(ct), Officer(From).Account, ct));
        }, ct);

        private Task Sign(int ago, bool missing, CancellationToken ct) => Within(ago, To, "StaffFiles.ReceiveFile", async (db, desk) =>
        {
            var pages = await db.FilePages.Where(p => p.TransferId == transfer).OrderBy(p => p.Order).ToListAsync(ct);
            foreach (var page in pages.Where(p => p.IsToCheck).ToList())
                page.Find(missing && page.Code == "tenure" ? PageResult.Missing : missing && page.Code == "diplomas" ? PageResult.Damaged : PageResult.Present, missing && page.Code == "diplomas" ? "نسخة مبللة" : null);
            Must(await desk.Sign(await db.FileTransfers.Where(t => t.Id == transfer).ForUpdate().SingleAsync(ct), pages, Officer(To).Account, ct));
        }, ct);

        private async Task Within(int ago, int office, string action, Func<MassarDb, FileDesk, Task> work, CancellationToken ct)
        {
            var (account, role) = Officer(office);
            Acting.Now = new Infrastructure.Security.Actor(account, null, role, office, "seed");
            await using var scope = Seeding.Services.CreateAsyncScope();
            var services = scope.ServiceProvider;
            var clock = new Then(MoroccanHour.Utc(Today.AddDays(-ago), new TimeOnly(10, 0)));
            var desk = ActivatorUtilities.CreateInstance<FileDesk>(services, clock, ActivatorUtilities.CreateInstance<RegisterDesk>(services, clock));
            await services.GetRequiredService<UnitOfWork>().Run(action, _ => work(services.GetRequiredService<MassarDb>(), desk), ct);
        }

        private static void Must(Massar.Infrastructure.Messaging.Refusal? refusal)
        {
            if (refusal is not null)
                throw new InvalidOperationException($"The demo's file did not move: {refusal.Reason.Key}");
        }
    }
}
