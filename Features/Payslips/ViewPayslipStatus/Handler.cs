using System.Text.Json;
using Massar.Features.Decisions.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Payslips.ViewPayslipStatus;

public sealed record Query(int Page) : IQuery<PayList>;

/// <summary>One page of months, the latest first, and the decisions on their way that will change them.</summary>
public sealed record PayList(int Page, int Pages, IReadOnlyList<PayRow> Months, IReadOnlyList<ComingDecision> Coming);

/// <param name="Office">Code of the office that put it in its state.</param>
/// <param name="Reason">Why it is withheld, by code.</param>
public sealed record PayRow(DateOnly Month, PayState State, DateTime Since, string? Office, string? Reason, decimal Net);

/// <summary>A decision about pay that still lacks visas or the signature.</summary>
public sealed record ComingDecision(
    long Id, string KindAr, string KindFr, int OldEchelon, int NewEchelon, int OldIndex, int NewIndex, DateOnly EffectiveOn, string OfficeAr, string OfficeFr, int Days, int UsualDays);

public sealed record MonthQuery(int Year, int Month) : IQuery<PaySheet>;

/// <summary>One month, line by line.</summary>
public sealed record PaySheet(
    DateOnly Month, PayState State, string? Reason, string Echelle, int Echelon, int Index, string Zone, decimal Gross, decimal Deductions, decimal Net,
    IReadOnlyList<PaySheetLine> Lines, IReadOnlyList<PayStep> Steps);

/// <param name="Basis">Values for the explanation of the element.</param>
/// <param name="IsToConfirm">Its rate still wants the finance ministry's word.</param>
public sealed record PaySheetLine(string Code, decimal Amount, IReadOnlyList<string> Basis, bool IsToConfirm);

public sealed record PayStep(PayState State, DateTime At, string Office, string? Reason, string? Reference);

public sealed class Handler(MassarDb db, CurrentUser user, ProcedureBook book, DecisionReader decisions, TimeProvider clock) : IQueryHandler<Query, PayList>, IQueryHandler<MonthQuery, PaySheet>
{
    private const int PageSize = 12;

    public async Task<Outcome<PayList>> Handle(Query query, CancellationToken ct)
    {
        if (user.EmployeeId is not { } me)
            return Refusal.NotFound;

        // One row more than shown tells whether there is another page, without counting.
        var page = Math.Clamp(query.Page, 1, 100);
        var months = await db.PayMonths.Where(m => m.EmployeeId == me).OrderByDescending(m => m.Month).Skip((page - 1) * PageSize).Take(PageSize + 1)
            .Select(m => new PayRow(m.Month, m.State, m.StateSince,
                db.PayEvents.Where(e => e.PayMonthId == m.Id).OrderByDescending(e => e.Id).Select(e => e.Office).FirstOrDefault(), m.ReasonCode, m.Net))
            .ToListAsync(ct);
        return new PayList(page, months.Count > PageSize ? page + 1 : page, [.. months.Take(PageSize)], await Coming(ct));
    }

    public async Task<Outcome<PaySheet>> Handle(MonthQuery query, CancellationToken ct)
    {
        var (me, first) = (user.EmployeeId ?? 0, new DateOnly(query.Year, query.Month, 1));
        var month = await db.PayMonths.AsNoTracking().SingleOrDefaultAsync(m => m.EmployeeId == me && m.Month == first, ct);
        if (month is null)
            return Refusal.NotFound;

        var lines = await db.PayLines.Where(l => l.PayMonthId == month.Id).OrderBy(l => l.Order).Select(l => new { l.Code, l.Amount, l.Basis }).ToListAsync(ct);
        var steps = await db.PayEvents.Where(e => e.PayMonthId == month.Id).OrderBy(e => e.Id).Select(e => new PayStep(e.State, e.At, e.Office, e.ReasonCode, e.Reference)).ToListAsync(ct);
        var unsure = new PayRates().ToConfirm;
        return new PaySheet(month.Month, month.State, month.ReasonCode, month.Echelle, month.Echelon, month.Index, month.Zone, month.Gross, month.Deductions, month.Net,
            lines.ConvertAll(l => new PaySheetLine(l.Code, l.Amount, JsonSerializer.Deserialize<string[]>(l.Basis)!, unsure.Contains(l.Code))), steps);
    }

    private async Task<IReadOnlyList<ComingDecision>> Coming(CancellationToken ct)
    {
        var waiting = await db.Decisions.AsNoTracking().About(user).Where(d => d.State == DecisionState.InVisa || d.State == DecisionState.ToSign)
            .OrderBy(d => d.Id).Take(5).ToListAsync(ct);
        var now = clock.GetUtcNow().UtcDateTime;
        var coming = new List<ComingDecision>();
        foreach (var decision in waiting)
        {
            var procedure = await book.Of(db, decision.ProcedureId, ct);
            var usual = await decisions.UsualDays(procedure, DecisionReader.Path(decision.PlacePath), ct);
            var step = procedure.StepAt(decision.Step)!;
            coming.Add(new ComingDecision(decision.Id, procedure.NameAr, procedure.NameFr, decision.OldEchelon, decision.NewEchelon, decision.OldIndex, decision.NewIndex, decision.EffectiveOn,
                step.NameAr, step.NameFr, Math.Max(0, (int)(now - decision.WaitingSince).TotalDays), usual[decision.Step]));
        }

        return coming;
    }
}
