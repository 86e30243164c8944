using System.Text.Json;
using Massar.Features.Decisions.Domain;
using Massar.Features.Domiciliations.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Payslips.ViewPayslipStatus;

public sealed record Query(int Page) : IQuery<PayList>;

/// <summary>One page of months, the latest first, and the decisions on their way that will change them.</summary>
public sealed record PayList(int Page, int Pages, IReadOnlyList<PayRow> Months, IReadOnlyList<ComingDecision> Coming)
{
    /// <summary>Decisions taken back within the last year, which changed the pay.</summary>
    public IReadOnlyList<TakenBack> TakenBack { get; init; } = [];

    /// <summary>Differences about months already sent that no month's pay carries yet, by decision.</summary>
    public IReadOnlyList<WaitingArrears> Waiting { get; init; } = [];

    /// <summary>Where the pay goes today, and the request for another account; null while there is no month of pay.</summary>
    public PayAccounts? Accounts { get; init; }
}

/// <summary>Numbers masked: the bank's three digits and the last four.</summary>
/// <param name="Paid">The account of today; null where it is not known here.</param>
/// <param name="Coming">Paid later, or asked for.</param>
/// <param name="ComingId">Its request.</param>
public sealed record PayAccounts(string? Paid, string? Coming, long? ComingId, DomiciliationState? ComingState);

/// <summary>A decision that no longer counts, and the one that took it back.</summary>
public sealed record TakenBack(long ById, string Number, string ByNumber, DateTime ByAt, int Echelon, int Index, DateOnly EffectiveOn);

/// <param name="Amount">Dirhams; negative when it will be taken back.</param>
public sealed record WaitingArrears(string DecisionNumber, int Months, DateOnly From, DateOnly To, decimal Amount)
{
    /// <summary>Days of pay kept, or given back.</summary>
    public int? Days { get; init; }
}

/// <summary>The difference of one earlier month that this month's pay carries.</summary>
public sealed record ArrearLine(string DecisionNumber, DateOnly Month, int OldIndex, int NewIndex, decimal Received, decimal Due)
{
    public decimal Amount => Due - Received;

    /// <summary>Days kept or given back; null where an index makes the difference.</summary>
    public int? Days { get; init; }

    /// <summary>Children who count, where a decision about the family makes it.</summary>
    public int? Children { get; init; }

    public long DecisionId { get; init; }
}

/// <param name="Office">Code of the office that put it in its state.</param>
/// <param name="Reason">Why it is withheld, by code.</param>
public sealed record PayRow(DateOnly Month, PayState State, DateTime Since, string? Office, string? Reason, decimal Net);

/// <summary>A decision about pay that still lacks visas or the signature.</summary>
public sealed record ComingDecision(
    long Id, string KindAr, string KindFr, int OldEchelon, int NewEchelon, int OldIndex, int NewIndex, DateOnly EffectiveOn, string OfficeAr, string OfficeFr, int Days, int UsualDays)
{
    /// <summary>Since when it waits there, UTC.</summary>
    public DateTime Since { get; init; }

    /// <summary>It has waited longer than the office usually takes.</summary>
    public bool IsLate { get; init; }

    /// <summary>Days of pay it will keep.</summary>
    public int? DaysKept { get; init; }

    /// <summary>Children who will count.</summary>
    public int? Children { get; init; }
}

public sealed record MonthQuery(int Year, int Month) : IQuery<PaySheet>;

/// <summary>One month, line by line.</summary>
public sealed record PaySheet(
    DateOnly Month, PayState State, string? Reason, string Echelle, int Echelon, int Index, string Zone, decimal Gross, decimal Deductions, decimal Net,
    IReadOnlyList<PaySheetLine> Lines, IReadOnlyList<PayStep> Steps)
{
    /// <summary>Behind the lines of arrears: month by month.</summary>
    public IReadOnlyList<ArrearLine> Arrears { get; init; } = [];

    /// <summary>What differs from the month before and why; null where there is no month before.</summary>
    public IReadOnlyList<PaySheetChange>? Changes { get; init; }
}

/// <summary>A line of a pay file in the words of reference data.</summary>
/// <param name="NoteAr">What it means.</param>
public sealed record LineName(string NameAr, string NameFr, string NoteAr, string NoteFr);

/// <param name="Code">Code of the element.</param>
/// <param name="Named">Where it came with a pay file.</param>
/// <param name="Before">Zero for a new element, as <paramref name="After"/> for one that is gone; dirhams.</param>
/// <param name="Cause">The decision behind it; null where none is known.</param>
/// <param name="WasOnce">The month before carried it once.</param>
public sealed record PaySheetChange(string Code, LineName? Named, decimal Before, decimal After, PayCause? Cause, bool WasOnce);

