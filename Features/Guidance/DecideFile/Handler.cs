using FluentValidation;
using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.DecideFile;

public sealed record Query(long File) : IQuery<OfficeFile>;

/// <summary>Answers the number of the campaign.</summary>
public sealed record Command(long File, int Version, string? To, string? Reason) : ICommand<int>;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.To).Must(t => Wishes.Read(t) is not null).WithMessage("guidance.to.choose");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).WithMessage("guidance.decide.reason-needed");
        RuleFor(c => c.Reason).MaximumLength(GuidanceFile.ReasonLength).WithMessage("guidance.too-long").WithState(_ => new object[] { GuidanceFile.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, CommissionDesk desk) : IQueryHandler<Query, OfficeFile>, ICommandHandler<Command, int>
{
    public async Task<Outcome<OfficeFile>> Handle(Query query, CancellationToken ct) => await db.OfficeFile(user, desk, query.File, ct) is { } file ? file : Refusal.NotFound;

    public async Task<Outcome<int>> Handle(Command command, CancellationToken ct)
    {
        var id = command.File;
        var campaign = await db.GuidanceCampaigns.LedBy(user).Where(c => db.GuidanceFiles.Sent().Any(f => f.Id == id && f.CampaignId == c.Id)).ForUpdate().SingleOrDefaultAsync(ct);
        if (campaign is null) return Refusal.NotFound;
        var file = await db.GuidanceFiles.Include(f => f.Wishes).SingleAsync(f => f.Id == id, ct);
        if (file.Version != command.Version) return Refusal.Stale;
        if (await desk.Own(file.PupilId, ct) is { } own) return own;
        if (campaign.Stage != GuidanceStage.Proposed) return Refusal.Conflict("guidance.decide.not-open").Next("guidance.decide.not-open.next");
        var to = Wishes.Read(command.To)!.Value;
        var next = await db.Enrollments.Where(e => e.Id == file.EnrollmentId).Join(db.StudyStreams, e => e.StreamCode, s => s.Code, (_, s) => s.NextStreams).SingleOrDefaultAsync(ct);
        if (!Wishes.Follows(next, to.Stream)) return Refusal.Invalid(nameof(command.To), "guidance.to.unknown");
        GuidanceChoice? before = file.ToSchoolId is { } school ? new GuidanceChoice(school, file.ToStream!) : null;
        if (file.Decide(to.School, to.Stream, BidiSafe.CleanLines(command.Reason), user.AccountId) is { } refusal) return refusal;
        if (await desk.Take(campaign, to, before, file.Average, ct) is { } full) return full;
        await db.SaveChangesAsync(ct);
        return campaign.Id;
    }
}
