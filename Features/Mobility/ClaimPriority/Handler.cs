using FluentValidation;
using Massar.Features.Files.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.MySql.Query;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ClaimPriority;

public sealed record Query(int Campaign, PriorityCase Priority) : IQuery<Claimable>;

/// <summary>What is claimed, and why it could not be as the file stands.</summary>
public sealed record Claimable(CampaignHead Campaign, PriorityLine Priority, bool NeedsDocument, Refusal? Obstacle);

public sealed record Command(int Campaign, PriorityCase Priority, string? Proof, byte[]? Document) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Proof).NotEmpty().WithMessage("mobility.contest.no-proof");
        RuleFor(c => c.Proof).MaximumLength(PriorityClaim.ProofLength).WithMessage("mobility.too-long").WithState(_ => new object[] { PriorityClaim.ProofLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, ServiceFiles files, TimeProvider clock) : IQueryHandler<Query, Claimable>, ICommandHandler<Command>
{
    public async Task<Outcome<Claimable>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (await Own(request.Campaign, request.Priority, cancellationToken) is not { } own)
            return Refusal.NotFound;
        var (campaign, rule, file) = (own.Campaign, own.Rule, own.File);
        var line = (await db.PrioritiesFor(campaign.Id, file.EmployeeId, cancellationToken)).Single(p => p.Case == request.Priority);
        var obstacle = own.Closed(MoroccanDay.Today(clock)) ?? rule.Against(file, campaign.CountedOn);
        return new Claimable(CampaignHead.Of(campaign), line, rule.NeedsDocument, obstacle);
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        if (await Own(request.Campaign, request.Priority, cancellationToken) is not { } own)
            return Refusal.NotFound;
        var (campaign, rule, file) = (own.Campaign, own.Rule, own.File);
        if (own.Closed(MoroccanDay.Today(clock)) is { } closed)
            return closed;
        if (rule.Against(file, campaign.CountedOn) is { } obstacle)
            return obstacle;
        if (rule.NeedsDocument && request.Document is null)
            return Refusal.Invalid(Uploads.Field, "mobility.document.missing");

        var (now, proof) = (clock.GetUtcNow().UtcDateTime, request.Proof!.Trim());
        StoredFile? document = null;
        if (request.Document is { } upload)
        {
            var reading = await FileIntake.Read(FileKind.Evidence, upload, now, cancellationToken);
            if (reading.Problem is { } problem)
                return Refusal.Invalid(Uploads.Field, problem);
            db.StoredFiles.Add(document = reading.File!);
            await db.SaveChangesAsync(cancellationToken);
        }

        var claim = await db.PriorityClaims.ForUpdate().SingleOrDefaultAsync(c => c.CampaignId == campaign.Id && c.EmployeeId == file.EmployeeId && c.Case == request.Priority, cancellationToken);
        if (claim is null)
        {
            db.PriorityClaims.Add(new PriorityClaim
            {
                CampaignId = campaign.Id,
                EmployeeId = file.EmployeeId,
                PlaceId = file.PlaceId,
                PlacePath = file.PlacePath,
                Case = request.Priority,
                Proof = proof,
                DocumentId = document?.Id,
                ClaimedAt = now,
            });
        }
        else if (claim.Renew(proof, document?.Id, now) is { } refusal)
        {
            return refusal;
        }

        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    private sealed record Claimant(Campaign Campaign, PriorityRule Rule, ServiceFile File, MovementRequest? Mine)
    {
        // A claim belongs to the request: it is made as long as the kind of the request may change.
        public Refusal? Closed(DateOnly today) => Mine is null ? Campaign.Closed(today) : Mine.Locked(Campaign, Correctable.Kind, today);
    }

    private async Task<Claimant?> Own(int id, PriorityCase priority, CancellationToken ct)
    {
        var me = user.EmployeeId ?? 0;
        var row = await db.Campaigns.AsNoTracking().Announced().Include(c => c.Priorities).Where(c => c.Id == id)
            .Select(c => new { Campaign = c, Mine = db.MovementRequests.FirstOrDefault(r => r.CampaignId == c.Id && r.EmployeeId == me) }).SingleOrDefaultAsync(ct);
        return row?.Campaign.Priorities.FirstOrDefault(p => p.Case == priority) is { } rule
            && await files.Of(me, id, ct) is { } file && row.Campaign.Reaches(file.PlacePath) ? new Claimant(row.Campaign, rule, file, row.Mine) : null;
    }
}