/// <param name="Basis">Values for the explanation of the element.</param>
/// <param name="IsToConfirm">Its rate still wants the finance ministry's word.</param>
public sealed record PaySheetLine(string Code, decimal Amount, IReadOnlyList<string> Basis, bool IsToConfirm)
{
    /// <summary>Of a line that came with a pay file.</summary>
    public LineName? Named { get; init; }
}

public sealed record PayStep(PayState State, DateTime At, string Office, string? Reason, string? Reference);

public sealed class Handler(MassarDb db, CurrentUser user, ProcedureBook book, TimeProvider clock) : IQueryHandler<Query, PayList>, IQueryHandler<MonthQuery, PaySheet>
{
    private const int PageSize = 12;

    public async Task<Outcome<PayList>> Handle(Query query, CancellationToken ct)
    {
        if (user.EmployeeId is not { } me)
            return Refusal.NotFound;

        // One row more than shown tells whether there is another page, without counting.
        var page = Math.Clamp(query.Page, 1, 100);
        var today = MoroccanDay.Today(clock);
        var paid = db.Domiciliations.OfEmployee(user).Where(d => d.State == DomiciliationState.Granted && d.EffectiveFrom <= today && (d.EndsOn == null || d.EndsOn >= today)).OrderByDescending(d => d.Id);
        var coming = db.Domiciliations.OfEmployee(user).Where(d => d.State == DomiciliationState.Sent || d.State == DomiciliationState.Returned || d.State == DomiciliationState.Checked || d.State == DomiciliationState.Accepted
            || (d.State == DomiciliationState.Granted && d.EffectiveFrom > today)).OrderByDescending(d => d.Id);
        var months = await db.PayMonths.Published(db).Where(m => m.EmployeeId == me).OrderByDescending(m => m.Month).Skip((page - 1) * PageSize).Take(PageSize + 1)
            .Select(m => new
            {
                Row = new PayRow(m.Month, m.State, m.StateSince,
                    db.PayEvents.Where(e => e.PayMonthId == m.Id).OrderByDescending(e => e.Id).Select(e => e.Office).FirstOrDefault(), m.ReasonCode, m.Net),
                Paid = paid.Select(d => d.BankCode + d.RibEnd).FirstOrDefault(),
                Coming = coming.Select(d => d.BankCode + d.RibEnd).FirstOrDefault(),
                ComingId = coming.Select(d => (long?)d.Id).FirstOrDefault(),
                ComingState = coming.Select(d => (DomiciliationState?)d.State).FirstOrDefault(),
            })
            .ToListAsync(ct);
        return new PayList(page, months.Count > PageSize ? page + 1 : page, [.. months.Take(PageSize).Select(m => m.Row)], await Coming(ct))
        {
            TakenBack = await TakenBack(me, ct),
            Waiting = await Waiting(me, ct),
            Accounts = months.Count == 0 ? null : new PayAccounts(Shown(months[0].Paid), Shown(months[0].Coming), months[0].ComingId, months[0].ComingState),
        };
    }

    public async Task<Outcome<PaySheet>> Handle(MonthQuery query, CancellationToken ct)
    {
        var (me, first) = (user.EmployeeId ?? 0, new DateOnly(query.Year, query.Month, 1));
        var previous = first.AddMonths(-1);
        var months = await db.PayMonths.Published(db).AsNoTracking().Include(m => m.Lines).Include(m => m.Events).AsSingleQuery().Where(m => m.EmployeeId == me && (m.Month == first || m.Month == previous)).ToListAsync(ct);
        if (months.Find(m => m.Month == first) is not { } month)
            return Refusal.NotFound;

        var before = months.Find(m => m.Month == previous);
        month.Lines.Sort((a, b) => a.Order.CompareTo(b.Order));
        List<PayStep> steps = [.. month.Events.OrderBy(e => e.Id).Select(e => new PayStep(e.State, e.At, e.Office, e.ReasonCode, e.Reference))];
        var named = months.Exists(m => m.ImportId is not null) ? await db.PayLineCodes.AsNoTracking().ToDictionaryAsync(c => c.Code, ct) : [];
        var rates = month.ImportId is null ? PayRates.Of(await db.Settings.AsNoTracking().Where(s => s.Code.StartsWith(Setting.Pay)).ToListAsync(ct), month.Month) : null;
        var arrears = await db.PayArrears.Where(a => a.PayMonthId == month.Id).OrderBy(a => a.DecisionId).ThenBy(a => a.Month)
            .Select(a => new ArrearLine(a.DecisionNumber, a.Month, a.OldIndex, a.NewIndex, a.Received, a.Due) { Days = a.Days, Children = a.Children, DecisionId = a.DecisionId }).ToListAsync(ct);
        return new PaySheet(month.Month, month.State, month.ReasonCode, month.Echelle, month.Echelon, month.Index, month.Zone, month.Gross, month.Deductions, month.Net,
            month.Lines.ConvertAll(l => new PaySheetLine(l.Code, l.Amount, JsonSerializer.Deserialize<string[]>(l.Basis)!, rates?.IsToConfirm(l.Code, month.Echelle, month.Zone) ?? false) { Named = NameOf(l) }), steps)
        {
            Arrears = arrears,
            Changes = before is null ? null : PayComparison.Between(before, month, [.. arrears.Select(a => a.DecisionId)], await Decided(me, before, month, ct)).ConvertAll(c => new PaySheetChange(c.Code, NameOf(c.Line), c.Before, c.After, c.Cause, PayComparison.WasOnce(c))),
        };

        LineName? NameOf(PayLine line) => line.FileCode is { } code && named.GetValueOrDefault(code) is { } known
            ? new LineName(known.NameAr, known.NameFr, known.NoteAr, known.NoteFr) : null;
    }

