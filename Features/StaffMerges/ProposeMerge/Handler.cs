using FluentValidation;
using Massar.Features.StaffMerges.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;

namespace Massar.Features.StaffMerges.ProposeMerge;

public sealed record Query(long One, long Two) : IQuery<StaffPair>;

/// <summary>Answers the number of the case.</summary>
/// <param name="Seen">Of the two files that were read.</param>
/// <param name="Keep">The payroll number that stays.</param>
public sealed record Command(long One, long Two, string? Seen, string? Keep, string? Reason) : ICommand<long>;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Keep).NotEmpty().WithMessage("staff-merges.keep.choose");
        RuleFor(c => c.Reason).IsMergeReason();
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, MergeDesk desk, TimeProvider clock) : IQueryHandler<Query, StaffPair>, ICommandHandler<Command, long>
{
    public async Task<Outcome<StaffPair>> Handle(Query query, CancellationToken ct) =>
        await desk.Pair(query.One, query.Two, user.PlacePath, 0, ct) is { } pair ? pair : Refusal.NotFound;

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        await desk.Hold(command.One, command.Two, ct);
        if (await desk.Pair(command.One, command.Two, user.PlacePath, 0, ct) is not { } pair) return Refusal.NotFound;
        if (await desk.Own(command.One, command.Two, null, ct) is { } own) return own;
        if (pair.Obstacles is [var obstacle, ..]) return obstacle;
        if (command.Seen != pair.Seen) return Refusal.Stale;
        var keep = Digits.ToLatin(BidiSafe.Clean(command.Keep));
        if (new[] { pair.One, pair.Two }.FirstOrDefault(s => s.Ppr == keep) is not { } kept) return Refusal.Invalid(nameof(command.Keep), "staff-merges.keep.choose");
        if (pair.Against(kept.Id).FirstOrDefault() is { } turned) return turned;
        var merge = new StaffMerge
        {
            KeptEmployeeId = kept.Id,
            OtherEmployeeId = pair.NotOf(kept.Id).Id,
            PlaceId = user.PlaceId,
            PlacePath = user.PlacePath,
            Reason = BidiSafe.CleanLines(command.Reason),
            ProposedByAccountId = user.AccountId,
            ProposedByEmployeeId = user.EmployeeId,
            ProposedAt = clock.GetUtcNow().UtcDateTime,
        }.Begin();
        db.StaffMerges.Add(merge);
        await desk.Settle(merge, "proposed", ct);
        return merge.Id;
    }
}
