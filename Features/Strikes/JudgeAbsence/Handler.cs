using FluentValidation;
using Massar.Features.Decisions.Domain;
using Massar.Features.Strikes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Strikes.JudgeAbsence;

public sealed record Query(long Id) : IQuery<Entry>;

/// <summary>One absence on the office's desk.</summary>
/// <param name="List">The list of the day it is on.</param>
/// <param name="Paper">Of the reply.</param>
public sealed record Entry(
    long Id, int Version, long List, DateOnly Day, string Ppr, string NameAr, string NameLatin, string PlaceAr, string PlaceFr, int? Hours, StrikeState State, DateOnly ReplyDueOn,
    string? Reply, DateTime? RepliedAt, Guid? Paper, string? ReasonCode, string? Words, long? Decision) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;

    /// <summary>The person was told; nothing follows from the silence of who was not.</summary>
    public bool IsReached { get; init; }

    public DateOnly Today { get; init; }
}

/// <param name="Do">accept, uphold; told, where the office told the person itself; heard, for what the person said at the desk.</param>
/// <param name="Day">On which the person was told.</param>
public sealed record Command(long Id, string? Do, string? Reason, string? Words, string? Day, string? Version) : ICommand
{
    internal bool IsJudgement => Do is "accept" or "uphold";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Do).Must(d => d is "accept" or "uphold" or "told" or "heard").WithMessage("ui.bad-request");
        RuleFor(c => c.Reason).Must((c, r) => (c.Do == "accept" ? StrikeAbsence.AcceptReasons : StrikeAbsence.UpholdReasons).Contains(r ?? "")).When(c => c.IsJudgement).WithMessage("strikes.reason.needed");
        RuleFor(c => c.Words).Must(w => BidiSafe.CleanLines(w).Length > 0).When(c => c.Do == "heard" || (c.IsJudgement && c.Reason == "other")).WithMessage("strikes.words.needed");
        RuleFor(c => c.Words).Must(w => BidiSafe.CleanLines(w).Length <= StrikeAbsence.WordsLength).WithMessage("strikes.too-long").WithState(_ => new object[] { StrikeAbsence.WordsLength });
        RuleFor(c => c.Day).Must(d => TypedDay.Read(d) is not null).When(c => c.Do == "told").WithMessage("strikes.day.needed");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, StrikeDesk desk, Facts facts, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command>
{
    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        var (id, own, today) = (query.Id, await desk.Own(ct), MoroccanDay.Today(clock));
        var (fallen, reached) = (db.Decisions.Fallen(), db.StrikeAbsences.Reached(db));
        var entry = await (
            from a in db.StrikeAbsences.Below(user, own)
            where a.Id == id
            join e in db.Employees on a.EmployeeId equals e.Id
            join p in db.Places on a.PlaceId equals p.Id
            select new Entry(a.Id, a.Version, a.StrikeDayId, a.Day, e.Ppr, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, p.NameAr, p.NameFr, a.HoursDue,
                a.State == StrikeState.Proposed && fallen.Any(d => d.Id == a.DecisionId) ? (a.JudgedAt == null ? StrikeState.Told : StrikeState.Upheld) : a.State, a.ReplyDueOn,
                a.Reply, a.RepliedAt, db.StoredFiles.Where(f => f.Id == a.PaperId).Select(f => (Guid?)f.PublicId).FirstOrDefault(), a.ReasonCode, a.Words, a.DecisionId)
            { IsReached = reached.Any(r => r.Id == a.Id), Today = today }).AsNoTracking().SingleOrDefaultAsync(ct);
        return entry is null ? Refusal.NotFound : entry;
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, own, now) = (command.Id, await desk.Own(ct), clock.GetUtcNow().UtcDateTime);
        if (await db.StrikeAbsences.Below(user, own).Where(a => a.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } absence)
            return Refusal.NotFound;
        if (absence.Version != TypedVersion.Read(command.Version))
            return Refusal.Stale;
        await desk.Settle(absence, ct);
        if (await Apply(absence, command, now, ct) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(ct);
        if (!command.IsJudgement)
            return Done.It;
        await facts.Tell(new StrikeStepped(absence.Id, absence.State is StrikeState.Accepted ? "accepted" : "upheld", absence.EmployeeId, absence.PlaceId, absence.Day, null, absence.Version), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    private async Task<Refusal?> Apply(StrikeAbsence absence, Command command, DateTime now, CancellationToken ct)
    {
        if (command.IsJudgement)
            return absence.Judge(command.Do == "accept", command.Reason!, BidiSafe.CleanLinesOrNull(command.Words), user.AccountId, now);
        // Who reads and replies by his own account was told by it, and nobody speaks in his place.
        if (absence.State is not StrikeState.Told || await db.StrikeAbsences.Reached(db).AnyAsync(a => a.Id == absence.Id && a.ReasonCode == null, ct))
            return StrikeAbsence.Changed;
        if (command.Do == "heard")
            return absence.Answer(BidiSafe.CleanLines(command.Words), null, now);
        var on = TypedDay.Read(command.Day)!.Value;
        return on > MoroccanDay.Of(now) || on < MoroccanDay.Of(absence.EnteredAt) ? Refusal.Invalid("Day", "strikes.told.wrong", Formats.ShortDate(MoroccanDay.Of(absence.EnteredAt)))
            : absence.TellByHand(on, on.AddDays((await StrikeFigures.Current(db, ct)).ReplyDays));
    }
}
