using System.Text.Json.Serialization;
using FluentValidation;
using Massar.Features.Leaves.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Kinship = Massar.Features.Families.Domain.Kinship;

namespace Massar.Features.Leaves.AnswerLeave;

public sealed record Query(long Id) : IQuery<Waiting>;

/// <param name="Acts">What this person may answer now.</param>
public sealed record Waiting(CaseHead Head, IReadOnlyList<LeaveAct> Acts, IReadOnlyList<LeaveCounter> Counters, DateOnly Today, [property: JsonIgnore] LeaveBook Book) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

/// <param name="Version">Of the leave as the person saw it; null from a program that does not mind.</param>
public sealed record Command(long Id, string? Act, string? Why, int? Version) : ICommand
{
    public LeaveAct? Chosen => Enum.TryParse<LeaveAct>(Act, out var act) && Enum.IsDefined(act) && !char.IsAsciiDigit(Act![0]) ? act : null;
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Act).Must((c, _) => c.Chosen is not null).WithMessage("leaves.answer.choose");
        RuleFor(c => c.Why).Must(w => BidiSafe.CleanLines(w).Length >= Leave.ShortestReason).When(c => c.Chosen is { } act && LeaveActs.NeedsReason(act)).WithMessage("leaves.why.needed").WithState(_ => new object[] { Leave.ShortestReason });
        RuleFor(c => c.Why).Must(w => BidiSafe.CleanLines(w).Length <= Leave.ReasonLength).WithMessage("leaves.too-long").WithState(_ => new object[] { Leave.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, LeaveDesk desk, TimeProvider clock) : IQueryHandler<Query, Waiting>, ICommandHandler<Command>
{
    public async Task<Outcome<Waiting>> Handle(Query query, CancellationToken ct)
    {
        var (id, today) = (query.Id, MoroccanDay.Today(clock));
        if (await db.CaseOf(db.Leaves.Below(user).Where(l => l.Id == id), ct) is not { } head)
            return Refusal.NotFound;
        if (LeaveDesk.IsOwn(user, head.EmployeeId, head.AskedByAccountId) || (await Kinship.Of(db, user.EmployeeId, ct)).Contains(head.EmployeeId))
            return LeaveDesk.Own;
        var book = await LeaveBook.Current(db, ct);
        var acts = LeaveActs.Of(head, book, user, today).ToList();
        if (acts.Count == 0)
            return Leave.Changed;
        var counters = book.Find(head.TypeCode) is { } type ? book.Counters.Shown(type, head.Sex == Sex.Male, await db.Leaves.SpansOf(head.EmployeeId, id, ct), head.StartsOn, head.EndsOn) : [];
        return new Waiting(head, acts, counters, today, book);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        var leave = await db.Leaves.Below(user).Where(l => l.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (leave is null)
            return Refusal.NotFound;
        if (await LeaveDesk.IsOwn(db, user, leave.EmployeeId, leave.AskedByAccountId, ct) || (await Kinship.Of(db, user.EmployeeId, ct)).Contains(leave.EmployeeId))
            return LeaveDesk.Own;
        if (command.Version is { } seen && seen != leave.Version)
            return Refusal.Stale;
        var (now, today, book) = (clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock), await LeaveBook.Current(db, ct));
        var head = (await db.CaseOf(db.Leaves.Where(l => l.Id == id), ct))!;
        var act = command.Chosen!.Value;
        if (!LeaveActs.Of(head, book, user, today).Contains(act))
            return act == LeaveAct.Grant && leave is { PaperDueOn: not null, PaperId: null } ? Refusal.Conflict("leaves.paper.missing").Next("leaves.paper.missing.next") : Leave.Changed;

        var (type, why) = (book.Types[leave.TypeCode], BidiSafe.CleanLinesOrNull(command.Why));
        if (act is LeaveAct.Grant or LeaveAct.CountAsAnnual)
            return await Grant(leave, act == LeaveAct.Grant ? type : book.Find(LeaveType.Annual) ?? type, head.Sex == Sex.Male, why, book, now, ct);

        var (what, refusal) = act switch
        {
            LeaveAct.Favorable => ("favorable", leave.Forward(true, now)),
            LeaveAct.Unfavorable => ("unfavorable", leave.Forward(false, now)),
            LeaveAct.Refuse => ("refused", leave.Refuse(why!, user.AccountId, now)),
            LeaveAct.OrderVisit => ("visit", leave.Check(today.AddDays(book.VisitDays), now)),
            LeaveAct.SendToCouncil => ("council", leave.Check(today.AddDays((type.CouncilFileDays ?? 0) + (type.CouncilAnswerDays ?? 0)), now)),
            LeaveAct.Confirmed => ("confirmed", leave.Checked(act, now)),
            LeaveAct.NotConfirmed => ("not-confirmed", leave.Checked(act, now)),
            _ => ("no-show", leave.Checked(act, now)),
        };
        if (refusal is not null)
            return refusal;
        await desk.Settle(leave, what, why, now, ct);
        return Done.It;
    }

    // Ceilings are looked at again: another leave may have been granted since this one was asked for.
    private async Task<Outcome<Done>> Grant(Leave leave, LeaveType type, bool isMan, string? why, LeaveBook book, DateTime now, CancellationToken ct)
    {
        var employee = leave.EmployeeId;
        await db.Employees.Where(e => e.Id == employee).Select(e => e.Id).ForUpdate().SingleAsync(ct);
        // A return was recorded since: the two are settled one after the other, whoever comes first.
        if (leave.ExtendsId is { } extended && (await db.Leaves.Where(l => l.Id == extended).ForUpdate().SingleAsync(ct)).ReturnedOn is { } back)
            return Refusal.Conflict("leaves.extension.returned", Formats.ShortDate(back)).Next("leaves.extension.returned.decide");
        var spans = await db.Leaves.SpansOf(employee, leave.Id, ct);
        if (book.Counters.Rules(type, isMan, spans, leave.StartsOn, leave.EndsOn).FirstOrDefault(c => c.IsOver) is { } over)
            return Refusal.Conflict("leaves.over", over.Used + over.Asked, over.Most!.Value).Next("leaves.over.decide");
        var (pay, isOther) = (book.Counters.PayOf(type, spans, leave.StartsOn, leave.EndsOn), type.Code != leave.TypeCode);
        if ((isOther ? leave.CountAsAnnual(pay, why!, user.AccountId, now) : leave.Grant(pay, user.AccountId, now)) is { } refusal)
            return refusal;
        await desk.Settle(leave, isOther ? "annual" : "granted", why, now, ct);
        await desk.Flag(leave, book, now, ct);
        return Done.It;
    }
}
