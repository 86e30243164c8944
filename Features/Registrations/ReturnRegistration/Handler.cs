using FluentValidation;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Registrations.ReturnRegistration;

public sealed record Query(long Id) : IQuery<ToReturn>;

public sealed record ToReturn(long Id, string Number, string ChildAr, string ChildLatin, IReadOnlyList<Topic> Topics);

public sealed record Command(long Id, string[] Topics, string? Remark) : ICommand;

public sealed class Handler(DecisionDesk desk, TimeProvider clock) : IQueryHandler<Query, ToReturn>, ICommandHandler<Command>
{
    public async Task<Outcome<ToReturn>> Handle(Query query, CancellationToken ct)
    {
        var shown = await desk.Show(query.Id, ct, orWaiting: true);
        if (shown.IsRefused)
            return shown.Refusal!;
        var request = shown.Value;
        var hasTutor = new Answers(request.Answers)["Quality"] == "3";
        return new ToReturn(request.Id, request.Number, request.ChildAr, request.ChildLatin, [.. Topics.Correctable.Where(t => t.Code != "tutor" || hasTutor)]);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var taken = await desk.Take(command.Id, ct, orWaiting: true);
        if (taken.IsRefused)
            return taken.Refusal!;
        var request = taken.Value;
        var remark = BidiSafe.CleanLines(command.Remark);
        if (request.Return([.. command.Topics.Distinct()], remark, clock.GetUtcNow().UtcDateTime) is { } refusal)
            return refusal;
        await desk.Settle(request, "returned", remark, new RegistrationReturned(request.Id, request.Round), ct);
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
