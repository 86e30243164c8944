using Bogus;
using Massar.Features.Accounts;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions;

/// <summary>Ratings of all staff, and advancements at every stage of their life, made by the same rules that people meet.</summary>
public sealed class Seed : ISeed
{
    /// <summary>Real papers, drawn and signed: a tenth of a second each.</summary>
    private const int Signed = 20;

    /// <summary>One in five of them was signed this long ago and lies unopened.</summary>
    private const int UnopenedDays = 13;

    /// <summary>So long after its effect an advancement is usually signed.</summary>
    private const int MonthsToSign = 6;

    /// <summary>Where decisions are that are due already, and those prepared ahead; numbers as <see cref="Walk"/> reads them.</summary>
    private static readonly int[] Reached = [5, 3, 1, 5, 4, 2, 5, 6];

    private static readonly int[] Ahead = [1, 2, 3, 4, 0, 3, 1, 7, 2, 4];

    public int Order => 140;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, employees, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededEmployees>(), seeding.Of<SeededAccounts>());
        var draw = seeding.Draw("decisions");
        // Delivered with the program, as every office finds it.
        var procedure = await seeding.Db.DecisionProcedures.AsNoTracking().Include(p => p.Steps).SingleAsync(p => p.Kind == DecisionProcedure.EchelonAdvancement, ct);
        var ratings = Ratings(seeding, employees, years, draw, IsDemo);
        await seeding.Insert(ratings, ct);
        var latest = ratings.GroupBy(r => r.EmployeeId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Year)!.Points);

        var decisions = new List<Decision>();
        var batches = new List<DecisionBatch>();
        var postponed = new List<Postponement>();
        var toSign = new List<(long Decision, DecisionActor Signatory, int DaysAgo, DecisionActor? OpenedBy)>();
        var chains = new Dictionary<int, Dictionary<string, DecisionActor>>();
        foreach (var directorate in schools.Directorates)
            Fill(directorate);
        await History();
        await seeding.Insert(postponed, ct);
        await seeding.Insert(batches, ct);
        await seeding.Insert(decisions, ct);
        await seeding.Insert(Acts(decisions, seeding.NextId<DecisionVisa>), ct);
        seeding.Share(new DecisionsToSign(toSign));
        seeding.Share(new DecisionChains(chains));

        // The well-known employee has the decision that gave the present échelon, signed and opened, beside the one in visa.
        async Task History()
        {
            var account = accounts.Demo(Roles.Employee);
            var employee = employees.Employee(account.EmployeeId!.Value);
            var steps = await seeding.Db.CareerSteps.AsNoTracking().Where(s => s.EmployeeId == employee.Id).OrderBy(s => s.StartsOn).ToListAsync(ct);
            var batch = batches.Find(b => b.PlaceId == employee.PlaceId);
            if (steps.Count < 2 || batch is null || !chains.TryGetValue(employee.PlaceId, out var chain) || steps[^2].GradeCode != steps[^1].GradeCode)
                return;
            var (former, now) = (steps[^2], steps[^1]);
            var months = (now.StartsOn.Year - former.StartsOn.Year) * 12 + now.StartsOn.Month - former.StartsOn.Month;
            var daysAgo = years.Today.DayNumber - now.StartsOn.AddMonths(MonthsToSign).DayNumber;
            var before = employee with { GradeCode = former.GradeCode, Echelle = former.Echelle, Echelon = former.Echelon, Index = former.Index, EchelonSince = former.StartsOn };
            var advancement = new Advancement(new Situation(former.GradeCode, former.Echelle, former.Echelon, former.Index, former.StartsOn, 0, 0, "ACTIVITY", true, null),
                Rhythm.Fast, 17, months, now.StartsOn, now.Echelon, now.Index, now.StartsOn, 0, null, false);
            var decision = Draft(seeding, procedure, null, before, advancement, At(years.Today, -daysAgo - 60), batch);
            Walk(decision, procedure, chain, 5, draw, years.Today, isDemo: false, leastWait: daysAgo, isAhead: true);
            decisions.Add(decision);
            toSign.Add((decision.Id, chain[Roles.Signatory], daysAgo, ActorOf(account, employees)));
            // The signature writes this line of the career.
            await seeding.Db.CareerSteps.Where(s => s.Id == now.Id).ExecuteDeleteAsync(ct);
        }

        void Fill(SeededPlace directorate)
        {
            var chain = new Dictionary<string, DecisionActor>();
            foreach (var role in (string[])[Roles.HrManager, Roles.HeadOfService, Roles.ProvincialDirector, Roles.FinancialControl, Roles.Signatory])
                if (Holder(role, directorate) is { } holder)
                    chain[role] = ActorOf(holder, employees);
            if (chain.Count < 5)
                return;
            chains[directorate.Id] = chain;

            // The yearly table is prepared ahead: who falls due within the year is on it.
            var on = years.Today.AddMonths(12);
            var candidates = employees.Staff
                .Where(e => e.PlacePath.StartsWith(directorate.Path, StringComparison.Ordinal) && chain.Values.All(a => a.EmployeeId != e.Id) && latest.ContainsKey(e.Id) && e.RecruitedOn.Year < years.Current.Id - 1)
                .Select(e => (Employee: e, Advancement: Judge(e, latest[e.Id], years, on)))
                .Where(c => c.Advancement.IsDue)
                .OrderByDescending(c => IsDemo(c.Employee)).ThenBy(c => c.Advancement.DueOn).ThenBy(c => c.Employee.Id)
                .ToList();

            // One in seven stays for the manager to prepare, and the first of them was postponed.
            var stay = candidates.Where((c, i) => i % 7 == 6 && !IsDemo(c.Employee)).ToHashSet();
            if (candidates.FirstOrDefault(stay.Contains) is { Employee: { } left, Advancement.DueOn: { } due })
                postponed.Add(new Postponement
                {
                    Id = seeding.NextId<Postponement>(),
                    EmployeeId = left.Id,
                    PlaceId = directorate.Id,
                    PlacePath = directorate.Path,
                    Year = Postponements.YearOf(due, years.Today),
                    DueOn = due,
                    ReasonCode = "missing-paper",
                    At = At(years.Today, -94),
                    AccountId = chain[Roles.HrManager].AccountId,
                    ByAr = chain[Roles.HrManager].NameAr,
                    ByLatin = chain[Roles.HrManager].NameLatin,
                });
            var lines = candidates.Where(c => !stay.Contains(c)).ToList();
            var batch = new DecisionBatch
            {
                Id = seeding.NextId<DecisionBatch>(),
                Kind = procedure.Kind,
                PlaceId = directorate.Id,
                PlacePath = directorate.Path,
                AsOf = on,
                LineCount = lines.Count,
                CreatedAt = At(years.Today, -95),
                CreatedByAccountId = chain[Roles.HrManager].AccountId,
            };
            if (lines.Count == 0)
                return;
            batches.Add(batch);
            for (var i = 0; i < lines.Count; i++)
            {
                var (employee, advancement) = lines[i];
                var decision = Draft(seeding, procedure, batch.Id, employee, advancement, At(years.Today, -90 + i % 10), batch);
                // The well-known people wait at financial control, as long as the acceptance story says; the clerk finds a new decision.
                var isDemo = IsDemo(employee);
                var target = isDemo ? (employee.Role == Roles.Clerk ? 5 : 3) : advancement.DueOn <= years.Today ? Reached[i % Reached.Length] : Ahead[i % Ahead.Length];
                var daysAgo = !isDemo && toSign.Count % 5 == 1 ? UnopenedDays : 0;
                Walk(decision, procedure, chain, target, draw, years.Today, isDemo, leastWait: target == 5 ? daysAgo : 0, isAhead: advancement.DueOn > years.Today);
                decisions.Add(decision);
                if (decision.State is DecisionState.ToSign && target == 5 && toSign.Count < seeding.Plan.Papers(Signed))
                    toSign.Add((decision.Id, chain[Roles.Signatory], daysAgo, null));
            }
        }

        bool IsDemo(SeededEmployee employee) => accounts.OfEmployee(employee.Id)?.Login.EndsWith(".demo", StringComparison.Ordinal) == true;

        SeededAccount? Holder(string role, SeededPlace below) =>
            accounts.Of(role).Where(a => below.Path.StartsWith(a.PlacePath, StringComparison.Ordinal)).OrderByDescending(a => a.Login.EndsWith(".demo", StringComparison.Ordinal)).ThenBy(a => a.Id).FirstOrDefault();
    }

    /// <summary>The acts of new decisions as rows of their own.</summary>
    internal static List<DecisionVisa> Acts(IEnumerable<Decision> decisions, Func<long> nextId) => [.. decisions.SelectMany(d => d.Visas.Select(v => new DecisionVisa
    {
        Id = nextId(),
        DecisionId = d.Id,
        ProcedureId = v.ProcedureId,
        Act = v.Act,
        Step = v.Step,
        At = v.At,
        AccountId = v.AccountId,
        HatId = v.HatId,
        Role = v.Role,
        PlaceId = v.PlaceId,
        NameAr = v.NameAr,
        NameLatin = v.NameLatin,
        Delegation = v.Delegation,
        IsInterim = v.IsInterim,
        ReasonCode = v.ReasonCode,
        Remark = v.Remark,
        WaitedDays = v.WaitedDays,
    }))];

    private static List<StaffRating> Ratings(Seeding seeding, SeededEmployees employees, SeededYears years, Randomizer draw, Func<SeededEmployee, bool> isDemo)
    {
        var ratings = new List<StaffRating>();
        foreach (var employee in employees.Staff)
        {
            var usual = draw.WeightedRandom([17.2m, 14.1m, 8.8m], [0.45f, 0.5f, 0.05f]);
            // A file in a hundred lacks its ratings: the manager's list of what to correct is not empty.
            var isMissing = draw.Bool(0.02f);
            if (isDemo(employee))
                usual = 17.2m;
            else if (isMissing && employee.Role == Roles.Teacher)
                continue;
            for (var year = years.Today.Year - 2; year < years.Today.Year; year++)
                ratings.Add(new StaffRating { Id = seeding.NextId<StaffRating>(), EmployeeId = employee.Id, Year = year, Points = Math.Clamp(usual + draw.Number(-4, 8) / 4m, 5, 20) });
        }

        return ratings;
    }

    private static Advancement Judge(SeededEmployee employee, decimal rating, SeededYears years, DateOnly on)
    {
        var scale = years.Steps[employee.Echelle].Select(s => new ScaleStep(s.Echelle, s.Echelon, s.Index, s.FastMonths, s.MediumMonths, s.SlowMonths)).ToList();
        var now = new Situation(employee.GradeCode, employee.Echelle, employee.Echelon, employee.Index, employee.EchelonSince, 0, 0, "ACTIVITY", true, null);
        return EchelonAdvancement.Judge(now, scale, rating, RhythmLimits.Usual, on, isUnderWay: false);
    }

    private static Decision Draft(Seeding seeding, DecisionProcedure procedure, long? batchId, SeededEmployee employee, Advancement advancement, DateTime at, DecisionBatch batch) => new Decision
    {
        Id = seeding.NextId<Decision>(),
        ProcedureId = procedure.Id,
        Kind = procedure.Kind,
        BatchId = batchId,
        EmployeeId = employee.Id,
        PlaceId = batch.PlaceId,
        PlacePath = batch.PlacePath,
        GradeCode = employee.GradeCode,
        Echelle = employee.Echelle,
        OldEchelon = employee.Echelon,
        OldIndex = employee.Index,
        OldFrom = employee.EchelonSince,
        OldLeftoverDays = 0,
        NewEchelon = advancement.NewEchelon!.Value,
        NewIndex = advancement.NewIndex!.Value,
        EffectiveOn = advancement.EffectiveOn!.Value,
        PositionCode = "ACTIVITY",
        Rhythm = advancement.Rhythm!.Value,
        Rating = advancement.Rating!.Value,
        Months = advancement.Months!.Value,
        LeftoverDays = advancement.LeftoverDays,
        CreatedAt = at,
        CreatedByAccountId = batch.CreatedByAccountId,
    }.StartsWaiting(at);

    /// <summary>Targets: 0 draft, 1–3 waiting for that visa, 4 and 5 for the signature, 6 returned, 7 refused or at the first visa.</summary>
    internal static void Walk(Decision decision, DecisionProcedure procedure, Dictionary<string, DecisionActor> chain, int target, Randomizer draw, DateOnly today, bool isDemo, int leastWait, bool isAhead)
    {
        if (target == 0)
            return;
        // What is prepared ahead of its day has not been lying anywhere for longer than usual.
        var arrived = isAhead && !(target is 3 && isDemo) ? target switch { 1 or 7 => draw.Number(0, 3), 3 => draw.Number(2, 12), _ => draw.Number(0, 5) } : target switch { 3 when isDemo => 12, 1 or 7 => draw.Number(0, 9), 2 or 6 => draw.Number(1, 14), 3 => draw.Number(2, 28), _ => draw.Number(0, 8) };
        arrived += leastWait;
        var stops = target switch { 1 or 7 => 0, 2 or 6 => 1, 3 => 2, _ => 3 };
        // Walked backwards from the day it came where it is, each office taking about its usual time.
        int[] waits = [draw.Number(1, 5), draw.Number(2, 9), draw.Number(9, 22)];
        var day = -arrived - waits.Take(stops).Sum();
        decision.StartsWaiting(At(today, day - 3));
        Do(DecisionAct.Sent, Roles.HrManager, day);
        string[] roles = [Roles.HeadOfService, Roles.ProvincialDirector, Roles.FinancialControl];
        for (var i = 0; i < stops; i++)
            Do(DecisionAct.Granted, roles[i], day += waits[i]);
        if (target == 6)
            Do(DecisionAct.Returned, Roles.ProvincialDirector, Math.Min(0, day + 1), "wrong-date");
        else if (target == 7 && draw.Bool(0.3f))
            Do(DecisionAct.Refused, Roles.HeadOfService, Math.Min(0, day + 1), "no-right");

        void Do(DecisionAct act, string role, int at, string? reason = null)
        {
            if (decision.Record(act, procedure, chain[role], At(today, at), reason) is { } refusal)
                throw new InvalidOperationException($"The demo's decision {decision.Id} was refused: {refusal.Reason.Key}");
        }
    }

    private static DecisionActor ActorOf(SeededAccount account, SeededEmployees employees)
    {
        var employee = employees.Employee(account.EmployeeId!.Value);
        return new DecisionActor(account.Id, account.HatId, account.Role, account.PlaceId, account.PlacePath, employee.Id, employee.FullNameAr, employee.FullNameLatin);
    }

    // Just after midnight, so that "12 days" is so at any hour of the demo.
    internal static DateTime At(DateOnly today, int days) => today.AddDays(days).ToDateTime(new TimeOnly(0, 5), DateTimeKind.Utc);
}
