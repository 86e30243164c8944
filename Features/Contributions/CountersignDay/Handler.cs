using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Contributions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions.CountersignDay;

public sealed record Query(DateOnly Day) : IQuery<DayBook>;

public sealed record Command(DateOnly Day, string? Remark, int? Version) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Remark).Must(r => BidiSafe.CleanLines(r).Length <= CashDay.ReasonLength).WithMessage("contributions.too-long").WithState(_ => new object[] { CashDay.ReasonLength });
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, DayBook>, ICommandHandler<Command>
{
    private static Refusal Own => Refusal.Conflict("contributions.sign.own").Next("contributions.sign.own.next").Recorded();

    public async Task<Outcome<DayBook>> Handle(Query query, CancellationToken ct)
    {
        if (await db.DayOf(user.PlaceId, query.Day, ct) is not { } book)
            return Refusal.NotFound;
        if (book.Head.State != CashDayState.Closed)
            return Refusal.Conflict(book.Head.State == CashDayState.Open ? "contributions.sign.open" : "contributions.sign.done").Next("contributions.day.is-closed.next");
        return await Counted(book.Head.ClosedBy, ct) ? Own : book;
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var day = await db.CashDays.At(user).Where(d => d.Day == command.Day).ForUpdate().SingleOrDefaultAsync(ct);
        if (day is null)
            return Refusal.NotFound;
        if (await Counted(day.ClosedByAccountId, ct))
            return Own;
        if (command.Version is { } seen && seen != day.Version)
            return Refusal.Stale;
        if (day.Sign(BidiSafe.CleanLinesOrNull(command.Remark), user.AccountId, clock.GetUtcNow().UtcDateTime) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    // The person, whichever account or hat it was.
    private async Task<bool> Counted(long? account, CancellationToken ct) =>
        (await Hands.Of(db, user, ct)).Did(account);
}
