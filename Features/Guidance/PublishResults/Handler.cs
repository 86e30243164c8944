using System.Globalization;
using FluentValidation;
using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.PublishResults;

public sealed record Query(int Campaign) : IQuery<Plan>;

/// <param name="Decided">Pupils with a place.</param>
/// <param name="Open">Pupils for whom nobody has decided.</param>
/// <param name="Date">A day and an hour to begin with.</param>
public sealed record Plan(int Campaign, int Version, GuidanceStage Stage, int ToYear, string LevelAr, string LevelFr, int Decided, int Open, int AppealDays, string Date, string Time);

public sealed record Command(int Campaign, int Version, string? Date, string? Time) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Date).Must(d => TypedDay.Read(d) is not null).WithMessage("guidance.day.needed");
        RuleFor(c => c.Time).Must(t => MoroccanHour.Time(t) is not null).WithMessage("guidance.hour.needed");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, WorkDesk work, TimeProvider clock) : IQueryHandler<Query, Plan>, ICommandHandler<Command>
{
    public async Task<Outcome<Plan>> Handle(Query query, CancellationToken ct)
    {
        var found = await (
            from c in db.GuidanceCampaigns.LedBy(user)
            where c.Id == query.Campaign
            join level in db.Levels on c.ToLevel equals level.Code
            select new
            {
                Campaign = c,
                level.NameAr,
                level.NameFr,
                Decided = db.GuidanceFiles.Count(f => f.CampaignId == c.Id && f.State == GuidanceState.Decided && f.ToSchoolId != null),
                Open = db.GuidanceFiles.Count(f => f.CampaignId == c.Id && (f.State == GuidanceState.Sent || f.State == GuidanceState.Advised || (f.State == GuidanceState.Decided && f.ToSchoolId == null))),
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null) return Refusal.NotFound;
        var tomorrow = MoroccanDay.Today(clock).AddDays(1);
        var campaign = found.Campaign;
        return new Plan(campaign.Id, campaign.Version, campaign.Stage, campaign.ToYear, found.NameAr, found.NameFr, found.Decided, found.Open, campaign.AppealDays, TypedDay.Iso(tomorrow), "17:00");
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var campaign = await db.GuidanceCampaigns.LedBy(user).Where(c => c.Id == command.Campaign).ForUpdate().SingleOrDefaultAsync(ct);
        if (campaign is null) return Refusal.NotFound;
        if (campaign.Version != command.Version) return Refusal.Stale;
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        var (id, now) = (campaign.Id, clock.GetUtcNow().UtcDateTime);
        var at = MoroccanHour.Utc(TypedDay.Read(command.Date)!.Value, MoroccanHour.Time(command.Time)!.Value);
        if (at < now.AddMinutes(-1)) return Refusal.Invalid(nameof(command.Time), "guidance.hour.past");
        if (at > now.AddYears(1)) return Refusal.Invalid(nameof(command.Date), "guidance.hour.far");
        var open = await db.GuidanceFiles.CountAsync(f => f.CampaignId == id && (f.State == GuidanceState.Sent || f.State == GuidanceState.Advised || (f.State == GuidanceState.Decided && f.ToSchoolId == null)), ct);
        if (campaign.Publish(at, user.AccountId, open) is { } refusal) return refusal;
        // A decision says what the marks were: no family reads it before the last reader of them (guarantee G6).
        var year = campaign.SchoolYearId;
        if (await db.PublishedResults.Where(r => r.SchoolYearId == year && r.PublishAt > at && db.GuidanceFiles.Any(f => f.CampaignId == id && f.State == GuidanceState.Decided && f.PupilId == r.PupilId)).MaxAsync(r => (DateTime?)r.PublishAt, ct) is { } last)
        {
            var local = MoroccanDay.Local(last);
            return Refusal.Invalid(nameof(command.Time), "guidance.publish.before-marks", Formats.ShortDate(DateOnly.FromDateTime(local)), Formats.Time(TimeOnly.FromDateTime(local)));
        }

        await db.SaveChangesAsync(ct);
        work.Queue<AnnounceWork>(string.Create(CultureInfo.InvariantCulture, $"guidance/{id}/publish/{campaign.Version}"), AnnounceWork.PayloadOf(id, at), at);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
