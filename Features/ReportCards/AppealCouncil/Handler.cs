using FluentValidation;
using Massar.Features.Documents.Domain;
using Massar.Features.Files.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.AppealCouncil;

public sealed record Query(long Card) : IQuery<Appealed>;

public sealed record PaperQuery(long Card) : IQuery<FileView>;

/// <summary>A card, what the council said of the child, and the appeal against it.</summary>
/// <param name="Until">The last day to ask.</param>
/// <param name="MayAsk">The window is open, nobody has asked, and the reader has not asked as often as one may.</param>
/// <param name="IsUsedUp">The reader took back as many appeals as one may make.</param>
/// <param name="IsOvertaken">The card says what the council no longer says, and there is no newer one.</param>
public sealed record Appealed(
    long Card, string NameAr, string NameLatin, int Year, int Semester, string ClassName, string? DecisionAr, string? DecisionFr, string? HonourAr, string? HonourFr, DateOnly Until, bool MayAsk, bool IsUsedUp, bool IsOvertaken, Asked? Appeal);

/// <param name="Reason">To who asked alone; the other guardian reads the state and the answer.</param>
public sealed record Asked(
    long Id, string Number, AppealState State, DateTime AskedAt, DateTime StateSince, string? Reason, bool HasPaper, string? Answer, bool MayWithdraw, int Version);

public sealed record Command(long Card, string? Reason, byte[]? Paper) : ICommand<Sent>;

public sealed record Sent(long Appeal, string Number);

public sealed record WithdrawCommand(long Card, int Version) : ICommand;

