using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Domiciliations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Domiciliations.TreatRequest;

public sealed record Query(long Id) : IQuery<Waiting>;

/// <param name="IsOpened">This reader opened the whole number since it was sent: nobody agrees to what he has not read.</param>
/// <param name="IsCheckedByMe">Somebody else accepts.</param>
/// <param name="IsCooling">The employee's time to stop it is not over.</param>
/// <param name="Shared">Other members of staff with the same number.</param>
public sealed record Waiting(RequestView Request, bool IsOpened, bool IsCheckedByMe, bool IsCooling, int Shared) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

public sealed record Command(long Id, string? Act, string? Reason, string? Remark, string? Version) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public static readonly IReadOnlyList<string> Acts = ["Check", "Accept", "Return", "Refuse"];

    public Validator()
    {
        RuleFor(c => c.Act).Must(a => Acts.Contains(a ?? "")).WithMessage("domiciliations.act.needed");
        RuleFor(c => c.Reason).Must(r => Domiciliation.ReturnReasons.Contains(r ?? "")).When(c => c.Act == "Return").WithMessage("domiciliations.reason.return");
        RuleFor(c => c.Reason).Must(r => Domiciliation.RefusalReasons.Contains(r ?? "")).When(c => c.Act == "Refuse").WithMessage("domiciliations.reason.refuse");
        RuleFor(c => c.Remark).Must(r => BidiSafe.CleanLines(r).Length <= Domiciliation.RemarkLength).WithMessage("domiciliations.too-long").WithState(_ => new object[] { Domiciliation.RemarkLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, RibBox box, DomiciliationDesk desk, TimeProvider clock) : IQueryHandler<Query, Waiting>, ICommandHandler<Command>
{
    public async Task<Outcome<Waiting>> Handle(Query query, CancellationToken ct)
    {
        var (id, me) = (query.Id, user.AccountId);
        if (await db.Domiciliations.AsNoTracking().Below(user).SingleOrDefaultAsync(d => d.Id == id, ct) is not { } request) return Refusal.NotFound;
        if (await desk.IsOwn(request, ct)) return Domiciliation.Own;
        if (!request.IsTreated) return Domiciliation.Changed;
        var (sent, bank, end, employee) = (request.SentAt, request.BankCode, request.RibEnd, request.EmployeeId);
        var isOpened = await db.DomiciliationNotes.AnyAsync(n => n.DomiciliationId == id && n.What == "opened" && n.AccountId == me && n.At >= sent, ct);
        // Prints made before the keys changed are compared one by one.
        var near = await db.Domiciliations.AsNoTracking().Where(o => o.BankCode == bank && o.RibEnd == end && o.EmployeeId != employee && o.SentAt != null).Select(o => new { o.EmployeeId, o.RibPrint }).ToListAsync(ct);
        var shared = box.Open(request.Key, request.RibSealed) is { } rib ? near.Where(o => box.Holds(o.RibPrint, rib)).Select(o => o.EmployeeId).Distinct().Count() : 0;
        var view = await db.Views(db.Domiciliations.Where(d => d.Id == id)).AsNoTracking().SingleAsync(ct);
        return new Waiting(view, isOpened, (await Hands.Of(db, user, ct)).Did(request.CheckedByAccountId), clock.GetUtcNow().UtcDateTime < request.StopUntil, shared);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, me) = (command.Id, user.AccountId);
        if (await db.Domiciliations.Below(user).Where(d => d.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } request) return Refusal.NotFound;
        if (await desk.IsOwn(request, ct)) return Domiciliation.Own;
        if (request.Version != TypedVersion.Read(command.Version)) return Refusal.Stale;
        var (now, remark) = (clock.GetUtcNow().UtcDateTime, BidiSafe.CleanLinesOrNull(command.Remark));
        if (command.Act is "Check" or "Accept")
        {
            if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
            var sent = request.SentAt;
            if (!await db.DomiciliationNotes.AnyAsync(n => n.DomiciliationId == id && n.What == "opened" && n.AccountId == me && n.At >= sent, ct)) return Refusal.Conflict("domiciliations.unread").Next("domiciliations.unread.next");
        }

        var (step, refusal) = command.Act switch
        {
            "Check" => ("checked", request.Check(me, now)),
            "Accept" => ("accepted", request.Accept(await Hands.Of(db, user, ct), now)),
            "Return" => ("returned", request.Return(command.Reason!, remark, now)),
            _ => ("refused", request.Refuse(command.Reason!, remark, now)),
        };
        if (refusal is not null) return refusal;
        await desk.Settle(request, step, now, ct);
        return Done.It;
    }
}
