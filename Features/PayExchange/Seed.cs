using Massar.Features.PayExchange.Domain;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PayExchange;

/// <summary>The messages that the demo's signed decisions made, in each state: most visaed, one each refused, without an answer for long, not delivered, and waiting for the line.</summary>
public sealed class Seed : ISeed
{
    public int Order => 195;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var db = seeding.Db;
        var now = seeding.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var messages = await (from m in db.FinanceMessages join d in db.Decisions on m.DecisionId equals d.Id orderby m.Id select new { Message = m, d.SignedAt }).ToListAsync(ct);
        var keys = messages.ConvertAll(m => m.Message.WorkKey);
        var items = await db.WorkItems.Where(w => keys.Contains(w.Key)).ToDictionaryAsync(w => w.Key, ct);
        // Of one person's messages only the last may be on its way: the order of signatures is kept.
        var last = messages.GroupBy(m => m.Message.EmployeeId).Select(g => g.Last().Message.Id).ToList();
        foreach (var (message, signed) in messages.Select(m => (m.Message, m.SignedAt ?? now)))
        {
            var item = items.GetValueOrDefault(message.WorkKey);
            db.Entry(message).Property(m => m.CreatedAt).CurrentValue = signed;
            var reference = $"IND-{message.Hash[..10].ToUpperInvariant()}";
            switch (last.IndexOf(message.Id))
            {
                case 1:
                    message.Receive(reference, signed.AddMinutes(3));
                    message.Answer(isVisaed: false, reference, "situation-mismatch", "Situation antérieure différente de celle du fichier de paie", Earlier(signed.AddDays(6)));
                    break;
                case 2:
                    message.Receive(reference, signed.AddMinutes(3));
                    message.StateSince = now.AddDays(-22);
                    break;
                case 3:
                    while (message.Failed("unreachable", mayRetry: true, signed)) { }
                    break;
                case 4:
                    // Its try of today failed; the next is later.
                    message.Failed("busy", mayRetry: true, now.AddHours(6));
                    db.Add(new WorkItem { Kind = SendFinanceMessage.Kind, Key = message.WorkKey, Payload = message.Key, RunAfter = message.NextAt!.Value, CreatedAt = now });
                    break;
                default:
                    message.Receive(reference, signed.AddMinutes(3));
                    message.Answer(isVisaed: true, reference, null, null, Earlier(signed.AddDays(9)));
                    break;
            }

            if (item is not null) (item.State, item.EndedAt) = (WorkState.Done, now);
        }

        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();

        DateTime Earlier(DateTime at) => at < now ? at : now;
    }
}
