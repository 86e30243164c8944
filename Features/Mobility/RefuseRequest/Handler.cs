using FluentValidation;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.MySql.Query;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.RefuseRequest;

public sealed record Query(long Request) : IQuery<Target>;

/// <summary>The request about to be refused.</summary>
public sealed record Target(long Id, int Version, string Number, string NameAr, string NameLatin, string Ppr);

public sealed record Command(long Request, int Version, string? Code, string? Remark) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Code).Must(c => RefusalCodes.All.Contains(c)).WithMessage("mobility.refusal.choose");
        RuleFor(c => c.Remark).MaximumLength(MovementRequest.NoteLength).WithMessage("mobility.too-long").WithState(_ => new object[] { MovementRequest.NoteLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, Target>, ICommandHandler<Command>
{
    public async Task<Outcome<Target>> Handle(Query request, CancellationToken cancellationToken)
    {
        var found = await (
            from r in db.MovementRequests.AsNoTracking().InTerritoryOf(user)
            join employee in db.Employees on r.EmployeeId equals employee.Id
            where r.Id == request.Request
            select new { r.Id, r.Version, r.Campaign.SchoolYearId, employee }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? Refusal.NotFound
            : new Target(found.Id, found.Version, MovementRequest.NumberOf(found.SchoolYearId, found.Id), found.employee.FullNameAr, found.employee.FullNameLatin, found.employee.Ppr);
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var target = await db.MovementRequests.InTerritoryOf(user).ForUpdate().SingleOrDefaultAsync(r => r.Id == request.Request, cancellationToken);
        if (target is null)
            return Refusal.NotFound;
        if (target.Version != request.Version)
            return Refusal.Stale;
        var campaign = await db.Campaigns.SingleAsync(c => c.Id == target.CampaignId, cancellationToken);
        var by = user.Acting(clock);
        if (target.Refuse(campaign, request.Code!, request.Remark, by, MoroccanDay.Today(clock)) is { } refusal)
            return refusal;

        db.RequestEvents.Add(RequestEvent.Of(target, Move.Refuse, by, request.Remark, request.Code));
        await facts.Tell(new MovementRequestRefused(
            target.Id, target.EmployeeId, target.PlaceId, MovementRequest.NumberOf(campaign.SchoolYearId, target.Id), campaign.NameAr, campaign.NameFr,
            FormattableString.Invariant($"refusal-{target.Version}"), request.Code!), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}
