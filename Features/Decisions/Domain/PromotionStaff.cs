using Massar.Features.Employees.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.Domain;

/// <summary>An employee with what the rule of promotion says of him in one year.</summary>
/// <param name="Why">The first thing that stands against it; null for who is eligible.</param>
/// <param name="Case">What a decision is drafted from; null where there is no situation or no scale.</param>
public sealed record PromotionCandidate(
    Employee Employee, StaffGrade Next, GradeTime? Time, DateOnly? EligibleOn, DateOnly? EffectiveOn, decimal? Rating, decimal Points, Guard? Why, DecisionCase? Case)
{
    /// <summary>As a line of a list; its rank is given once all are known.</summary>
    public PromotionLine Line(long table, DateOnly on, PromotionWay way, int? rank, bool isOn, decimal? mark = null, long id = 0) => new()
    {
        Id = id,
        TableId = table,
        EmployeeId = Employee.Id,
        GradeCode = Time?.GradeCode ?? Employee.GradeCode,
        NewGradeCode = Next.Code,
        GradeSince = Time?.Since,
        Days = Time?.Since is null ? 0 : Time.DaysOn(on),
        EligibleOn = EligibleOn,
        EffectiveOn = EffectiveOn,
        Rating = way is PromotionWay.Choice ? Rating : null,
        Points = way is PromotionWay.Choice && Why is null ? Points : null,
        Mark = mark,
        Rank = Why is null ? rank : null,
        WhyCode = Why?.Code,
        WhyArgs = Why is null ? null : string.Join('\n', Why.Args),
        IsOn = isOn && Why is null,
    };
}

/// <summary>Runs the rule of promotion in grade over the staff of a place, in seven statements whatever their number.</summary>
public sealed class PromotionStaff(MassarDb db, TimeProvider clock)
{
    private static readonly DecisionKind Kind = DecisionKinds.Find(GradePromotion.KindCode)!;

    /// <summary>The figures of a year.</summary>
    public async Task<PromotionRules> Rules(int year, CancellationToken ct) => PromotionRules.Of(await YearFigures.UpTo(db, year, CareerFigures.Prefix, ct));

    /// <summary>Two managers preparing at once wait here for each other.</summary>
    public Task Hold(int place, CancellationToken ct) => db.Places.Where(p => p.Id == place).ForUpdate().SingleAsync(ct);

    /// <summary>The office's list of a year, new or prepared anew by the figures given, without lines; a refusal where it is with the commission or closed. The place is held.</summary>
    public async Task<Outcome<PromotionTable>> Begin(CurrentUser user, int year, PromotionWay way, PromotionRules rules, CancellationToken ct)
    {
        var (place, now) = (user.PlaceId, clock.GetUtcNow().UtcDateTime);
        var table = await db.PromotionTables.Where(t => t.PlaceId == place && t.Year == year && t.Way == way).ForUpdate().SingleOrDefaultAsync(ct);
        if (table?.BeginAnew(user.AccountId, now) is { } refusal)
            return refusal;
        if (table is null)
            db.PromotionTables.Add(table = PromotionTable.New(place, user.PlacePath, year, way, user.AccountId, now));
        table.Rule(rules);
        await db.SaveChangesAsync(ct);
        await db.PromotionLines.Where(l => l.TableId == table.Id).ExecuteDeleteAsync(ct);
        return table;
    }

