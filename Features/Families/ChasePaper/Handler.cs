using System.Globalization;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Families.ChasePaper;

/// <summary>A missing paper has not come by its day: the employee and the head are told again, and the day is set anew. Nothing is refused by silence.</summary>
public sealed class Handler(MassarDb db, UnitOfWork unit, Facts facts, WorkDesk work, TimeProvider clock) : IWork
{
    /// <summary>After so many rounds the list of late files says the rest.</summary>
    private const int MostRounds = 4;

    public static string Kind => "chase-family-paper";

    private static string KeyOf(FamilyEvent declaration) => string.Create(CultureInfo.InvariantCulture, $"family-paper/{declaration.Id}/{declaration.PaperDueOn:yyyyMMdd}");

    /// <summary>The morning after the last day for the paper somebody looks whether it has come.</summary>
    public static void Queue(WorkDesk work, FamilyEvent declaration) =>
        work.Queue<Handler>(KeyOf(declaration), declaration.Id.ToString(CultureInfo.InvariantCulture), MoroccanHour.Utc(declaration.PaperDueOn!.Value.AddDays(1), new TimeOnly(8, 0)));

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = long.Parse(item.Payload, CultureInfo.InvariantCulture);
        return unit.Run("Families.ChasePaper", async token =>
        {
            var declaration = await db.FamilyEvents.Where(e => e.Id == id).ForUpdate().SingleOrDefaultAsync(token);
            if (declaration is null || declaration.Reminders >= MostRounds)
                return;
            var (now, book) = (clock.GetUtcNow().UtcDateTime, await FamilyBook.Current(db, token));
            if (!declaration.Remind(MoroccanDay.Of(now), book.PaperDays))
                return;
            db.FamilyNotes.Add(new FamilyNote { EventId = id, At = now, What = "reminded", Role = "", PlaceId = declaration.PlaceId });
            Queue(work, declaration);
            await facts.Tell(new FamilyStepped(id, "reminded", declaration.EmployeeId, declaration.PlaceId, declaration.PlacePath, declaration.Reminders), token);
            await db.SaveChangesAsync(token);
        }, ct);
    }
}
