using System.Globalization;
using FluentValidation;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Transfers.RequestTransfer;

public sealed record Query(long Pupil, int? Directorate, string? Words) : IQuery<MoveDraft>;

/// <summary>Answers the number of the transfer.</summary>
public sealed record Command(long Pupil, string? School, string? ReasonCode, string? Reason) : ICommand<long>;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.School).IsSchool();
        RuleFor(c => c.Reason).FitsReason();
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TransferDesk desk, TimeProvider clock) : IQueryHandler<Query, MoveDraft>, ICommandHandler<Command, long>
{
    public Task<Outcome<MoveDraft>> Handle(Query query, CancellationToken ct) =>
        desk.Draft(db.Pupils.Where(p => p.Id == query.Pupil).MovableBy(user, db, MoroccanDay.Today(clock)), query.Directorate, query.Words, ct);

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        if (!await db.HasTerm(TransferKinds.Reasons, command.ReasonCode, ct))
            return Refusal.Invalid(nameof(command.ReasonCode), "transfers.reason.choose");
        var id = command.Pupil;
        return await desk.Ask(db.Pupils.Where(p => p.Id == id).MovableBy(user, db, MoroccanDay.Today(clock)), int.Parse(command.School!, CultureInfo.InvariantCulture), TransferOrigin.Guardian,
            command.ReasonCode!, command.Reason, null, ct);
    }
}
