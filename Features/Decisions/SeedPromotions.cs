using Massar.Features.Accounts;
using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions;

/// <summary>Promotions of the demo that are signed once they are written.</summary>
internal sealed record PromotionsToSign(IReadOnlyList<(long Decision, DecisionActor Signatory)> Decisions);

/// <summary>Signs them by the same code as people do, on a connection of its own: what is signed has to be committed before.</summary>
public sealed class SeedPromotionSignatures : ISeed
{
    public int Order => 161;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var before = Acting.Now;
        foreach (var (decision, who) in seeding.Of<PromotionsToSign>().Decisions)
            await SeedSignatures.Sign(seeding, decision, who, 4, null, ct);
        Acting.Now = before;
    }
}

/// <summary>
/// A list of promotion in every state, by the same rule as people meet: last year's closed, its decisions on their way and one signed; this
/// year's before the commission, with somebody moved; the exam's still with the office.
/// </summary>
public sealed class SeedPromotions : ISeed
{
    /// <summary>People on the closed list, at most.</summary>
    private const int Promoted = 12;

    private const int Candidates = 8;

    /// <summary>After the pay, which a promotion changes; before the other kinds, which look for people without a decision.</summary>
    public int Order => 159;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededAccounts>());
        var directorate = schools.Directorate;
        if (!seeding.Of<DecisionChains>().ByDirectorate.TryGetValue(directorate.Id, out var chain))
        {
            seeding.Share(new PromotionsToSign([]));
            return;
        }

        var (db, today, draw) = (seeding.Db, years.Today, seeding.Draw("promotions"));
        var staff = new PromotionStaff(db, seeding.Services.GetRequiredService<TimeProvider>());
        var procedure = await db.DecisionProcedures.AsNoTracking().Include(p => p.Steps).SingleAsync(p => p.Kind == GradePromotion.KindCode, ct);
        var kind = DecisionKinds.Find(GradePromotion.KindCode)!;
        // Who acts on the decisions is on no list, and the well-known people have cases of their own.
        var apart = chain.Values.Select(a => a.EmployeeId!.Value).Concat(accounts.Accounts.Where(a => a.Login.EndsWith(".demo", StringComparison.Ordinal) && a.EmployeeId is not null).Select(a => a.EmployeeId!.Value)).ToHashSet();
        var scope = db.Employees.Where(e => e.PlacePath.StartsWith(directorate.Path) && !apart.Contains(e.Id));
        var (preparer, chair) = (chain[Roles.HrManager].AccountId, chain[Roles.HeadOfService].AccountId);
        var (tables, lines, decisions) = (new List<PromotionTable>(), new List<PromotionLine>(), new List<Decision>());

        // Last year's list.
        var (former, people) = await Begin(today.Year - 1, PromotionWay.Choice, -300);
        var ranked = PromotionStaff.ByChoice(former.Id, former.On, former.Quota, people, seeding.NextId<PromotionLine>).ToList();
        var on = ranked.Where(l => l.IsOn).Take(Promoted).ToList();
        foreach (var line in ranked.Where(l => l.IsOn && !on.Contains(l)))
            line.Move(false, "لم يدل بالوثائق المطلوبة قبل اجتماع اللجنة", null, chair, Seed.At(today, -280));
        var batch = new DecisionBatch { Id = seeding.NextId<DecisionBatch>(), Kind = kind.Code, PlaceId = directorate.Id, PlacePath = directorate.Path, AsOf = former.On, LineCount = on.Count, CreatedAt = Seed.At(today, -75), CreatedByAccountId = preparer };
        var of = people.ToDictionary(p => p.Employee.Id);
        var toSign = new List<long>();
        foreach (var (line, i) in on.Select((l, i) => (l, i)))
        {
            var decision = kind.Draft(of[line.EmployeeId].Case!, procedure, (directorate.Id, directorate.Path), preparer, Seed.At(today, -75), seeding.NextId<Decision>(), batch: batch.Id);
            // The first is signed; the others stand at every step.
            Seed.Walk(decision, procedure, chain, i == 0 ? 5 : i % 5, draw, today, isDemo: false, leastWait: i == 0 ? 4 : 0, isAhead: true);
            line.DecisionId = decision.Id;
            decisions.Add(decision);
            if (i == 0)
                toSign.Add(decision.Id);
        }

        former.HandIn(Seed.At(today, -290));
        former.Close(Hands.Only(chair), on.Count > 0 ? batch.Id : null, Seed.At(today, -75));
        lines.AddRange(ranked);
        if (on.Count > 0)
            await seeding.Insert(new List<DecisionBatch> { batch }, ct);
        await seeding.Insert(decisions, ct);
        var last = await db.DecisionVisas.MaxAsync(v => v.Id, ct);
        await seeding.Insert(Seed.Acts(decisions, () => ++last), ct);

        // This year's, before the commission: the last one on it gives way to the next in rank.
        var (present, candidates) = await Begin(today.Year, PromotionWay.Choice, -20);
        var listed = PromotionStaff.ByChoice(present.Id, present.On, present.Quota, candidates, seeding.NextId<PromotionLine>).ToList();
        if (listed.Where(l => l.IsOn).MaxBy(l => l.Rank) is { } lastOn && listed.Find(l => l.GradeCode == lastOn.GradeCode && l.Rank == lastOn.Rank + 1) is { } next)
        {
            lastOn.Move(false, "طلب كتابي بتأجيل الترقية", null, chair, Seed.At(today, -3));
            next.Move(true, "يليه في الترتيب", null, chair, Seed.At(today, -3));
        }

        present.HandIn(Seed.At(today, -12));
        lines.AddRange(listed);

        // The exam's, with somebody who had not the years.
        var (exam, sat) = await Begin(today.Year, PromotionWay.Exam, -2);
        var passed = sat.Where(c => c.Why is null).Take(Candidates - 1).Concat(sat.Where(c => c.Why?.Code == "grade-years").Take(1)).ToList();
        lines.AddRange(passed.Select((c, i) => c.Line(exam.Id, exam.On, PromotionWay.Exam, i + 1, isOn: true, Math.Round(17.5m - i * 0.75m, 2), seeding.NextId<PromotionLine>())));

        await seeding.Insert(tables, ct);
        await seeding.Insert(lines, ct);
        seeding.Share(new PromotionsToSign([.. toSign.Select(d => (d, chain[Roles.Signatory]))]));

        async Task<(PromotionTable, List<PromotionCandidate>)> Begin(int year, PromotionWay way, int day)
        {
            var figures = await staff.Rules(year, ct);
            var table = PromotionTable.New(directorate.Id, directorate.Path, year, way, preparer, Seed.At(today, day), seeding.NextId<PromotionTable>());
            table.Rule(figures);
            tables.Add(table);
            return (table, await staff.Read(scope, year, way, figures, ct));
        }
    }
}
