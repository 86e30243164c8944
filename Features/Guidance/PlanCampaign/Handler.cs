using FluentValidation;
using Massar.Features.Guidance.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.PlanCampaign;

/// <param name="Campaign">Null for a new one.</param>
public sealed record Query(int? Campaign) : IQuery<Plan>;

/// <param name="Year">The year the pupils are in.</param>
/// <param name="Levels">Levels to guide into that have no campaign yet; the campaign's own when it exists.</param>
public sealed record Plan(int? Campaign, int Version, int Year, IReadOnlyList<LevelChoice> Levels, DateOnly? OpensOn, DateOnly? ClosesOn, DateOnly? OpinionsUntil);

public sealed record LevelChoice(string Code, string NameAr, string NameFr);

/// <summary>Answers the number of the campaign.</summary>
public sealed record Command(int? Campaign, int Version, string? Level, string? OpensOn, string? ClosesOn, string? OpinionsUntil) : ICommand<int>, IPlannedDays;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Level).Must(l => l is not null && GuidanceCampaign.Levels.Contains(l)).When(c => c.Campaign is null).WithMessage("guidance.level.choose");
        this.AddDayRules();
        RuleFor(c => c.OpinionsUntil).Must((c, d) => TypedDay.Read(d) is not { } until || TypedDay.Read(c.ClosesOn) is not { } closes || closes < until).WithMessage("guidance.day.order");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Plan>, ICommandHandler<Command, int>
{
    public async Task<Outcome<Plan>> Handle(Query query, CancellationToken ct)
    {
        var campaign = query.Campaign is { } id ? await db.GuidanceCampaigns.LedBy(user).AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) : null;
        if (query.Campaign is not null && campaign is null) return Refusal.NotFound;
        var year = campaign?.SchoolYearId ?? await db.CurrentYear(ct);
        var (place, guided) = (user.PlaceId, GuidanceCampaign.Levels);
        var levels = await db.Levels.Where(l => campaign != null ? l.Code == campaign.ToLevel : guided.Contains(l.Code) && !db.GuidanceCampaigns.Any(c => c.PlaceId == place && c.SchoolYearId == year && c.ToLevel == l.Code && c.Aside == 0))
            .OrderBy(l => l.Order).Select(l => new LevelChoice(l.Code, l.NameAr, l.NameFr)).ToListAsync(ct);
        return new Plan(query.Campaign, campaign?.Version ?? -1, year, levels, campaign?.OpensOn, campaign?.ClosesOn, campaign?.OpinionsUntil);
    }

    public async Task<Outcome<int>> Handle(Command command, CancellationToken ct)
    {
        var (opens, closes, until) = (TypedDay.Read(command.OpensOn)!.Value, TypedDay.Read(command.ClosesOn)!.Value, TypedDay.Read(command.OpinionsUntil)!.Value);
        if (command.Campaign is { } id)
        {
            var campaign = await db.GuidanceCampaigns.LedBy(user).Where(c => c.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
            if (campaign is null) return Refusal.NotFound;
            if (campaign.Version != command.Version) return Refusal.Stale;
            if (campaign.Stage > GuidanceStage.Open) return Refusal.Conflict("guidance.days.late").Next("guidance.days.late.next");
            (campaign.OpensOn, campaign.ClosesOn, campaign.OpinionsUntil) = (opens, closes, until);
            await db.SaveChangesAsync(ct);
            return id;
        }

        var place = user.PlaceId;
        if (await db.HoldDirectorate(place, ct) is { } refusal) return refusal;
        var year = await db.CurrentYear(ct);
        if (await db.GuidanceCampaigns.LedBy(user).AnyAsync(c => c.SchoolYearId == year && c.ToLevel == command.Level && c.Aside == 0, ct)) return Refusal.Invalid(nameof(command.Level), "guidance.level.taken");
        var figures = await YearFigures.Of(db, year, "guidance.", ct);
        var made = new GuidanceCampaign
        {
            PlaceId = place,
            SchoolYearId = year,
            ToLevel = command.Level!,
            OpensOn = opens,
            ClosesOn = closes,
            OpinionsUntil = until,
            MaxWishes = figures.Number("wishes", 3, 1, GuidanceCampaign.MostWishes),
            AppealDays = figures.Number("appeal-days", 5, 1),
        };
        db.GuidanceCampaigns.Add(made);
        await db.SaveChangesAsync(ct);
        return made.Id;
    }
}
