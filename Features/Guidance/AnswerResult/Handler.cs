using FluentValidation;
using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.AnswerResult;

public sealed record Query(long Pupil) : IQuery<ChildCase>;

/// <summary>What a family may know of a child's guidance now: nothing of the result before the hour of publication.</summary>
/// <param name="State">Null where nothing was written.</param>
/// <param name="TakesWishes">Wishes may be written or changed.</param>
/// <param name="Version">-1 before the hour of publication: it would tell when the commission acted.</param>
/// <param name="MayAnswer">The result may be accepted or appealed against.</param>
public sealed record ChildCase(
    long Pupil, string NameAr, string NameLatin, string LevelAr, string LevelFr, int ToYear, DateOnly OpensOn, DateOnly ClosesOn, bool TakesWishes, int Version, GuidanceState? State, DateTime? SentAt,
    string? Note, DateTime? AdvisedAt, bool IsOut, DateTime? PublishAt, DateOnly? AppealsUntil, bool MayAnswer, IReadOnlyList<WishLine> Wishes, Result? Result);

/// <param name="Opinion">Null while no council has spoken.</param>
/// <param name="Why">Null before the hour of publication.</param>
public sealed record WishLine(int Rank, string SchoolAr, string SchoolFr, string StreamAr, string StreamFr, GuidanceOpinion? Opinion, Why? Why);

/// <summary>Why a wish was fulfilled or not.</summary>
/// <param name="Standing">The pupil's place among those who named it.</param>
/// <param name="LastOpinion">Of the last one admitted, with the average.</param>
public sealed record Why(bool IsGiven, int? Standing, int? Candidates, int Seats, decimal? LastAverage, GuidanceOpinion LastOpinion);

/// <param name="Reason">Where a person decided and not the rule.</param>
public sealed record Result(
    decimal? Average, GuidanceBasis Basis, string? ToAr, string? ToFr, string? StreamAr, string? StreamFr, string? Reason, DateTime? AcceptedAt, string? AppealReason, DateTime? AppealedAt, string? Answer, bool? IsUpheld, DateTime? AnsweredAt, DateTime? AssignedAt);

