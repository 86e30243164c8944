using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Work;

namespace Massar.Features.Attendance.Domain;

/// <summary>Some time after the call: where there is still no reason, the guardians are told, once for the half-day.</summary>
public sealed class TellFamily(MassarDb db, UnitOfWork unit, Facts facts, TimeProvider clock) : IWork
{
    public static string Kind => "tell-family-of-absence";

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct) => unit.Run("Attendance.TellFamily", async token =>
    {
        if (await AbsenceWork.Find(db, item.Payload, token) is not { } absence || !absence.Tell(clock.GetUtcNow().UtcDateTime))
            return;
        await facts.Tell(new AbsenceUnexplained(absence.Id, absence.SchoolId, absence.PupilId, absence.Day, absence.Half), token);
        await db.SaveChangesAsync(token);
    }, ct);
}
