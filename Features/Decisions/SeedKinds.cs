using Massar.Features.Accounts;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions;

/// <summary>Those their signatory signs, once they are written.</summary>
internal sealed record KindsToSign(IReadOnlyList<(long Decision, DecisionActor Signatory, int DaysAgo)> Decisions);

/// <summary>Signs some of the decisions of other kinds, by the same code as people do.</summary>
public sealed class SeedKindSignatures : ISeed
{
    public int Order => 161;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var before = Acting.Now;
        foreach (var (decision, signatory, daysAgo) in seeding.Of<KindsToSign>().Decisions)
            await SeedSignatures.Sign(seeding, decision, signatory, daysAgo, null, ct);
        Acting.Now = before;
    }
}

/// <summary>One decision of each other kind, at every stage of its life, about people for whom every guard holds.</summary>
public sealed class SeedKinds : ISeed
{
    /// <summary>How many people are looked at for one kind.</summary>
    private const int Tries = 60;

    /// <summary>After the pay, which a deduction changes.</summary>
    public int Order => 160;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        seeding.Share(new KindsToSign([]));
        var (years, schools, employees, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededEmployees>(), seeding.Of<SeededAccounts>());
        var directorate = schools.Directorate;
        if (!seeding.Of<DecisionChains>().ByDirectorate.TryGetValue(directorate.Id, out var chain))
            return;
        var draw = seeding.Draw("decision-kinds");
        var today = years.Today;
        var office = (directorate.Id, directorate.Path);
        var procedures = await seeding.Db.DecisionProcedures.AsNoTracking().Include(p => p.Steps).ToDictionaryAsync(p => p.Kind, ct);
        var busy = (await seeding.Db.Decisions.Select(d => d.EmployeeId).ToListAsync(ct)).ToHashSet();
        var known = accounts.Accounts.Where(a => a.Login.EndsWith(".demo", StringComparison.Ordinal) && a.EmployeeId is not null).ToDictionary(a => a.EmployeeId!.Value, a => a.Role);
        var staff = employees.Staff.Where(e => e.PlacePath.StartsWith(directorate.Path, StringComparison.Ordinal) && chain.Values.All(a => a.EmployeeId != e.Id)).ToList();
        var places = await seeding.Db.Places.AsNoTracking().Where(p => p.Kind == PlaceKind.School && p.Path.StartsWith(directorate.Path)).OrderBy(p => p.Id).ToListAsync(ct);
        var cases = new CaseReader(seeding.Db, seeding.Services.GetRequiredService<TimeProvider>());
        var steps = await seeding.Db.CareerSteps.Where(s => s.IsTrainee || s.PositionCode == "DETACHMENT").Select(s => new { s.EmployeeId, s.IsTrainee }).ToListAsync(ct);
        var (trainees, away) = (steps.Where(s => s.IsTrainee).Select(s => s.EmployeeId).ToHashSet(), steps.Where(s => !s.IsTrainee).Select(s => s.EmployeeId).ToHashSet());
        var month = new DateOnly(today.Year, today.Month, 1);
        var (decisions, toSign) = (new List<Decision>(), new List<(Decision Decision, int DaysAgo)>());

