using FluentValidation;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Mobility.ReturnRequest;

public sealed record Query(long Request) : IQuery<Target>;

public sealed record Command(long Request, int Version, IReadOnlyList<string> Things, string? Remark) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Things).Must(t => t.All(Correctable.All.Contains)).WithMessage("mobility.return.choose");
        RuleFor(c => c.Remark).NotEmpty().WithMessage("mobility.return.no-reason");
        RuleFor(c => c.Remark).MaximumLength(MovementRequest.NoteLength).WithMessage("mobility.too-long").WithState(_ => new object[] { MovementRequest.NoteLength });
    }
}

public sealed class Handler(CurrentUser user, RequestDesk desk) : IQueryHandler<Query, Target>, ICommandHandler<Command>
{
    public Task<Outcome<Target>> Handle(Query request, CancellationToken cancellationToken) => desk.Show(request.Request, cancellationToken);

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var taken = await desk.Take(request.Request, request.Version, cancellationToken);
        if (taken.IsRefused)
            return taken.Refusal!;
        var (held, remark) = (taken.Value, request.Remark!.Trim());
        return user.OfficeOf() is Office.Academy or Office.Ministry
            ? await ToDirectorate(held, remark, cancellationToken)
            : await ToParticipant(held, [.. request.Things.Distinct()], remark, cancellationToken);
    }

    private async Task<Outcome<Done>> ToDirectorate(Held held, string remark, CancellationToken ct) =>
        held.Request.ReturnToDirectorate(held.Campaign, remark, held.By, held.Today, user.OfficeOf()!.Value) is { } refusal ? refusal
            : await desk.Put(held, user.OfficeOf() == Office.Ministry ? Move.ReturnByMinistry : Move.ReturnToDirectorate, remark, null, null, ct);

    private async Task<Outcome<Done>> ToParticipant(Held held, IReadOnlyList<string> things, string remark, CancellationToken ct)
    {
        if (things.Count == 0)
            return Refusal.Invalid("Things", "mobility.return.choose");
        var (target, campaign) = (held.Request, held.Campaign);
        if (target.Return(campaign, things, remark, held.By, held.Today) is { } refusal)
            return refusal;

        var fact = new MovementRequestReturned(
            target.Id, target.EmployeeId, target.PlaceId, held.Number, campaign.NameAr, campaign.NameFr, held.Event("return"), target.CorrectUntil!.Value);
        return await desk.Put(held, Move.ReturnToParticipant, remark, null, fact, ct);
    }
}
