using FluentValidation;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Files.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.TreatAppeal;

public sealed record Query(long Id) : IQuery<Case>;

public sealed record PaperQuery(long Id) : IQuery<FileView>;

/// <summary>An appeal with what it is about.</summary>
/// <param name="HasMet">The council met again and signed new minutes: it can be answered.</param>
/// <param name="IsMoved">The passage into the next year was run for the pupil already.</param>
/// <param name="Reason">Null, as the paper, to who is of the child's family: the other parent's words are not his to read, during the appeal and after.</param>
/// <param name="IsOwn">The child is of the reader's family: somebody else sits in his place.</param>
public sealed record Case(
    long Id, string Number, AppealState State, int Version, long PupilId, string Code, string NameAr, string NameLatin, int Year, int Semester, int ClassId, string ClassName, DateTime AskedAt, DateTime StateSince,
    string? Reason, bool HasPaper, string? DecisionAr, string? DecisionFr, string? HonourAr, string? HonourFr, string? NowAr, string? NowFr, string Present, int CouncilVersion, CouncilState Council, bool HasMet, bool IsMoved, bool IsOwn, string? Answer);

/// <param name="CouncilVersion">As the page was drawn: who changed the session meanwhile is not covered.</param>
public sealed record SeizeCommand(long Id, int Version, int CouncilVersion, string? Present) : ICommand<Seized>;

public sealed record Seized(int ClassId, int Semester, long PupilId);

public sealed record AnswerCommand(long Id, int Version, string? Answer) : ICommand<Answered>;

public sealed record Answered(AppealState State);

