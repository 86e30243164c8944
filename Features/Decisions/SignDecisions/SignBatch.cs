using System.Text.Json;
using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.SignDecisions;

/// <summary>
/// Signs a pile, one transaction each, in the signatory's name. Stopped in the middle, it goes on where it was: what is signed
/// is passed over. A line that cannot be signed is left with its reason and does not hold back the others.
/// </summary>
public sealed class SignBatch(IServiceScopeFactory scopes, TimeProvider clock) : IWork
{
    public static string Kind => "sign-decisions";

    public static bool IsLong => true;

    /// <summary>Signed at the same time: while one is written another is read and drawn. Numbers are still given one after the other.</summary>
    private const int Lanes = 2;

    /// <summary>Who confirmed the pile with his second factor, with which hat, and what it holds.</summary>
    public sealed record Order(long AccountId, long HatId, List<long> Decisions);

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var order = JsonSerializer.Deserialize<Order>(item.Payload)!;
        var (done, left) = (0, new SortedDictionary<long, string>());
        item.Result = null;
        using var turn = new SemaphoreSlim(1);
        await Parallel.ForEachAsync(order.Decisions, new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = ct }, async (id, token) =>
        {
            // Rights end at once: the hat is looked at before every signature, not only when the pile was confirmed.
            var reason = await SignOne(id, order, item, token);
            await turn.WaitAsync(token);
            try
            {
                if (reason is null)
                {
                    done++;
                }
                else
                {
                    left[id] = reason;
                    item.Result = JsonSerializer.Serialize(left);
                    await Keep(item, token);
                }

                // Ends the work where a person has stopped it, or another worker has taken it over.
                await progress.Report(done, left.Count, order.Decisions.Count, token);
            }
            finally
            {
                turn.Release();
            }
        });
    }

    /// <summary>Null when signed, now or before; otherwise the text key of why not.</summary>
    private async Task<string?> SignOne(long id, Order order, WorkItem item, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        var today = MoroccanDay.Today(clock);
        var holder = await (
            from h in db.Hats.LiveOn(today).NotOutlived(db, today)
            where h.Id == order.HatId && h.AccountId == order.AccountId
            join a in db.Accounts on h.AccountId equals a.Id
            where a.ClosedAt == null
            select new DecisionActor(a.Id, h.Id, h.Role, h.PlaceId, h.PlacePath, a.EmployeeId, a.NameAr, a.NameLatin) { DelegatedKinds = h.DelegatedKinds }).SingleOrDefaultAsync(ct);
        if (holder is null || !Roles.PermissionsOf(holder.Role).Contains(Permissions.Sign))
            return "ui.forbidden";

        Acting.Now = new Actor(holder.AccountId, holder.HatId, holder.Role, holder.PlaceId, $"work-{item.Id}");
        var desk = scope.ServiceProvider.GetRequiredService<SigningDesk>();
        var outcome = await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Run("Decisions.SignDecisions", token => desk.Sign(id, null, holder, token), ct);
        // Signed before the pile was taken up again, or just now with one that counts only together with it.
        return outcome.Refusal is { } refusal && !await db.Decisions.AnyAsync(d => d.Id == id && d.Number != null, ct) ? refusal.Reason.Key : null;
    }

    // A worker that lost its lease must not overwrite what its successor wrote.
    private async Task Keep(WorkItem item, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        var (id, fence, result) = (item.Id, item.Fence, item.Result);
        await db.WorkItems.Where(w => w.Id == id && w.Fence == fence).ExecuteUpdateAsync(s => s.SetProperty(w => w.Result, result), ct);
    }
}
