using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Tabligh.Parts;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Tabligh.ShowLastView;

/// <remarks>Four statements: the person with workplaces and family, the career, the pay, the decisions.</remarks>
public sealed class Handler(MassarDb db, CurrentUser user, ProcedureBook book, TimeProvider clock) : IQueryHandler<Query, LastView>
{
    private const string Setting = "tabligh.";
    private const int MostDays = 30;
    private const int Most = 20;

    public async Task<Outcome<LastView>> Handle(Query query, CancellationToken ct)
    {
        var id = user.EmployeeId ?? 0;
        var now = clock.GetUtcNow().UtcDateTime;
        var today = MoroccanDay.Of(now);
        var file = await db.Employees.AsNoTracking().Where(e => e.Id == id).Select(e => new
        {
            Employee = e,
            Postings = db.Postings.Where(p => p.EmployeeId == e.Id).Join(db.Places, p => p.PlaceId, p => p.Id, (p, place) => new { Posting = p, place.NameAr, place.NameFr }).ToList(),
            Family = db.FamilySteps.Where(s => s.EmployeeId == e.Id).ToList(),
            Children = db.EmployeeChildren.Where(c => c.EmployeeId == e.Id).ToList(),
            Days = db.Settings.Where(s => s.Code == Setting + "keep-days" && db.SchoolYears.Any(y => y.Id == s.SchoolYearId && y.IsCurrent)).Select(s => s.Value).FirstOrDefault(),
        }).AsSingleQuery().SingleOrDefaultAsync(ct);
        if (file is null)
            return Refusal.NotFound;

        var figures = YearFigures.One(Setting, "keep-days", file.Days);
        var days = figures.Number("keep-days", 3, 1, MostDays);
        var held = file.Postings.Select(p => p.Posting).WorkedAt(now).HeldOn(today);
        var place = file.Postings.Find(p => p.Posting == held);
        var family = file.Family.Count == 0 ? file.Employee.MaritalStatus : file.Family.KnownAt(now).On(today)?.MaritalStatus;

        return new LastView(
            file.Employee.FullNameAr, file.Employee.FullNameLatin, now, days, now.AddDays(days), await Career(id, now, today, ct), place is null ? null : new WorkplaceNow(place.NameAr, place.NameFr, held!.StartsOn),
            await Pay(id, ct), new FamilyNow(family, file.Children.Count(c => c.BirthDate <= today)), await Waiting(now, ct));
    }

    private async Task<CareerNow?> Career(long id, DateTime now, DateOnly today, CancellationToken ct)
    {
        var rows = await (
            from step in db.CareerSteps.AsNoTracking()
            where step.EmployeeId == id
            join grade in db.StaffGrades on step.GradeCode equals grade.Code into grades
            from grade in grades.DefaultIfEmpty()
            join position in db.Nomenclatures.Where(n => n.List == "positions") on step.PositionCode equals position.Code into positions
            from position in positions.DefaultIfEmpty()
            select new { Step = step, grade.CadreAr, grade.CadreFr, grade.GradeAr, grade.GradeFr, PositionAr = position.NameAr, PositionFr = position.NameFr }).ToListAsync(ct);
        var known = rows.Select(r => r.Step).KnownAt(now);
        if (known.On(today) is not { } line)
            return null;
        // Since when in this échelon: a change of position alone does not begin it anew.
        var since = known.TakeWhile(s => s != line).Reverse().TakeWhile(s => (s.GradeCode, s.Echelon) == (line.GradeCode, line.Echelon)).LastOrDefault()?.StartsOn ?? line.StartsOn;
        var row = rows.Find(r => r.Step == line)!;
        // A phone keeps no word of a suspension, a dismissal or any other absence.
        var isActive = line.PositionCode == DecisionKinds.Activity;
        return new CareerNow(row.CadreAr, row.CadreFr, row.GradeAr, row.GradeFr, line.GradeCode, line.Echelle, line.Echelon, line.Index, since, isActive ? row.PositionAr : null, isActive ? row.PositionFr : null, isActive ? line.PositionCode : null);
    }

    private Task<PayNow?> Pay(long id, CancellationToken ct) =>
        db.PayMonths.Published(db).AsNoTracking().Where(m => m.EmployeeId == id).OrderByDescending(m => m.Month).Select(m => new PayNow(m.Month, m.State, m.Echelle, m.Echelon, m.Index)).FirstOrDefaultAsync(ct);

    private async Task<List<OnItsWay>> Waiting(DateTime now, CancellationToken ct)
    {
        var decisions = await db.Decisions.About(user).AsNoTracking().Where(d => (d.State == DecisionState.InVisa || d.State == DecisionState.ToSign) && d.Kind != DisciplinarySanction.KindCode)
            .OrderBy(d => d.WaitingSince).ThenBy(d => d.Id).Take(Most).ToListAsync(ct);
        var lines = new List<OnItsWay>();
        foreach (var decision in decisions)
        {
            var procedure = await book.Of(db, decision.ProcedureId, ct);
            if (procedure.WhereOf(decision) is { } where)
                lines.Add(new OnItsWay(
                    procedure.NameAr, procedure.NameFr, decision.State, decision.EffectiveOn, where.Ar, where.Fr, decision.WaitingSince, Decisions.Domain.Waiting.Days(decision.WaitingSince, now),
                    where.UsualDays, decision.LateAfter < MoroccanDay.Of(now)));
        }

        return lines;
    }
}
