using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.AnswerAppeal;

public sealed record Query(long File) : IQuery<OfficeFile>;

public sealed record Command(long File, int Version, string? Decision, string? To, string? Reason) : ICommand
{
    public const string Uphold = "uphold";
    public const string Keep = "keep";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Decision).Must(d => d is Command.Uphold or Command.Keep).WithMessage("guidance.appeal.choose");
        RuleFor(c => c.To).Must(t => Wishes.Read(t) is not null).When(c => c.Decision == Command.Uphold).WithMessage("guidance.to.choose");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).WithMessage("guidance.decide.reason-needed");
        RuleFor(c => c.Reason).MaximumLength(GuidanceFile.ReasonLength).WithMessage("guidance.too-long").WithState(_ => new object[] { GuidanceFile.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, CommissionDesk desk, Facts facts, TimeProvider clock) : IQueryHandler<Query, OfficeFile>, ICommandHandler<Command>
{
    public async Task<Outcome<OfficeFile>> Handle(Query query, CancellationToken ct) =>
        await db.OfficeFile(user, desk, query.File, ct) is { File.AppealReason: not null } file ? file : Refusal.NotFound;

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.File;
        var campaign = await db.GuidanceCampaigns.LedBy(user).Where(c => db.GuidanceFiles.Any(f => f.Id == id && f.CampaignId == c.Id && f.AppealReason != null)).ForUpdate().SingleOrDefaultAsync(ct);
        if (campaign is null) return Refusal.NotFound;
        var file = await db.GuidanceFiles.SingleAsync(f => f.Id == id, ct);
        if (file.Version != command.Version) return Refusal.Stale;
        if (await desk.Own(file.PupilId, ct) is { } own) return own;
        // Whoever decided, or set the hour, does not judge his own decision.
        if (await Hands.Of(db, user, ct) is var hands && (hands.Did(campaign.PublishedByAccountId) || hands.Did(file.DecidedByAccountId))) return Refusal.Conflict("guidance.appeal.same-person").Next("guidance.appeal.same-person.next");
        GuidanceChoice? to = null;
        if (command.Decision == Command.Uphold)
        {
            to = Wishes.Read(command.To)!.Value;
            var next = await db.Enrollments.Where(e => e.Id == file.EnrollmentId).Join(db.StudyStreams, e => e.StreamCode, s => s.Code, (_, s) => s.NextStreams).SingleOrDefaultAsync(ct);
            if (!Wishes.Follows(next, to.Value.Stream)) return Refusal.Invalid(nameof(command.To), "guidance.to.unknown");
            GuidanceChoice? before = file.ToSchoolId is { } school ? new GuidanceChoice(school, file.ToStream!) : null;
            if (to == before) return Refusal.Invalid(nameof(command.To), "guidance.appeal.same-place");
            if (await desk.Take(campaign, to.Value, before, file.Average, ct) is { } full) return full;
        }

        if (file.Answer(to is { } place ? (place.School, place.Stream) : null, BidiSafe.CleanLines(command.Reason), user.AccountId, clock.GetUtcNow().UtcDateTime) is { } refusal) return refusal;
        await db.SaveChangesAsync(ct);
        await facts.Tell(new GuidanceStepped(file.Id, file.PupilId, file.SchoolId, GuidanceState.Answered), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
