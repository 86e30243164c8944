using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Exchanges.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Exchanges.TakeStep;

/// <param name="Version">The exchange as it was read.</param>
/// <param name="Do">One of <see cref="Acts"/>.</param>
/// <param name="Code">Of <see cref="ExchangeRefusals"/>, for an office's refusal.</param>
public sealed record Command(long Id, int Version, string? Do, string? Code, string? Words) : ICommand
{
    public const string Accept = "accept";
    public const string Refuse = "refuse";
    public const string Withdraw = "withdraw";
    public const string Remark = "remark";
    public const string Agree = "agree";
    public const string Reject = "reject";

    public static readonly string[] Acts = [Accept, Refuse, Withdraw, Remark, Agree, Reject];
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Do).Must(d => Command.Acts.Contains(d)).WithMessage("exchanges.act");
        RuleFor(c => c.Words).Must(w => BidiSafe.CleanLinesOrNull(w) is not null).When(c => c.Do is Command.Remark || (c.Do is Command.Reject && c.Code == "other")).WithMessage("exchanges.words.needed");
        RuleFor(c => c.Words).MaximumLength(Exchange.RemarkLength).WithMessage("exchanges.words.long").WithState(_ => new object[] { Exchange.RemarkLength });
        RuleFor(c => c.Code).Must(c => c is not null && ExchangeRefusals.All.Contains(c)).When(c => c.Do is Command.Reject).WithMessage("exchanges.reject.code.needed");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, ExchangeDesk desk, ExchangeFiles files, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        if (await desk.Hold(db.Exchanges.VisibleTo(user), command.Id, ct) is not { } exchange)
            return Refusal.NotFound;
        var isParty = command.Do is Command.Accept or Command.Refuse or Command.Withdraw;
        var mine = exchange.PartyOf(user.EmployeeId);
        if (isParty ? mine is null : !user.Has(command.Do is Command.Remark ? Permissions.Remark : Permissions.Agree) || !Concerns(exchange, command.Do))
            return Refusal.NotFound;
        // Nobody speaks for an office or a school about his own exchange, or about that of his family.
        if (!isParty && (mine is not null || (await Kinship.Of(db, user.EmployeeId, ct)).Any(k => exchange.PartyOf(k) is not null)))
            return ExchangeDesk.Own;
        if (exchange.Version != command.Version)
            return Refusal.Stale;
        return await Act(exchange, command, ct) is { } refusal ? refusal : Done.It;
    }

    private bool Concerns(Exchange exchange, string? act) =>
        act is Command.Remark ? exchange.Parties.Any(p => p.FromPlaceId == user.PlaceId) : exchange.Agreements.Any(a => a.PlaceId == user.PlaceId);

    private async Task<Refusal?> Act(Exchange exchange, Command command, CancellationToken ct)
    {
        var (now, words) = (clock.GetUtcNow().UtcDateTime, BidiSafe.CleanLinesOrNull(command.Words));
        switch (command.Do)
        {
            case Command.Accept:
                var me = user.EmployeeId!.Value;
                // Held until the end: who accepts two exchanges at once accepts one after the other.
                _ = await db.Employees.Where(e => e.Id == me).ForUpdate().Select(e => e.Id).SingleAsync(ct);
                if (exchange.Accept(me, now, user.AccountId) is { } late)
                    return late;
                var own = (await files.Of([me], exchange.Id, ct))[me];
                if (own.Judge(await ExchangeFigures.Current(db, ct), MoroccanDay.Of(now)).FirstOrDefault(r => !r.Holds) is { } missing)
                    return missing.AsRefusal();
                if (own.PlaceId != exchange.PartyOf(me)!.FromPlaceId)
                    return new ExchangeRule("moved", false).AsRefusal();
                desk.Touch(exchange);
                await db.SaveChangesAsync(ct);
                if (exchange.IsAccepted)
                    await desk.Share(exchange, ct);
                else
                    await desk.Tell(exchange, "accepted", null, me, ct);
                return null;
            case Command.Refuse:
            case Command.Withdraw:
                if (exchange.Leave(user.EmployeeId!.Value, command.Do is Command.Refuse, words, now, user.AccountId) is { } over)
                    return over;
                await db.SaveChangesAsync(ct);
                await desk.Tell(exchange, exchange.EndCode!, null, user.EmployeeId, ct);
                return null;
            case Command.Remark:
                if (exchange.Remark(user.PlaceId, words!, now, user.AccountId, user.Role) is { } answered)
                    return answered;
                desk.Touch(exchange);
                await db.SaveChangesAsync(ct);
                return null;
            case Command.Reject:
                if (exchange.Reject(user.PlaceId, command.Code!, words, now, await Hands.Of(db, user, ct), user.EmployeeId, user.Role) is { } elsewhere)
                    return elsewhere;
                await db.SaveChangesAsync(ct);
                await desk.Tell(exchange, "rejected", user.PlaceId, null, ct);
                return null;
            default:
                return await Agree(exchange, now, ct);
        }
    }

    private async Task<Refusal?> Agree(Exchange exchange, DateTime now, CancellationToken ct)
    {
        // What held when they accepted may hold no more: nothing is agreed to on a situation that has changed.
        if (await desk.Against(exchange, ct) is { } against)
            return Refusal.Conflict("exchanges.against", against.Who?.NameAr ?? "", against.Who?.NameLatin ?? "").Next($"exchanges.why.{against.Rule.Code}", against.Rule.Args);
        if (exchange.Agree(user.PlaceId, now, await Hands.Of(db, user, ct), user.EmployeeId, user.Role, out var isLast) is { } elsewhere)
            return elsewhere;
        await db.SaveChangesAsync(ct);
        if (isLast)
            return await desk.Decide(exchange, user.AccountId, ct);
        await desk.Tell(exchange, "agreed", exchange.TurnPlaceId, null, ct);
        return null;
    }
}
