using FluentValidation;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.MySql.Query;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ReturnRequest;

public sealed record Query(long Request) : IQuery<Target>;

/// <summary>The request about to be returned, and from which office.</summary>
public sealed record Target(long Id, int Version, string Number, string NameAr, string NameLatin, string Ppr, Office Office);

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
            : new Target(
                found.Id, found.Version, MovementRequest.NumberOf(found.SchoolYearId, found.Id), found.employee.FullNameAr, found.employee.FullNameLatin, found.employee.Ppr, user.OfficeOf()!.Value);
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var office = user.OfficeOf()!.Value;
        var target = await db.MovementRequests.InTerritoryOf(user).ForUpdate().SingleOrDefaultAsync(r => r.Id == request.Request, cancellationToken);
        if (target is null)
            return Refusal.NotFound;
        if (target.Version != request.Version)
            return Refusal.Stale;
        if (office == Office.Directorate && request.Things.Count == 0)
            return Refusal.Invalid("Things", "mobility.return.choose");

        var campaign = await db.Campaigns.SingleAsync(c => c.Id == target.CampaignId, cancellationToken);
        var (by, today, remark) = (user.Acting(clock), MoroccanDay.Today(clock), request.Remark!.Trim());
        var refusal = office == Office.Directorate ? target.Return(campaign, [.. request.Things.Distinct()], remark, by, today) : target.ReturnToDirectorate(campaign, remark, by, today);
        if (refusal is not null)
            return refusal;

        db.RequestEvents.Add(RequestEvent.Of(target, office == Office.Directorate ? Move.ReturnToParticipant : Move.ReturnToDirectorate, by, remark));
        if (office == Office.Directorate)
        {
            await facts.Tell(new MovementRequestReturned(
                target.Id, target.EmployeeId, target.PlaceId, MovementRequest.NumberOf(campaign.SchoolYearId, target.Id), campaign.NameAr, campaign.NameFr,
                FormattableString.Invariant($"return-{target.Version}"), target.CorrectUntil!.Value), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}
