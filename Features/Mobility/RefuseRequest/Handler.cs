using FluentValidation;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Mobility.RefuseRequest;

public sealed record Query(long Request) : IQuery<Target>;

public sealed record Command(long Request, int Version, string? Code, string? Remark) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Code).Must(c => RefusalCodes.All.Contains(c)).WithMessage("mobility.refusal.choose");
        RuleFor(c => c.Remark).MaximumLength(MovementRequest.NoteLength).WithMessage("mobility.too-long").WithState(_ => new object[] { MovementRequest.NoteLength });
    }
}

public sealed class Handler(RequestDesk desk) : IQueryHandler<Query, Target>, ICommandHandler<Command>
{
    public Task<Outcome<Target>> Handle(Query request, CancellationToken cancellationToken) => desk.Show(request.Request, cancellationToken);

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var taken = await desk.Take(request.Request, request.Version, cancellationToken);
        if (taken.IsRefused)
            return taken.Refusal!;
        var held = taken.Value;
        var (target, campaign) = (held.Request, held.Campaign);
        if (target.Refuse(campaign, request.Code!, request.Remark, held.By, held.Today) is { } refusal)
            return refusal;

        var fact = new MovementRequestRefused(
            target.Id, target.EmployeeId, target.PlaceId, held.Number, campaign.NameAr, campaign.NameFr, held.Event("refusal"), request.Code!);
        return await desk.Put(held, Move.Refuse, request.Remark, request.Code, fact, cancellationToken);
    }
}