        await Add("Titularisation", e => trainees.Contains(e.Id), c => new(c.StageOver ?? today), 5, signedDaysAgo: 8);
        await Add("StageExtension", e => trainees.Contains(e.Id), c => new(c.StageOver ?? today, (c.StageOver ?? today).AddMonths(6).AddDays(-1)), 2);
        await Add("Assignment", e => e.Role == Roles.Teacher, c => new(month.AddMonths(1), Place: Other(c), Cause: "surplus"), 2);
        await Add("Transfer", e => e.Role == Roles.Supervisor, c => new(month.AddMonths(2), Place: Other(c), Cause: "movement"), 5, signedDaysAgo: 3);
        await Add("Availability", e => e.Role == Roles.Teacher, _ => new(month.AddMonths(1), month.AddMonths(13).AddDays(-1), Cause: "follow-spouse"), 4);
        await Add("SecondmentOrSecondmentAtDisposal", e => e.Role == Roles.Employee, _ => new(month.AddMonths(-2), month.AddMonths(22).AddDays(-1), Cause: "at-disposal", Host: "جماعة ترابية"), 5, signedDaysAgo: 20);
        await Add("ReturnToService", e => away.Contains(e.Id), _ => new(month.AddMonths(1)), 3);
        await Add("Resignation", e => e.Role == Roles.Teacher, _ => new(month.AddMonths(2)), 6);
        await Add("Retirement", e => e.RecruitedOn.AddYears(24) < today, _ => new(month.AddMonths(2), Cause: "proportional"), 4);
        await Add("Death", e => e.Role == Roles.Teacher, _ => new(today.AddDays(-20)), 1);
        await Add("Dismissal", e => e.Role == Roles.Teacher, _ => new(month.AddMonths(1), Cause: "discipline", Remark: "محضر المجلس التأديبي رقم 3"), 3);
        await Add("LeavingService", e => e.Role == Roles.Teacher, _ => new(today.AddDays(-45), Cause: "notice-unanswered", Remark: "إنذار رقم 118"), 0);
        await Add("SalaryDeduction", e => known.GetValueOrDefault(e.Id) == Roles.Supervisor, _ => new(month.AddMonths(-1).AddDays(5), Cause: "unjustified-absence", Days: 1), 5, signedDaysAgo: 2, isKnown: true);
        await Add("SalaryDeduction", e => e.Role == Roles.Teacher, _ => new(month.AddMonths(-1).AddDays(11), Cause: "unjustified-absence", Days: 2), 1);
        await Add("Entrustment", e => e.Role == Roles.Teacher, c => new(month.AddMonths(-3), today.AddDays(16), Here(c), Entrustment.Vacant) { Function = "studies-director" }, 5, signedDaysAgo: 15);
        await Add("Entrustment", e => known.GetValueOrDefault(e.Id) == Roles.Supervisor, c => new(month.AddMonths(-1), month.AddMonths(8).AddDays(-1), Here(c), Entrustment.Vacant) { Function = "bursar" }, 5, signedDaysAgo: 6, isKnown: true);
        await Add("Entrustment", e => e.Role == Roles.Teacher, c => new(month.AddMonths(1), month.AddMonths(7).AddDays(-1), Here(c), Entrustment.Vacant) { Function = "boarding-supervisor" }, 2);

        await seeding.Insert(decisions, ct);
        // The signatures of before wrote acts of their own.
        var last = await seeding.Db.DecisionVisas.MaxAsync(v => v.Id, ct);
        await seeding.Insert(Seed.Acts(decisions, () => ++last), ct);
        seeding.Share(new KindsToSign([.. toSign.Select(s => (s.Decision.Id, chain[Roles.Signatory], s.DaysAgo))]));

        Place? Here(DecisionCase c) => places.Find(p => p.Id == c.Workplace?.PlaceId);

        Place? Other(DecisionCase c) => places.Find(p => p.Id != c.Workplace?.PlaceId);

        async Task Add(string code, Func<SeededEmployee, bool> fits, Func<DecisionCase, CaseFacts> says, int target, int signedDaysAgo = 0, bool isKnown = false)
        {
            var kind = DecisionKinds.Find(code)!;
            foreach (var employee in staff.Where(e => (isKnown || !busy.Contains(e.Id) && !known.ContainsKey(e.Id)) && fits(e)).Take(Tries))
            {
                var read = (await cases.Read(seeding.Db.Employees, employee.Id, new CaseFacts(today), 0, ct))!;
                if (says(read) is var facts && kind.Asks.HasFlag(Asks.School) && facts.Place is null)
                    return;
                var judged = read with { Facts = facts };
                if (kind.HandsFunction)
                    judged = await cases.WithFunction(judged, hold: false, ct);
                if (kind is SalaryDeduction)
                    judged = await cases.WithStrikes(judged, 0, ct);
                if (!kind.Judge(judged).All(g => g.Holds))
                    continue;
                var decision = kind.Draft(judged, procedures[code], office, chain[Roles.HrManager].AccountId, Seed.At(today, -70), seeding.NextId<Decision>());
                Seed.Walk(decision, procedures[code], chain, target, draw, today, isDemo: false, leastWait: signedDaysAgo, isAhead: true);
                busy.Add(employee.Id);
                decisions.Add(decision);
                if (target == 5)
                    toSign.Add((decision, signedDaysAgo));
                return;
            }
        }
    }
}