public sealed class Handler(MassarDb db, AppealDesk desk, CardDesk cards, CurrentUser user, Facts facts, TimeProvider clock)
    : IQueryHandler<Query, Case>, IQueryHandler<PaperQuery, FileView>, ICommandHandler<SeizeCommand, Seized>, ICommandHandler<AnswerCommand, Answered>
{
    public async Task<Outcome<Case>> Handle(Query query, CancellationToken ct)
    {
        var found = await (
            from a in db.CouncilAppeals.At(user)
            where a.Id == query.Id
            join k in db.Councils on a.CouncilId equals k.Id
            join c in db.Classes on k.ClassId equals c.Id
            join p in db.Pupils on a.PupilId equals p.Id
            join l in db.CouncilLines on new { a.CouncilId, a.PupilId } equals new { l.CouncilId, l.PupilId }
            select new
            {
                Appeal = a,
                Council = k,
                c.Name,
                p.MassarCode,
                Ar = p.LastNameAr + " " + p.FirstNameAr,
                Latin = p.LastNameLatin + " " + p.FirstNameLatin,
                l.Decision,
                l.Honour,
                IsMoved = a.Semester == 2 && db.RollOverLines.Any(r => r.PupilId == a.PupilId && r.IsDone && db.RollOvers.Any(o => o.Id == r.RollOverId && o.SchoolId == a.SchoolId && o.FromYear == a.SchoolYearId && o.State == RollOverState.Done)),
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null) return Refusal.NotFound;
        var (appeal, council, terms) = (found.Appeal, found.Council, await CouncilTerms.Of(db, ct));
        var isOwn = await desk.IsOwn(appeal.PupilId, ct);
        var now = terms.Decision(found.Decision) ?? terms.Honour(found.Honour);
        var (decision, honour) = (terms.Decision(appeal.Decision), terms.Honour(appeal.Honour));
        return new Case(appeal.Id, AppealDesk.NumberOf(appeal.SchoolYearId, appeal.Id), appeal.State, appeal.Version, appeal.PupilId, found.MassarCode, found.Ar, found.Latin, appeal.SchoolYearId, appeal.Semester,
            council.ClassId, found.Name, appeal.AskedAt, appeal.StateSince, isOwn ? null : appeal.Reason, !isOwn && appeal.PaperId is not null, decision?.NameAr, decision?.NameFr, honour?.NameAr, honour?.NameFr, now?.NameAr, now?.NameFr,
            council.Present, council.Version, council.State, HasMet(appeal, council), found.IsMoved, isOwn, appeal.Answer);
    }

    public async Task<Outcome<FileView>> Handle(PaperQuery query, CancellationToken ct)
    {
        var of = await db.CouncilAppeals.At(user).Where(a => a.Id == query.Id).Select(a => (long?)a.PupilId).SingleOrDefaultAsync(ct);
        if (of is not { } pupil || await desk.IsOwn(pupil, ct)) return Refusal.NotFound;
        var file = await (
            from a in db.CouncilAppeals.At(user)
            where a.Id == query.Id
            join f in db.StoredFiles on a.PaperId equals f.Id
            select new FileView(f.Kind, f.ContentType, f.Content!.Bytes)).AsNoTracking().SingleOrDefaultAsync(ct);
        return file is null ? Refusal.NotFound : file;
    }

    public async Task<Outcome<Seized>> Handle(SeizeCommand command, CancellationToken ct)
    {
        var held = await Hold(command.Id, command.Version, ct);
        if (held.IsRefused) return held.Refusal!;
        var (appeal, council) = held.Value;
        if (council.Version != command.CouncilVersion) return Refusal.Stale;
        // A council that sits already keeps who sits; the appeal adds to them.
        var sitting = AppealDesk.Sitting(council.State == CouncilState.InSession ? $"{council.Present}\n{command.Present}" : command.Present);
        var present = string.Join('\n', sitting);
        if (present.Length > Council.PresentLength) return Refusal.Invalid("Present", "report-cards.text.long", Council.PresentLength);
        if (sitting.Count < CouncilAppeal.LeastPresent) return Refusal.Invalid("Present", "report-cards.appeal.present.few", CouncilAppeal.LeastPresent);

        var now = clock.GetUtcNow().UtcDateTime;
        if (appeal.Seize(user.AccountId, now) is { } refusal) return refusal;
        // Minutes are in Arabic, and name a case by its number alone.
        var number = AppealDesk.NumberOf(appeal.SchoolYearId, appeal.Id);
        if (council.Seize(Words.All.Say("ar", "report-cards.appeal.minutes", number), number) is { } closed) return closed;
        council.Present = present;
        await Tell(appeal, ct);
        return new Seized(council.ClassId, council.Semester, appeal.PupilId);
    }

    public async Task<Outcome<Answered>> Handle(AnswerCommand command, CancellationToken ct)
    {
        var held = await Hold(command.Id, command.Version, ct);
        if (held.IsRefused) return held.Refusal!;
        var (appeal, council) = held.Value;
        if (appeal.State == AppealState.Seized && !HasMet(appeal, council)) return Refusal.Conflict("report-cards.appeal.not-met").Next("report-cards.appeal.not-met.next");
        if (AppealDesk.Sitting(council.Present).Count < CouncilAppeal.LeastPresent) return Refusal.Conflict("report-cards.appeal.present.few", CouncilAppeal.LeastPresent).Next("report-cards.appeal.not-met.next");

        var now = clock.GetUtcNow().UtcDateTime;
        var line = await db.CouncilLines.AsNoTracking().SingleOrDefaultAsync(l => l.CouncilId == council.Id && l.PupilId == appeal.PupilId, ct);
        if (appeal.Close(line, council.MinutesVersion, BidiSafe.CleanLines(command.Answer), user.AccountId, now) is { } refusal) return refusal;
        await db.SaveChangesAsync(ct);
        if (await Reissue(appeal, council, now, ct) is { } unprinted) return unprinted;
        await Tell(appeal, ct);
        return new Answered(appeal.State);
    }

    // Where the card would say something else now the new one takes its place, whatever the answer is; so does the year's transcript where there is one.
    private async Task<Refusal?> Reissue(CouncilAppeal appeal, Council council, DateTime now, CancellationToken ct)
    {
        if (await cards.Ready(council.SchoolId, council.ClassId, council.Semester, ct) is not { } ready) return Refusal.Conflict("report-cards.appeal.not-met").Next("report-cards.appeal.not-met.next");
        // Who changed schools since has no seat in the report any more: the minutes say it all the same, and the old paper does not contradict them.
        if (ready.Room.Class.Pupils.FirstOrDefault(p => p.PupilId == appeal.PupilId) is not { } pupil || !CardDesk.IsReady(ready.Room, pupil))
        {
            if (appeal.State == AppealState.Changed) await cards.Overtake(council, appeal.PupilId, ct);
            return null;
        }

        var issued = await cards.Issue(ready, [pupil], ct);
        if (issued.IsRefused) return issued.Refusal!;
        if (issued.Value.Refused > 0) return Refusal.Conflict("certificates.unprintable", pupil.NameAr).Next("certificates.unprintable.next");
        if (council.Semester != 2 || !await db.ReportCards.AnyAsync(c => c.PupilId == appeal.PupilId && c.SchoolYearId == appeal.SchoolYearId && c.Semester == ReportCard.WholeYear && c.ClassId == council.ClassId && c.DocumentId != null, ct)) return null;
        var transcript = await cards.IssueTranscript(ready, pupil, now.AddMinutes(-1), ct);
        return transcript.IsRefused ? transcript.Refusal! : null;
    }

    // The council first, as whoever asks holds it.
    private async Task<Outcome<(CouncilAppeal Appeal, Council Council)>> Hold(long id, int version, CancellationToken ct)
    {
        var of = await db.CouncilAppeals.At(user).Where(a => a.Id == id).Select(a => new { a.CouncilId, a.PupilId }).SingleOrDefaultAsync(ct);
        if (of is null) return Refusal.NotFound;
        if (await desk.IsOwn(of.PupilId, ct)) return AppealDesk.OwnCase;
        var council = await db.Councils.Where(c => c.Id == of.CouncilId).ForUpdate().SingleAsync(ct);
        var appeal = await db.CouncilAppeals.Where(a => a.Id == id).ForUpdate().SingleAsync(ct);
        return appeal.Version == version ? (appeal, council) : Refusal.Stale;
    }

    private async Task Tell(CouncilAppeal appeal, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        await facts.Tell(new CouncilAppealStepped(appeal.Id, appeal.SchoolId, appeal.PupilId, appeal.SchoolYearId, appeal.State), ct);
        await db.SaveChangesAsync(ct);
    }

    private static bool HasMet(CouncilAppeal appeal, Council council) => appeal.State == AppealState.Seized && council.State == CouncilState.Signed && council.MinutesVersion > appeal.MinutesVersion;
}

public sealed class SeizeValidator : AbstractValidator<SeizeCommand>
{
    public SeizeValidator() => RuleFor(c => c.Present).MaximumLength(Council.PresentLength).WithMessage("report-cards.text.long").WithState(_ => new object[] { Council.PresentLength });
}

public sealed class AnswerValidator : AbstractValidator<AnswerCommand>
{
    public AnswerValidator()
    {
        RuleFor(c => c.Answer).Must(r => BidiSafe.CleanLines(r).Length > 0).WithMessage("report-cards.appeal.answer.needed");
        RuleFor(c => c.Answer).Must(r => BidiSafe.CleanLines(r).Length <= CouncilAppeal.TextLength).WithMessage("report-cards.text.long").WithState(_ => new object[] { CouncilAppeal.TextLength });
    }
}
