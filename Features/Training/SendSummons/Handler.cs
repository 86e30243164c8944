using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.SendSummons;

public sealed record Command(long Session, int Version) : ICommand<Started>;

/// <param name="Job">The background work to watch.</param>
public sealed record Started(long Job);

public sealed class Handler(MassarDb db, CurrentUser user, WorkDesk work, TimeProvider clock) : ICommandHandler<Command, Started>
{
    public async Task<Outcome<Started>> Handle(Command command, CancellationToken ct)
    {
        var session = await db.TrainingSessions.HeldBy(user).Where(s => s.Id == command.Session).ForUpdate().SingleOrDefaultAsync(ct);
        if (session is null)
            return Refusal.NotFound;
        if (session.Version != command.Version)
            return Refusal.Stale;
        // Pressed again while the papers are being made: the work that is under way is shown.
        var prefix = PaperWork.KeyOf(session.Id);
        if (await db.WorkItems.Where(w => w.Kind == PaperWork.Kind && w.Key.StartsWith(prefix) && (w.State == WorkState.Waiting || w.State == WorkState.Running)).Select(w => (long?)w.Id).FirstOrDefaultAsync(ct) is { } underWay)
            return new Started(underWay);
        var now = clock.GetUtcNow().UtcDateTime;
        if (session.Convene(MoroccanDay.Of(now), now) is { } refusal)
            return refusal;
        // Leave granted or a calendar changed since the choice.
        var people = await Candidates.Of(db, user, session, new CandidateFilter(null, null), only: null, isSeated: true, await TrainingFigures.Current(db, ct), ct);
        if (people.Count == 0)
            return Refusal.Conflict("training.summon.nobody").Next("training.summon.nobody.next");
        if (people.Find(p => p.Out is not null) is { } left)
            return Refusal.Conflict($"training.choose.out.{left.Out}", left.NameAr, left.NameLatin).Next("training.summon.out.next");
        var calendar = await TrainingCalendar.Of(db, ct);
        var days = await db.TrainingDays.Where(d => d.SessionId == session.Id).OrderBy(d => d.Day).Select(d => d.Day).ToListAsync(ct);
        foreach (var day in days)
            if (calendar.On(day) is { } kept)
                return new Refusal(RefusalKind.Conflict, TrainingCalendar.Refused(kept, day)).Next("training.summon.kept.next");
        await db.SaveChangesAsync(ct);
        var item = PaperWork.Order(work, session, user, people.Count);
        await db.SaveChangesAsync(ct);
        return new Started(item.Id);
    }
}
