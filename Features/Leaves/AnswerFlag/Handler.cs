using FluentValidation;
using Massar.Features.Leaves.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Leaves.AnswerFlag;

public sealed record Query(long Id) : IQuery<FlagCase>;

/// <param name="Acts">What this reader may do now: reply, close, refer.</param>
/// <param name="Leaves">The short leaves that were counted.</param>
public sealed record FlagCase(
    long Id, bool IsMine, string NameAr, string NameLatin, int Count, DateOnly From, DateOnly To, FlagState State, DateTime OpenedAt, DateOnly ReplyDueOn, string? Reply, DateTime? RepliedAt, string? Conclusion, DateTime? ConcludedAt,
    IReadOnlyList<string> Acts, IReadOnlyList<Counted> Leaves, DateOnly Today) : IShowsPersons
{
    int IShowsPersons.PersonsShown => IsMine ? 0 : 1;
}

public sealed record Counted(long Id, DateOnly StartsOn, DateOnly EndsOn);

public sealed record Command(long Id, string? Act, string? Words) : ICommand
{
    public const string Reply = "reply";
    public const string Close = "close";
    public const string Refer = "refer";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Act).Must(a => a is Command.Reply or Command.Close or Command.Refer).WithMessage("leaves.answer.choose");
        RuleFor(c => c.Words).Must(w => BidiSafe.CleanLines(w).Length is >= Leave.ShortestReason and <= Leave.ReasonLength).WithMessage("leaves.words.needed").WithState(_ => new object[] { Leave.ShortestReason, Leave.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, FlagCase>, ICommandHandler<Command>
{
    private const int Most = 50;

    public async Task<Outcome<FlagCase>> Handle(Query query, CancellationToken ct)
    {
        var (id, today) = (query.Id, MoroccanDay.Today(clock));
        var found = await (
            from f in db.LeaveFlags.VisibleTo(user)
            where f.Id == id
            join e in db.Employees on f.EmployeeId equals e.Id
            select new { Flag = f, NameAr = e.LastNameAr + " " + e.FirstNameAr, NameLatin = e.LastNameLatin + " " + e.FirstNameLatin }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;
        var flag = found.Flag;
        var (employee, from, to) = (flag.EmployeeId, flag.From, flag.To);
        var book = await LeaveBook.Current(db, ct);
        var codes = book.Types.Values.Where(t => t.RaisesFlag).Select(t => t.Code).ToList();
        var counted = await db.Leaves.AsNoTracking()
            .Where(l => l.EmployeeId == employee && codes.Contains(l.CountedAs) && l.StartsOn >= from && l.StartsOn <= to && (l.State == LeaveState.Granted || l.State == LeaveState.Ended)).OrderBy(l => l.StartsOn).Take(Most).ToListAsync(ct);
        var isMine = LeaveDesk.IsOwn(user, employee);
        return new FlagCase(id, isMine, found.NameAr, found.NameLatin, flag.Count, from, to, flag.State, flag.OpenedAt, flag.ReplyDueOn, flag.Reply, flag.RepliedAt, flag.Conclusion, flag.ConcludedAt, [.. Acts(flag, isMine, today)],
            [.. counted.Where(l => book.IsShort(l)).Select(l => new Counted(l.Id, l.StartsOn, l.LastDay))], today);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        var flag = await db.LeaveFlags.VisibleTo(user).Where(f => f.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (flag is null)
            return Refusal.NotFound;
        var (now, words, isMine, isReply) = (clock.GetUtcNow().UtcDateTime, BidiSafe.CleanLines(command.Words), await LeaveDesk.IsOwn(db, user, flag.EmployeeId, null, ct), command.Act == Command.Reply);
        // The answer is the person's, the conclusion anybody's but the person's.
        if (isReply && !isMine)
            return Refusal.Forbidden;
        if (!isReply && isMine)
            return LeaveDesk.Own;
        if (!isReply && !user.Has(Permissions.Decide))
            return Refusal.Forbidden;
        if ((isReply ? flag.Answer(words, now) : flag.Conclude(command.Act == Command.Refer, words, user.AccountId, MoroccanDay.Today(clock), now)) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(ct);
        await facts.Tell(new LeaveFlagStepped(flag.Id, isReply ? "answered" : "concluded", flag.EmployeeId, flag.PlaceId, flag.PlacePath), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    private IEnumerable<string> Acts(LeaveFlag flag, bool isMine, DateOnly today)
    {
        if (isMine && flag.State == FlagState.Open)
            yield return Command.Reply;
        if (isMine || !user.Has(Permissions.Decide) || !flag.IsRipe(today))
            yield break;
        yield return Command.Close;
        yield return Command.Refer;
    }
}
