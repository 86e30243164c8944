using FluentValidation;
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
}

/// <param name="Do">accept, uphold.</param>
public sealed record Command(long Id, string? Do, string? Reason, string? Words, string? Version) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Do).Must(d => d is "accept" or "uphold").WithMessage("ui.bad-request");
        RuleFor(c => c.Reason).Must((c, r) => (c.Do == "accept" ? StrikeAbsence.AcceptReasons : StrikeAbsence.UpholdReasons).Contains(r ?? "")).WithMessage("strikes.reason.needed");
        RuleFor(c => c.Words).Must(w => BidiSafe.CleanLines(w).Length > 0).When(c => c.Reason == "other").WithMessage("strikes.words.needed");
        RuleFor(c => c.Words).Must(w => BidiSafe.CleanLines(w).Length <= StrikeAbsence.WordsLength).WithMessage("strikes.too-long").WithState(_ => new object[] { StrikeAbsence.WordsLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, StrikeDesk desk, Facts facts, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command>
{
    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        var (id, own) = (query.Id, await desk.Own(ct));
        var entry = await (
            from a in db.StrikeAbsences.Below(user, own)
            where a.Id == id
            join e in db.Employees on a.EmployeeId equals e.Id
            join p in db.Places on a.PlaceId equals p.Id
            select new Entry(a.Id, a.Version, a.StrikeDayId, a.Day, e.Ppr, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, p.NameAr, p.NameFr, a.HoursDue, a.State, a.ReplyDueOn,
                a.Reply, a.RepliedAt, db.StoredFiles.Where(f => f.Id == a.PaperId).Select(f => (Guid?)f.PublicId).FirstOrDefault(), a.ReasonCode, a.Words, a.DecisionId)).AsNoTracking().SingleOrDefaultAsync(ct);
        return entry is null ? Refusal.NotFound : entry;
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, own, now) = (command.Id, await desk.Own(ct), clock.GetUtcNow().UtcDateTime);
        if (await db.StrikeAbsences.Below(user, own).Where(a => a.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } absence)
            return Refusal.NotFound;
        if (absence.Version != TypedVersion.Read(command.Version))
            return Refusal.Stale;
        if (absence.Judge(command.Do == "accept", command.Reason!, BidiSafe.CleanLinesOrNull(command.Words), user.AccountId, now) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(ct);
        await facts.Tell(new StrikeStepped(absence.Id, absence.State is StrikeState.Accepted ? "accepted" : "upheld", absence.EmployeeId, absence.PlaceId, absence.Day, null, absence.Version), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