    // Signed since the month before was sent, or counting from this month on.
    private async Task<IReadOnlyList<PayCause>> Decided(long me, PayMonth before, PayMonth month, CancellationToken ct)
    {
        var (since, until) = (PayComparison.SentAt(before), PayComparison.SentAt(month));
        var (begins, ends) = (month.Month, month.Month.AddMonths(1));
        return await (
            from d in db.Decisions
            where d.EmployeeId == me && d.ErasedAt == null && d.Number != null && d.SignedAt <= until && (d.SignedAt > since || (d.EffectiveOn >= begins && d.EffectiveOn < ends)) && (d.OldIndex != d.NewIndex || d.Days != null || d.NewChildren != null)
            join p in db.DecisionProcedures on d.ProcedureId equals p.Id
            orderby d.SignedAt descending
            select new PayCause(d.Id, d.Number!, p.NameAr, p.NameFr, d.OldIndex != d.NewIndex, d.Days != null, d.NewChildren != null)).AsNoTracking().Take(10).ToListAsync(ct);
    }

    private async Task<IReadOnlyList<TakenBack>> TakenBack(long me, CancellationToken ct)
    {
        var since = clock.GetUtcNow().UtcDateTime.AddYears(-1);
        return await (
            from second in db.Decisions
            where second.EmployeeId == me && second.ErasedAt == null && second.WithdrawsId != null && second.SignedAt >= since && second.OldIndex != second.NewIndex
            join first in db.Decisions on second.WithdrawsId equals first.Id
            orderby second.SignedAt descending
            select new TakenBack(second.Id, first.Number!, second.Number!, second.SignedAt!.Value, second.NewEchelon, second.NewIndex, second.EffectiveOn)).Take(5).ToListAsync(ct);
    }

    private static string? Shown(string? account) => account is null ? null : TypedRib.Masked(account[..TypedRib.BankLength], account[TypedRib.BankLength..]);

    private async Task<IReadOnlyList<WaitingArrears>> Waiting(long me, CancellationToken ct)
    {
        var waiting = await db.PayArrears.Where(a => a.EmployeeId == me && a.PayMonthId == null).OrderBy(a => a.DecisionId)
            .Select(a => new { a.DecisionNumber, a.Month, a.Received, a.Due, a.Days }).ToListAsync(ct);
        return [.. waiting.GroupBy(a => a.DecisionNumber).Select(g => new WaitingArrears(g.Key, g.Count(), g.Min(a => a.Month), g.Max(a => a.Month), g.Sum(a => a.Due - a.Received)) { Days = g.Max(a => a.Days) })];
    }

    private async Task<IReadOnlyList<ComingDecision>> Coming(CancellationToken ct)
    {
        var waiting = await db.Decisions.AsNoTracking().About(user).Where(d => (d.State == DecisionState.InVisa || d.State == DecisionState.ToSign) && (d.OldIndex != d.NewIndex || d.Days != null || d.NewChildren != null))
            .OrderBy(d => d.Id).Take(5).ToListAsync(ct);
        var now = clock.GetUtcNow().UtcDateTime;
        var coming = new List<ComingDecision>();
        foreach (var decision in waiting)
        {
            var procedure = await book.Of(db, decision.ProcedureId, ct);
            var where = procedure.WhereOf(decision)!.Value;
            coming.Add(new ComingDecision(decision.Id, procedure.NameAr, procedure.NameFr, decision.OldEchelon, decision.NewEchelon, decision.OldIndex, decision.NewIndex, decision.EffectiveOn,
                where.Ar, where.Fr, Decisions.Domain.Waiting.Days(decision.WaitingSince, now), where.UsualDays)
            { DaysKept = decision.Days, Children = decision.NewChildren, Since = decision.WaitingSince, IsLate = decision.LateAfter < MoroccanDay.Of(now) });
        }

        return coming;
    }
}
