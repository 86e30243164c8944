using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ShowMyPromotion;

public sealed record Query : IQuery<MyPromotion>;

/// <summary>One's own way to the next grade.</summary>
/// <param name="Next">Null where the ladder ends.</param>
/// <param name="Since">Since when in the grade; null where the file does not say.</param>
/// <param name="Years">Complete years in it today.</param>
/// <param name="Lists">Lists that were closed, the latest first.</param>
public sealed record MyPromotion(Named Grade, Named? Next, DateOnly? Since, int Years, Reached? Choice, Reached? Exam, bool IsTrainee, IReadOnlyList<MyLine> Lists);

/// <param name="Years">Asked for.</param>
/// <param name="On">The day they are complete.</param>
public sealed record Reached(int Years, DateOnly On, bool IsReached);

public sealed record MyLine(
    int Year, PromotionWay Way, int? Rank, decimal? Points, decimal? Mark, bool IsOn, string? MovedFor, string? WhyCode, string? WhyArgs, int Eligible, int On, DateTime ClosedAt, long? Decision, DecisionState? State, string? Number, long Table)
{
    public Said? Why => PromotionLine.WhyOf(WhyCode, WhyArgs);

    /// <summary>Its drafts are nobody's right yet.</summary>
    public bool IsTold => State is not (null or DecisionState.Draft);
}

/// <remarks>Four statements.</remarks>
public sealed class Handler(MassarDb db, CurrentUser user, PromotionStaff staff, TimeProvider clock) : IQueryHandler<Query, MyPromotion>
{
    private const int Most = 10;

    public async Task<Outcome<MyPromotion>> Handle(Query query, CancellationToken ct)
    {
        var me = user.EmployeeId ?? 0;
        var today = MoroccanDay.Today(clock);
        var found = await db.Employees.Where(e => e.Id == me).Select(e => new { e.GradeCode, e.RecruitedOn, Steps = db.CareerSteps.Where(s => s.EmployeeId == e.Id).ToList() }).AsNoTracking().AsSingleQuery().SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;
        var time = GradeTime.On(today, found.Steps, found.RecruitedOn);
        var code = time?.GradeCode ?? found.GradeCode;
        var grade = await (
            from g in db.StaffGrades
            where g.Code == code
            join n in db.StaffGrades on g.NextGrade equals n.Code into nexts
            from n in nexts.DefaultIfEmpty()
            select new { Now = new Named(g.CadreAr + "، " + g.GradeAr, g.CadreFr + ", " + g.GradeFr), Next = n == null ? null : new Named(n.CadreAr + "، " + n.GradeAr, n.CadreFr + ", " + n.GradeFr) }).SingleOrDefaultAsync(ct);
        var rules = await staff.Rules(today.Year, ct);
        var lists = await (
            from l in db.PromotionLines
            where l.EmployeeId == me
            join t in db.PromotionTables on l.TableId equals t.Id
            where t.State == PromotionState.Closed
            join d in db.Decisions on l.DecisionId equals (long?)d.Id into decisions
            from d in decisions.DefaultIfEmpty()
            orderby t.Year descending, t.Way
            select new MyLine(t.Year, t.Way, l.Rank, l.Points, l.Mark, l.IsOn, l.MovedFor, l.WhyCode, l.WhyArgs, db.PromotionLines.Count(o => o.TableId == t.Id && o.GradeCode == l.GradeCode && o.Rank != null),
                db.PromotionLines.Count(o => o.TableId == t.Id && o.GradeCode == l.GradeCode && o.IsOn), t.ClosedAt!.Value, d == null ? null : d.Id, d == null ? null : d.State, d == null ? null : d.Number, t.Id)).Take(Most).ToListAsync(ct);

        Reached? Of(string way)
        {
            if (time?.Since is null || grade?.Next is null)
                return null;
            var years = rules.Figures.PromotionYears(way);
            return new Reached(years, time.Reaches(years), time.Reaches(years) <= today);
        }

        return new MyPromotion(grade?.Now ?? new Named(code, code), grade?.Next, time?.Since, time?.Since is null ? 0 : time.YearsOn(today), Of(GradePromotion.Choice), Of(GradePromotion.Exam),
            Situation.On(today, found.Steps)?.IsTrainee == true, lists);
    }
}
