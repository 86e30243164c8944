using System.Globalization;
using FluentValidation;
using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.WithdrawCampaign;

public sealed record Query(int Campaign) : IQuery<Plan>;

/// <param name="Sent">Families who sent wishes, and will be told.</param>
/// <param name="MayWithdraw">No family has read a result.</param>
/// <param name="IsOwn">A child of the reader is among those who sent.</param>
public sealed record Plan(int Campaign, int Version, string LevelAr, string LevelFr, int ToYear, int Sent, bool MayWithdraw, bool IsOwn);

public sealed record Command(int Campaign, int Version, string? Reason) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).WithMessage("guidance.decide.reason-needed");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length <= GuidanceCampaign.ReasonLength).WithMessage("guidance.too-long").WithState(_ => new object[] { GuidanceCampaign.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, CommissionDesk desk, WorkDesk work, TimeProvider clock) : IQueryHandler<Query, Plan>, ICommandHandler<Command>
{
    public async Task<Outcome<Plan>> Handle(Query query, CancellationToken ct)
    {
        var own = Pupils.Domain.Scopes.OfPerson(db.Guardianships, user, db);
        var found = await (
            from c in db.GuidanceCampaigns.LedBy(user)
            where c.Id == query.Campaign
            join level in db.Levels on c.ToLevel equals level.Code
            select new
            {
                Campaign = c,
                level.NameAr,
                level.NameFr,
                IsOut = c.PublishAt != null && c.PublishAt <= DateTime.UtcNow,
                Sent = db.GuidanceFiles.Count(f => f.CampaignId == c.Id && f.State != GuidanceState.Draft),
                IsOwn = db.GuidanceFiles.Any(f => f.CampaignId == c.Id && own.Any(g => g.PupilId == f.PupilId)),
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        return found is null
            ? Refusal.NotFound
            : new Plan(found.Campaign.Id, found.Campaign.Version, found.NameAr, found.NameFr, found.Campaign.ToYear, found.Sent, found.Campaign.MayWithdraw(found.IsOut), found.IsOwn);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var campaign = await db.GuidanceCampaigns.LedBy(user).Where(c => c.Id == command.Campaign).ForUpdate().SingleOrDefaultAsync(ct);
        if (campaign is null) return Refusal.NotFound;
        if (campaign.Version != command.Version) return Refusal.Stale;
        var (id, now) = (campaign.Id, clock.GetUtcNow().UtcDateTime);
        // Who knows what the rule gave the own child does not have it begun anew.
        var own = Pupils.Domain.Scopes.OfPerson(db.Guardianships, user, db);
        if (await db.GuidanceFiles.AnyAsync(f => f.CampaignId == id && own.Any(g => g.PupilId == f.PupilId), ct)) return Refusal.Conflict("guidance.withdraw.own").Next("guidance.own.next").Recorded();
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        var isOut = await db.GuidanceCampaigns.Out().AnyAsync(c => c.Id == id, ct);
        if (campaign.Withdraw(isOut, BidiSafe.CleanLines(command.Reason), user.AccountId, now) is { } refusal) return refusal;
        await desk.ForgetAdmitted(campaign, ct);
        await db.SaveChangesAsync(ct);
        work.Queue<TellWithdrawnWork>(string.Create(CultureInfo.InvariantCulture, $"guidance/{id}/withdraw"), id.ToString(CultureInfo.InvariantCulture));
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
