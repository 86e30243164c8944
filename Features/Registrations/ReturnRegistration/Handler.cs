using FluentValidation;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.ReturnRegistration;

public sealed record Query(long Id) : IQuery<ToReturn>;

public sealed record ToReturn(long Id, string Number, string ChildAr, string ChildLatin, IReadOnlyList<Topic> Topics);

public sealed record Command(long Id, string[] Topics, string? Remark) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, ToReturn>, ICommandHandler<Command>
{
    public async Task<Outcome<ToReturn>> Handle(Query query, CancellationToken ct)
    {
        var request = await db.Registrations.AsNoTracking().DecidedBy(user).SingleOrDefaultAsync(r => r.Id == query.Id, ct);
        if (request is null)
            return Refusal.NotFound;
        if (request.State is not (RegistrationState.Sent or RegistrationState.UnderCheck))
            return Refusal.Conflict("registrations.state-changed").Next("registrations.state-changed.next");
        var hasTutor = new Answers(request.Answers)["Quality"] == "3";
        return new ToReturn(request.Id, request.Number, request.ChildAr, request.ChildLatin, [.. Topics.Correctable.Where(t => t.Code != "tutor" || hasTutor)]);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var request = await db.Registrations.DecidedBy(user).Where(r => r.Id == command.Id).ForUpdate().SingleOrDefaultAsync(ct);
        if (request is null)
            return Refusal.NotFound;
        var now = clock.GetUtcNow().UtcDateTime;
        if (request.State == RegistrationState.Sent && request.TakeUp(now) is { } closed)
            return closed;
        var remark = BidiSafe.CleanLines(command.Remark);
        if (request.Return([.. command.Topics.Distinct()], remark, now) is { } refusal)
            return refusal;
        db.Note(request, "returned", now, user, remark);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new RegistrationReturned(request.Id, request.Round), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Topics).Must(t => t.Length > 0 && t.All(code => Topics.Correctable.Any(c => c.Code == code))).WithMessage("registrations.return.choose");
        RuleFor(c => c.Remark).NotEmpty().WithMessage("registrations.missing.remark").MaximumLength(500).WithMessage("registrations.wrong.too-long");
    }
}
