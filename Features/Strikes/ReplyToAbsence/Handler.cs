using FluentValidation;
using Massar.Features.Decisions.Domain;
using Massar.Features.Files.Domain;
using Massar.Features.Strikes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Strikes.ReplyToAbsence;

public sealed record Query(long Id) : IQuery<Entry>;

/// <param name="Decision">Of deduction, once it was sent for visa; a proposal is nobody's right yet.</param>
public sealed record Entry(
    long Id, int Version, DateOnly Day, string PlaceAr, string PlaceFr, int? Hours, StrikeState State, DateOnly ReplyDueOn, string? Reply, DateTime? RepliedAt, Guid? Paper, string? ReasonCode, string? Words, long? Decision);

public sealed record Command(long Id, string? Words, string? Version, byte[] Paper) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    private const int Shortest = 5;

    public Validator() => RuleFor(c => c.Words).Must(w => BidiSafe.CleanLines(w).Length is >= Shortest and <= StrikeAbsence.ReplyLength).WithMessage("strikes.reply.length").WithState(_ => new object[] { Shortest, StrikeAbsence.ReplyLength });
}

public sealed class Handler(MassarDb db, CurrentUser user, StrikeDesk desk, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command>
{
    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        var (id, about, fallen) = (query.Id, db.Decisions.About(user), db.Decisions.Fallen());
        var entry = await (
            from a in db.StrikeAbsences.OfEmployee(user)
            where a.Id == id
            join p in db.Places on a.PlaceId equals p.Id
            select new Entry(a.Id, a.Version, a.Day, p.NameAr, p.NameFr, a.HoursDue, a.State == StrikeState.Proposed && fallen.Any(d => d.Id == a.DecisionId) ? (a.JudgedAt == null ? StrikeState.Told : StrikeState.Upheld)
                    : a.State == StrikeState.Proposed && !about.Any(d => d.Id == a.DecisionId) ? StrikeState.Upheld : a.State, a.ReplyDueOn, a.Reply, a.RepliedAt,
                db.StoredFiles.Where(f => f.Id == a.PaperId).Select(f => (Guid?)f.PublicId).FirstOrDefault(), a.ReasonCode, a.Words, about.Where(d => d.Id == a.DecisionId).Select(d => (long?)d.Id).FirstOrDefault())).AsNoTracking().SingleOrDefaultAsync(ct);
        return entry is null ? Refusal.NotFound : entry;
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, now) = (command.Id, clock.GetUtcNow().UtcDateTime);
        if (await db.StrikeAbsences.OfEmployee(user).Where(a => a.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } absence)
            return Refusal.NotFound;
        if (absence.Version != TypedVersion.Read(command.Version))
            return Refusal.Stale;
        await desk.Settle(absence, ct);
        if (absence.State is not (StrikeState.Told or StrikeState.Replied))
            return StrikeAbsence.Changed;
        StoredFile? paper = null;
        if (command.Paper.Length > 0)
        {
            var reading = await FileIntake.Read(FileKind.Evidence, command.Paper, now, ct);
            if (reading.File is null)
                return Refusal.Invalid("Paper", reading.Problem!);
            db.StoredFiles.Add(paper = reading.File);
            await db.SaveChangesAsync(ct);
        }

        if (absence.Answer(BidiSafe.CleanLines(command.Words), paper?.Id, now) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
