using System.Globalization;
using FluentValidation;
using Massar.Features.Pupils.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Transfers.SendTransfer;

public sealed record Query(long Pupil, int? Directorate, string? Words) : IQuery<MoveDraft>;

/// <summary>Answers the number of the transfer.</summary>
public sealed record Command(long Pupil, string? School, string? ReasonCode, string? Reason, string? MarksEntered, string? AbsencesEntered, string? Property, string? Debts) : ICommand<long>;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.School).IsSchool();
        RuleFor(c => c.Reason).FitsReason();
        RuleFor(c => c.Property).FitsNote();
        RuleFor(c => c.Debts).FitsNote();
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TransferDesk desk) : IQueryHandler<Query, MoveDraft>, ICommandHandler<Command, long>
{
    public async Task<Outcome<MoveDraft>> Handle(Query query, CancellationToken ct)
    {
        var draft = await desk.Draft(db.Pupils.Where(p => p.Id == query.Pupil).EnrolledNowAt(user, db), query.Directorate, query.Words, ct);
        return draft.IsRefused || draft.Value.Pupil.SchoolId == user.PlaceId ? draft : Refusal.NotFound;
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        if (!await db.HasTerm(TransferKinds.Reasons, command.ReasonCode, ct))
            return Refusal.Invalid(nameof(command.ReasonCode), "transfers.reason.choose");
        var id = command.Pupil;
        return await desk.Ask(db.Pupils.Where(p => p.Id == id).EnrolledNowAt(user, db), int.Parse(command.School!, CultureInfo.InvariantCulture), TransferOrigin.Sender, command.ReasonCode!, command.Reason,
            Checklists.Read(command.MarksEntered, command.AbsencesEntered, command.Property, command.Debts), ct);
    }
}