    /// <summary>Everybody in the scope whose grade has a next one, by payroll number.</summary>
    public async Task<List<PromotionCandidate>> Read(IQueryable<Employee> scope, int year, PromotionWay way, PromotionRules rules, CancellationToken ct)
    {
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        var people = await scope.AsNoTracking().OrderBy(e => e.Ppr).ToListAsync(ct);
        var steps = (await (from e in scope join s in db.CareerSteps on e.Id equals s.EmployeeId select s).AsNoTracking().ToListAsync(ct)).ToLookup(s => s.EmployeeId);
        var ratings = (await (from e in scope join r in db.StaffRatings on e.Id equals r.EmployeeId where r.Year > year - 3 && r.Year <= year select new { r.EmployeeId, r.Points }).ToListAsync(ct))
            .GroupBy(r => r.EmployeeId).ToDictionary(g => g.Key, g => Math.Round(g.Average(r => r.Points), 2, MidpointRounding.AwayFromZero));
        var others = (await (from e in scope join d in db.Decisions on e.Id equals d.EmployeeId select d).Counting().ToListAsync(ct)).ToLookup(o => o.EmployeeId, o => o.Earlier);
        var related = (await (from e in scope
                              join c in db.EmployeeChildren on e.Id equals c.EmployeeId
                              join o in db.Employees on c.OtherParentCin equals o.Cin
                              where o.Id != e.Id
                              select new { e.Id, Other = o.Id }).ToListAsync(ct)).GroupBy(r => r.Id).ToDictionary(g => g.Key, g => (long?)g.First().Other);
        var grades = await db.StaffGrades.AsNoTracking().ToDictionaryAsync(g => g.Code, ct);
        var scale = await db.EchelonSteps.Select(s => new ScaleStep(s.Echelle, s.Echelon, s.Index, s.FastMonths, s.MediumMonths, s.SlowMonths)).ToListAsync(ct);

        var today = MoroccanDay.Today(clock);
        var years = rules.Figures.PromotionYears(CauseOf(way));
        var candidates = new List<PromotionCandidate>();
        foreach (var person in people)
        {
            var time = GradeTime.On(last, steps[person.Id], person.RecruitedOn);
            if (grades.GetValueOrDefault(time?.GradeCode ?? person.GradeCode)?.NextGrade is not { } code || grades.GetValueOrDefault(code) is not { } next)
                continue;
            decimal? rating = ratings.TryGetValue(person.Id, out var average) ? average : null;
            DateOnly? eligible = time?.Since is null ? null : time.Reaches(years);
            DateOnly? from = eligible is not { } day ? null : day > first ? day : first;
            // Who is not eligible yet is judged on the last day of the year, so that the reason is the years.
            var judged = new DecisionCase(person, [.. steps[person.Id]], [], [], [.. others[person.Id]], rules.Figures, new CaseFacts(from > last || from is null ? last : from.Value, Cause: CauseOf(way)), today);
            var why = time?.Since is null && judged.Now is not null ? new Guard("grade-since", false) : eligible > last ? new Guard("grade-years", false, years, Formats.ShortDate(eligible.Value)) : Kind.Judge(judged).FirstOrDefault(g => !g.Holds);
            var place = judged.Now is { } now ? GradePlacement.Of(now, next, scale, rules, judged.Facts.From) : null;
            why ??= place is null ? new Guard("scale-unknown", false, judged.Now!.Echelle, judged.Now.Echelon, judged.Now.Index) : null;
            why ??= way is PromotionWay.Choice && rating is null ? new Guard("no-rating", false) : null;
            candidates.Add(new PromotionCandidate(person, next, time, eligible, from, rating, time?.Since is null ? 0 : time.YearsOn(last) * rules.PointsYear + (rating ?? 0) * rules.PointsRating, why,
                place is null ? null : judged with { Promotion = new PromotionCase(place, related.GetValueOrDefault(person.Id)) }));
        }

        return candidates;
    }

    /// <summary>
    /// In the order of the list: points, then the longer time in the grade, then the earlier recruitment, then the elder, then the lower
    /// payroll number.
    /// </summary>
    public static IEnumerable<PromotionCandidate> Ranked(IEnumerable<PromotionCandidate> eligible, DateOnly on) => eligible
        .OrderByDescending(c => c.Points).ThenByDescending(c => c.Time!.DaysOn(on)).ThenBy(c => c.Employee.RecruitedOn).ThenBy(c => c.Employee.BirthDate).ThenBy(c => c.Employee.Ppr, StringComparer.Ordinal);

    /// <summary>The lines of a list by choice: ranked within each grade, the first ones on it as far as its posts go, and the others with their reason.</summary>
    public static IEnumerable<PromotionLine> ByChoice(long table, DateOnly on, int quota, IEnumerable<PromotionCandidate> candidates, Func<long>? nextId = null)
    {
        foreach (var grade in candidates.GroupBy(c => c.Time?.GradeCode ?? c.Employee.GradeCode).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var ranked = Ranked(grade.Where(c => c.Why is null), on).ToList();
            var posts = PromotionRules.PostsOf(ranked.Count, quota);
            for (var i = 0; i < ranked.Count; i++)
                yield return ranked[i].Line(table, on, PromotionWay.Choice, i + 1, i < posts, id: nextId?.Invoke() ?? 0);
            foreach (var other in grade.Where(c => c.Why is not null))
                yield return other.Line(table, on, PromotionWay.Choice, null, false, id: nextId?.Invoke() ?? 0);
        }
    }

    public static string CauseOf(PromotionWay way) => way is PromotionWay.Exam ? GradePromotion.Exam : GradePromotion.Choice;
}
