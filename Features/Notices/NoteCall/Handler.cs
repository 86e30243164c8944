using FluentValidation;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.NoteCall;

public sealed record Query(long Delivery) : IQuery<Call>;

public sealed record Call(long Delivery, string Name, string Phone, string Sentence, string Language);

public sealed record Command(long Delivery, string? Note) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public const int NoteLength = 500;

    public Validator() => RuleFor(c => c.Note)
        .Must(note => BidiSafe.Clean(note ?? "").Length >= 3).WithMessage("notices.note.missing")
        .Must(note => (note ?? "").Length <= NoteLength).WithMessage("notices.note.too-long");
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Call>, ICommandHandler<Command>
{
    public async Task<Outcome<Call>> Handle(Query query, CancellationToken ct)
    {
        var row = await (
            from delivery in db.NoticeDeliveries
            join notice in db.Notices.StillSent(db, MoroccanDay.Today(clock)) on delivery.NoticeId equals notice.Id
            where delivery.Id == query.Delivery && delivery.PlaceId == user.PlaceId && delivery.State == DeliveryState.ToCall
            select new { delivery.Id, delivery.To, notice.RecipientName, notice.Language, notice.Template, notice.Args }).SingleOrDefaultAsync(ct);
        return row is null
            ? Refusal.NotFound
            : new Call(row.Id, row.RecipientName, row.To, NoticeText.Of(row.Language, row.Template, "sms", row.Args), row.Language);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var delivery = await db.NoticeDeliveries.SingleOrDefaultAsync(d => d.Id == command.Delivery && d.PlaceId == user.PlaceId, ct);
        if (delivery is null)
            return Refusal.NotFound;
        if (delivery.State != DeliveryState.ToCall)
            return Refusal.Conflict("notices.already-called");
        delivery.State = DeliveryState.Called;
        delivery.CallNote = BidiSafe.Clean(command.Note!);
        delivery.CalledByAccountId = user.AccountId;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