public sealed class Handler(MassarDb db, AppealDesk desk, CurrentUser user, Facts facts, TimeProvider clock)
    : IQueryHandler<Query, Appealed>, IQueryHandler<PaperQuery, FileView>, ICommandHandler<Command, Sent>, ICommandHandler<WithdrawCommand>
{
    public async Task<Outcome<Appealed>> Handle(Query query, CancellationToken ct)
    {
        if (await Find(query.Card, ct) is not { } found) return Refusal.NotFound;
        var said = found.Said;
        var all = await Appeals(found).AsNoTracking().OrderBy(a => a.Id).ToListAsync(ct);
        var until = await LastDay(found, all, ct);
        var (appeal, isUsedUp) = (all.LastOrDefault(), IsUsedUp(all));
        var isMine = appeal?.AskedByAccountId == user.AccountId;
        // The card alone speaks: what a council that sits again has written so far is nobody's to read before its minutes are signed.
        return new Appealed(found.Card, found.NameAr, found.NameLatin, found.Year, found.Semester, found.ClassName, said.DecisionAr, said.DecisionFr, said.HonourAr, said.HonourFr,
            until, MoroccanDay.Today(clock) <= until && !isUsedUp && appeal is null or { State: AppealState.Withdrawn }, isUsedUp, appeal?.State == AppealState.Changed && found.Standing != DocumentState.Valid,
            appeal is null ? null : new Asked(appeal.Id, AppealDesk.NumberOf(appeal.SchoolYearId, appeal.Id), appeal.State, appeal.AskedAt, appeal.StateSince,
                isMine ? appeal.Reason : null, isMine && appeal.PaperId is not null, appeal.Answer, isMine && appeal.State == AppealState.Asked, appeal.Version));
    }

    public async Task<Outcome<FileView>> Handle(PaperQuery query, CancellationToken ct)
    {
        if (await Find(query.Card, ct) is not { } found) return Refusal.NotFound;
        var me = user.AccountId;
        var file = await (
            from a in db.CouncilAppeals
            where a.CouncilId == found.CouncilId && a.PupilId == found.PupilId && a.AskedByAccountId == me
            join f in db.StoredFiles on a.PaperId equals f.Id
            orderby a.Id descending
            select new FileView(f.Kind, f.ContentType, f.Content!.Bytes)).AsNoTracking().FirstOrDefaultAsync(ct);
        return file is null ? Refusal.NotFound : file;
    }

    public async Task<Outcome<Sent>> Handle(Command command, CancellationToken ct)
    {
        if (await Find(command.Card, ct) is not { } found) return Refusal.NotFound;
        var now = clock.GetUtcNow().UtcDateTime;
        // The council's row is held: of two parents who ask at once one asks and the other finds it asked.
        var council = await db.Councils.AsNoTracking().Where(c => c.Id == found.CouncilId).ForUpdate().SingleAsync(ct);
        var all = await Appeals(found).AsNoTracking().ToListAsync(ct);
        var until = await LastDay(found, all, ct);
        if (MoroccanDay.Of(now) > until) return Refusal.Conflict("report-cards.appeal.late", Formats.ShortDate(until)).Next("report-cards.appeal.late.next");
        if (all.Exists(a => a.State != AppealState.Withdrawn)) return Refusal.Conflict("report-cards.appeal.there").Next("report-cards.appeal.there.next");
        if (IsUsedUp(all)) return Refusal.Conflict("report-cards.appeal.used-up", AppealDesk.MostPerPerson).Next("report-cards.appeal.late.next");

        StoredFile? paper = null;
        if (command.Paper is { Length: > 0 } bytes)
        {
            var reading = await FileIntake.Read(FileKind.Evidence, bytes, now, ct);
            if (reading.File is null) return Refusal.Invalid("Paper", reading.Problem!);
            db.StoredFiles.Add(paper = reading.File);
            await db.SaveChangesAsync(ct);
        }

        var (said, terms) = (found.Said, await CouncilTerms.Of(db, ct));
        var appeal = new CouncilAppeal
        {
            CouncilId = found.CouncilId,
            PupilId = found.PupilId,
            SchoolId = council.SchoolId,
            SchoolYearId = found.Year,
            Semester = found.Semester,
            StateSince = now,
            AskedAt = now,
            AskedByAccountId = user.AccountId,
            Reason = BidiSafe.CleanLines(command.Reason),
            PaperId = paper?.Id,
            MinutesVersion = council.MinutesVersion,
            // While the council sits again its lines may have moved already: what the family holds is the card.
            Decision = terms.Decisions.FirstOrDefault(t => t.NameAr == said.DecisionAr)?.Code,
            Honour = terms.Honours.FirstOrDefault(t => t.NameAr == said.HonourAr)?.Code,
            Remark = said.Remark,
        }.Asked();
        db.CouncilAppeals.Add(appeal);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new CouncilAppealStepped(appeal.Id, appeal.SchoolId, appeal.PupilId, appeal.SchoolYearId, appeal.State), ct);
        await db.SaveChangesAsync(ct);
        return new Sent(appeal.Id, AppealDesk.NumberOf(appeal.SchoolYearId, appeal.Id));
    }

    public async Task<Outcome<Done>> Handle(WithdrawCommand command, CancellationToken ct)
    {
        if (await Find(command.Card, ct) is not { } found) return Refusal.NotFound;
        var me = user.AccountId;
        var appeal = (await db.CouncilAppeals.Where(a => a.CouncilId == found.CouncilId && a.PupilId == found.PupilId && a.AskedByAccountId == me).OrderByDescending(a => a.Id).Take(1).ForUpdate().ToListAsync(ct)).SingleOrDefault();
        if (appeal is null) return Refusal.NotFound;
        if (appeal.Version != command.Version) return Refusal.Stale;
        if (appeal.Withdraw(clock.GetUtcNow().UtcDateTime) is { } refusal) return refusal;
        await db.SaveChangesAsync(ct);
        await facts.Tell(new CouncilAppealStepped(appeal.Id, appeal.SchoolId, appeal.PupilId, appeal.SchoolYearId, appeal.State), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    private Task<Found?> Find(long card, CancellationToken ct) => (
        from c in desk.Appealable
        where c.Id == card
        join d in db.IssuedDocuments on c.DocumentId equals d.Id
        join k in db.Councils on new { c.ClassId, c.Semester } equals new { k.ClassId, k.Semester }
        join s in db.Classes on c.ClassId equals s.Id
        join p in db.Pupils on c.PupilId equals p.Id
        where c.Paper != null && db.CouncilLines.Any(l => l.CouncilId == k.Id && l.PupilId == c.PupilId)
        select new Found(c.Id, c.PupilId, k.Id, c.SchoolYearId, c.Semester, s.Name, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, c.Paper!, d.State, d.OpenFrom, d.IssuedAt))
        .AsNoTracking().SingleOrDefaultAsync(ct);

    private IQueryable<CouncilAppeal> Appeals(Found found) => db.CouncilAppeals.Where(a => a.CouncilId == found.CouncilId && a.PupilId == found.PupilId);

    private async Task<DateOnly> LastDay(Found found, List<CouncilAppeal> all, CancellationToken ct) =>
        AppealDesk.LastDay(await YearFigures.Of(db, found.Year, AppealDesk.Settings, ct), found.OpenFrom, found.IssuedAt, all, user.AccountId);

    private bool IsUsedUp(List<CouncilAppeal> all) => all.Count(a => a.AskedByAccountId == user.AccountId) >= AppealDesk.MostPerPerson;

    private sealed record Found(
        long Card, long PupilId, int CouncilId, int Year, int Semester, string ClassName, string NameAr, string NameLatin, string Paper, DocumentState Standing, DateTime? OpenFrom, DateTime IssuedAt)
    {
        public CardContent Said => OfficialPaper.Read<CardContent>(Paper);
    }
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length > 0).WithMessage("report-cards.appeal.reason.needed");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length <= CouncilAppeal.TextLength).WithMessage("report-cards.text.long").WithState(_ => new object[] { CouncilAppeal.TextLength });
    }
}