public sealed record Command(long Pupil, int Version, string? Answer, string? Reason) : ICommand
{
    public const string Accept = "accept";
    public const string Appeal = "appeal";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Answer).Must(a => a is Command.Accept or Command.Appeal).WithMessage("guidance.answer.choose");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).When(c => c.Answer == Command.Appeal).WithMessage("guidance.appeal.reason-needed");
        RuleFor(c => c.Reason).MaximumLength(GuidanceFile.ReasonLength).WithMessage("guidance.too-long").WithState(_ => new object[] { GuidanceFile.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, ChildCase>, ICommandHandler<Command>
{
    public async Task<Outcome<ChildCase>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var found = await (
            from g in db.Pupils.GuidedBy(user, db, today).Where(p => p.Id == query.Pupil).InCampaign(db)
            join level in db.Levels on g.Campaign.ToLevel equals level.Code
            join f in db.GuidanceFiles on new { Pupil = g.Pupil.Id, Campaign = g.Campaign.Id } equals new { Pupil = f.PupilId, Campaign = f.CampaignId } into files
            from f in files.DefaultIfEmpty()
            join to in db.Places on f.ToSchoolId equals (int?)to.Id into tos
            from to in tos.DefaultIfEmpty()
            join stream in db.StudyStreams on f.ToStream equals stream.Code into streams
            from stream in streams.DefaultIfEmpty()
            orderby g.Campaign.SchoolYearId descending
            select new
            {
                g.Campaign,
                File = f,
                NameAr = g.Pupil.LastNameAr + " " + g.Pupil.FirstNameAr,
                NameLatin = g.Pupil.LastNameLatin + " " + g.Pupil.FirstNameLatin,
                LevelAr = level.NameAr,
                LevelFr = level.NameFr,
                IsOut = g.Campaign.PublishAt != null && g.Campaign.PublishAt <= DateTime.UtcNow,
                ToAr = to.NameAr,
                ToFr = to.NameFr,
                StreamAr = stream.NameAr,
                StreamFr = stream.NameFr,
            }).AsNoTracking().FirstOrDefaultAsync(ct);
        if (found is null) return Refusal.NotFound;
        var (campaign, file, isOut) = (found.Campaign, found.File, found.IsOut);
        var wishes = file is null ? [] : await Lines(file, campaign, isOut, ct);
        GuidanceState? state = file is null ? null : GuidanceStates.Shown(file.State, isOut);
        // Of a council that was silent nothing is said before the hour: only that the commission has not spoken.
        if (state == GuidanceState.Advised && file!.AdvisedAt is null) state = GuidanceState.Sent;
        return new ChildCase(
            query.Pupil, found.NameAr, found.NameLatin, found.LevelAr, found.LevelFr, campaign.ToYear, campaign.OpensOn, campaign.ClosesOn, campaign.TakesWishes(today) && file?.State is null or GuidanceState.Draft or GuidanceState.Sent,
            isOut ? file?.Version ?? -1 : -1, state, file?.SentAt, file?.Note, file?.AdvisedAt, isOut, isOut ? campaign.PublishAt : null, isOut ? campaign.AppealsUntil : null,
            isOut && file is { State: GuidanceState.Decided } && today <= campaign.AppealsUntil, wishes,
            isOut && file?.ToSchoolId is not null
                ? new Result(file.Average, file.Basis, found.ToAr, found.ToFr, found.StreamAr, found.StreamFr, file.DecisionReason, file.AcceptedAt, file.AppealReason, file.AppealedAt, file.AppealAnswer, file.IsUpheld, file.AnsweredAt, file.AssignedAt)
                : null);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var today = MoroccanDay.Of(now);
        var mine = db.Pupils.GuidedBy(user, db, today).Where(p => p.Id == command.Pupil);
        var file = await db.GuidanceFiles.Where(f => mine.Any(p => p.Id == f.PupilId) && db.GuidanceCampaigns.Out().Any(c => c.Id == f.CampaignId)).OrderByDescending(f => f.CampaignId).FirstOrDefaultAsync(ct);
        if (file is null) return Refusal.NotFound;
        if (file.Version != command.Version) return Refusal.Stale;
        var campaign = await db.GuidanceCampaigns.AsNoTracking().SingleAsync(c => c.Id == file.CampaignId, ct);
        if (today > campaign.AppealsUntil) return Refusal.Conflict("guidance.appeal.over", Formats.ShortDate(campaign.AppealsUntil!.Value)).Next("guidance.appeal.over.next");
        if ((command.Answer == Command.Accept ? file.Accept(now) : file.Appeal(BidiSafe.CleanLines(command.Reason), now)) is { } refusal) return refusal;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    private async Task<IReadOnlyList<WishLine>> Lines(GuidanceFile file, GuidanceCampaign campaign, bool isOut, CancellationToken ct)
    {
        var (id, year, level) = (file.Id, campaign.ToYear, campaign.ToLevel);
        var rows = await (
            from w in db.GuidanceWishes
            where w.FileId == id
            join school in db.Places on w.SchoolId equals school.Id
            join stream in db.StudyStreams on w.StreamCode equals stream.Code
            join s in db.GuidanceSeats.Where(s => s.SchoolYearId == year && s.LevelCode == level) on new { w.SchoolId, w.StreamCode } equals new { s.SchoolId, s.StreamCode } into seats
            from s in seats.DefaultIfEmpty()
            orderby w.Rank
            select new { Wish = w, SchoolAr = school.NameAr, SchoolFr = school.NameFr, StreamAr = stream.NameAr, StreamFr = stream.NameFr, Seats = s }).AsNoTracking().ToListAsync(ct);
        return rows.ConvertAll(r => new WishLine(r.Wish.Rank, r.SchoolAr, r.SchoolFr, r.StreamAr, r.StreamFr, file.AdvisedAt is null ? null : r.Wish.Opinion,
            isOut ? new Why(r.Wish.SchoolId == file.ToSchoolId && r.Wish.StreamCode == file.ToStream, r.Wish.Standing, r.Wish.Candidates, r.Seats?.Seats ?? 0, r.Seats?.LastAverage, r.Seats?.LastOpinion ?? GuidanceOpinion.None) : null));
    }
}
