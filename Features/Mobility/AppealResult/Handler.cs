using FluentValidation;
using Massar.Features.Files.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.AppealResult;

public sealed record Query(int Campaign) : IQuery<AppealView>;

/// <summary>One's own appeal, or the way to one.</summary>
/// <param name="Until">The last day.</param>
/// <param name="State">Null where there is none.</param>
/// <param name="PostAr">The post an accepted appeal gave.</param>
public sealed record AppealView(int Campaign, string CampaignAr, string CampaignFr, DateOnly Until, bool IsOpen, int? Version, AppealState? State, string? Reason, DateTime? AskedAt, string? Answer, DateTime? AnsweredAt, Guid? Document = null, AppealEffect? Effect = null, string? PostAr = null, string? PostFr = null)
{
    public bool MayWrite => IsOpen && (State is null or AppealState.Asked);
}

/// <param name="Version">Null for a new one.</param>
public sealed record Command(int Campaign, int? Version, string? Reason, byte[]? Document = null) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).WithMessage("mobility.appeal.reason-needed");
        RuleFor(c => c.Reason).MaximumLength(RunAppeal.ReasonLength).WithMessage("mobility.too-long").WithState(_ => new object[] { RunAppeal.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, AppealView>, ICommandHandler<Command>
{
    public async Task<Outcome<AppealView>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (await Own(request.Campaign, cancellationToken) is not var (run, campaign))
            return Refusal.NotFound;
        var until = await RunAppeal.Until(db, run.PublishAt!.Value, cancellationToken);
        var (id, me) = (run.Id, user.EmployeeId);
        var found = await db.RunAppeals.AsNoTracking().Where(a => a.RunId == id && a.EmployeeId == me).Select(a => new
        {
            Appeal = a,
            Document = db.StoredFiles.Where(f => f.Id == a.DocumentId).Select(f => (Guid?)f.PublicId).FirstOrDefault(),
            PostAr = db.Places.Where(p => p.Id == a.EffectPlaceId).Select(p => p.NameAr).FirstOrDefault(),
            PostFr = db.Places.Where(p => p.Id == a.EffectPlaceId).Select(p => p.NameFr).FirstOrDefault(),
        }).SingleOrDefaultAsync(cancellationToken);
        var appeal = found?.Appeal;
        return new AppealView(
            campaign.Id, campaign.NameAr, campaign.NameFr, until, MoroccanDay.Today(clock) <= until, appeal?.Version, appeal?.State, appeal?.Reason, appeal?.AskedAt, appeal?.Answer, appeal?.AnsweredAt,
            found?.Document, appeal?.Effect, found?.PostAr, found?.PostFr);
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        if (await Own(request.Campaign, cancellationToken) is not var (run, campaign))
            return Refusal.NotFound;
        var (id, me, now) = (run.Id, user.EmployeeId!.Value, clock.GetUtcNow().UtcDateTime);
        // The participant's own line is held: two windows send one appeal between them.
        await db.Employees.Where(e => e.Id == me).Select(e => e.Id).ForUpdate().SingleAsync(cancellationToken);
        var appeal = await db.RunAppeals.SingleOrDefaultAsync(a => a.RunId == id && a.EmployeeId == me, cancellationToken);
        if (appeal?.Version != request.Version)
            return Refusal.Stale;
        if (appeal is { State: not AppealState.Asked })
            return Refusal.Conflict("mobility.appeal.answered").Next("mobility.appeal.answered.next");
        if (await RunAppeal.Until(db, run.PublishAt!.Value, cancellationToken) is var until && MoroccanDay.Of(now) > until)
            return Refusal.Conflict("mobility.appeal.over", Formats.ShortDate(until)).Next("mobility.appeal.over.next");

        var reason = BidiSafe.CleanLinesOrNull(request.Reason)!;
        long? document = null;
        if (request.Document is { Length: > 0 } bytes)
        {
            var reading = await FileIntake.Read(FileKind.Evidence, bytes, now, cancellationToken);
            if (reading.File is null)
                return Refusal.Invalid(Uploads.Field, reading.Problem!);
            db.StoredFiles.Add(reading.File);
            await db.SaveChangesAsync(cancellationToken);
            document = reading.File.Id;
        }

        if (appeal is not null)
            (appeal.Reason, appeal.DocumentId) = (reason, document ?? appeal.DocumentId);
        else
            db.RunAppeals.Add(new RunAppeal { RunId = id, CampaignId = campaign.Id, EmployeeId = me, PlaceId = campaign.PlaceId, Reason = reason, DocumentId = document, AskedAt = now });
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    private async Task<(AssignmentRun, Campaign)?> Own(int campaign, CancellationToken ct)
    {
        var me = user.EmployeeId ?? 0;
        var found = await (
            from run in db.AssignmentRuns.Published()
            where run.CampaignId == campaign && db.RunOutcomes.Any(o => o.RunId == run.Id && o.EmployeeId == me)
            join c in db.Campaigns on run.CampaignId equals c.Id
            select new { run, c }).AsNoTracking().SingleOrDefaultAsync(ct);
        return found is null ? null : (found.run, found.c);
    }
}
