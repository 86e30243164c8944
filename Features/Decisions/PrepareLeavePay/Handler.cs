using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.PrepareLeavePay;

public sealed record Query : IQuery<Ready>;

/// <summary>Leaves that are not wholly paid and in no decision yet, or in one that says something else.</summary>
public sealed record Ready(IReadOnlyList<Case> Cases) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Cases.Select(c => c.EmployeeId).Distinct().Count();
}

/// <param name="Stamp">What was read, so that nothing else is decided.</param>
/// <param name="Other">A signed decision that says other days, because the person came back early: it is withdrawn first.</param>
/// <param name="IsOwn">It concerns the reader, or the reader's family.</param>
public sealed record Case(string Stamp, long LeaveId, long EmployeeId, string NameAr, string NameLatin, string Ppr, string Cause, DateOnly From, DateOnly Last, int Half, int None, long? Other, string? OtherNumber, bool IsOwn)
{
    public bool IsFree => !IsOwn && Other is null;
}

/// <param name="Lines">Stamps of the leaves.</param>
public sealed record Command(string[] Lines) : ICommand<Prepared>;

/// <param name="Decision">The one decision, when it is one.</param>
public sealed record Prepared(long Batch, int Count, long? Decision);

public sealed class Handler(MassarDb db, CurrentUser user, CaseReader cases, ProcedureBook book, TimeProvider clock) : IQueryHandler<Query, Ready>, ICommandHandler<Command, Prepared>
{
    /// <summary>So many leaves are looked at at once; the oldest first.</summary>
    private const int Most = 300;

    /// <summary>So many decisions are prepared at once.</summary>
    private const int AtOnce = 50;

    private static readonly DecisionKind Kind = DecisionKinds.Find(LeavePay.KindCode)!;

    public async Task<Outcome<Ready>> Handle(Query query, CancellationToken ct)
    {
        var own = await Kinship.WithSelf(db, user.EmployeeId, ct);
        var leaves = await LeaveBook.Current(db, ct);
        var rows = await (
            from l in Due()
            join e in db.Employees on l.EmployeeId equals e.Id
            orderby l.StateSince, l.Id
            select new { Leave = l, Employee = e, Other = db.Decisions.Where(d => d.LeaveId == l.Id && d.WithdrawsId == null && (d.State == DecisionState.Signed || d.State == DecisionState.Notified)).Select(d => new { d.Id, d.Number }).FirstOrDefault() })
            .AsNoTracking().Take(Most).ToListAsync(ct);
        return new Ready([.. rows.Select(r => (r, Pay: LeaveCase.Of(r.Leave, leaves))).Where(r => r.Pay is not null || r.r.Other is not null).Select(x => new Case(
            StampOf(x.r.Leave), x.r.Leave.Id, x.r.Employee.Id, x.r.Employee.FullNameAr, x.r.Employee.FullNameLatin, x.r.Employee.Ppr, LeavePay.CauseOf(x.r.Leave.CountedAs),
            x.Pay?.From ?? x.r.Leave.StartsOn, x.Pay?.Last ?? x.r.Leave.LastDay, x.Pay?.Half ?? 0, x.Pay?.None ?? 0, x.r.Other?.Id, x.r.Other?.Number, own.Contains(x.r.Employee.Id)))]);
    }

    public async Task<Outcome<Prepared>> Handle(Command command, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var inForce = await book.InForce(db, Kind.Code, MoroccanDay.Of(now), ct);
        if (inForce.IsRefused)
            return inForce.Refusal!;
        var procedure = inForce.Value;
        var wanted = command.Lines.OfType<string>().Where(l => LeaveOf(l) > 0).DistinctBy(LeaveOf).ToDictionary(LeaveOf);
        if (wanted.Count == 0)
            return Refusal.Conflict("decisions.leave-pay.choose");
        if (wanted.Count > AtOnce)
            return Refusal.Conflict("decisions.leave-pay.most", AtOnce);

        // Two managers preparing at once wait here for each other, so that no leave gets two decisions.
        await db.Places.Where(p => p.Id == user.PlaceId).ForUpdate().SingleAsync(ct);
        var ids = wanted.Keys.ToList();
        var found = await db.Leaves.Below(user).Where(l => ids.Contains(l.Id)).OrderBy(l => l.Id).ForUpdate().ToListAsync(ct);
        if (found.Count < wanted.Count)
            return Refusal.NotFound;
        if (found.Exists(l => StampOf(l) != wanted[l.Id]))
            return Refusal.Stale;
        var own = await Kinship.WithSelf(db, user.EmployeeId, ct);
        if (found.Exists(l => own.Contains(l.EmployeeId)))
            return Decision.OwnCase;

        var leaves = await LeaveBook.Current(db, ct);
        var drafts = new List<DecisionCase>();
        foreach (var leave in found)
        {
            if (LeaveCase.Of(leave, leaves) is not { } pay)
                return Refusal.Stale;
            if (await cases.Read(db.Employees, leave.EmployeeId, LeavePay.FactsOf(pay), 0, ct) is not { } judged)
                return Refusal.NotFound;
            judged = judged with { Leave = pay };
            if (Kind.Judge(judged).FirstOrDefault(g => !g.Holds) is { } guard)
                return guard.AsRefusal();
            drafts.Add(judged);
        }

        var batch = new DecisionBatch { Kind = Kind.Code, PlaceId = user.PlaceId, PlacePath = user.PlacePath, AsOf = MoroccanDay.Of(now), LineCount = drafts.Count, CreatedAt = now, CreatedByAccountId = user.AccountId };
        db.DecisionBatches.Add(batch);
        await db.SaveChangesAsync(ct);
        var decisions = drafts.ConvertAll(c => Kind.Draft(c, procedure, (user.PlaceId, user.PlacePath), user.AccountId, now, batch: batch.Id));
        db.Decisions.AddRange(decisions);
        await db.SaveChangesAsync(ct);
        return new Prepared(batch.Id, decisions.Count, decisions.Count == 1 ? decisions[0].Id : null);
    }

    // In no decision that counts or is on its way; or signed with other days than the leave has now.
    private IQueryable<Leave> Due() => db.Leaves.Below(user).Where(l => (l.State == LeaveState.Cancelled
            && db.Decisions.Any(d => d.LeaveId == l.Id && d.WithdrawsId == null && (d.State == DecisionState.Signed || d.State == DecisionState.Notified)))
        || (l.State == LeaveState.Granted || l.State == LeaveState.Ended) && ((l.HalfDays + l.UnpaidDays > 0 && !db.Decisions.Any(d => d.LeaveId == l.Id && d.WithdrawsId == null && d.State != DecisionState.Refused && d.State != DecisionState.Withdrawn))
            || db.Decisions.Any(d => d.LeaveId == l.Id && d.WithdrawsId == null && (d.State == DecisionState.Signed || d.State == DecisionState.Notified) && (d.Days != l.HalfDays + l.UnpaidDays || d.HalfDays != l.HalfDays))));

    private static string StampOf(Leave leave) => string.Create(CultureInfo.InvariantCulture, $"{leave.Id}:{leave.Version}");

    private static long LeaveOf(string stamp) => long.TryParse(stamp.Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
}
