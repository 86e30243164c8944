using System.Text.Json;
using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.SignDecisions;

/// <summary>
/// Signs a pile, some in one transaction, in the signatory's name. Stopped in the middle, it goes on where it was: what is signed
/// is passed over. A line that cannot be signed is left with its reason and does not hold back the others.
/// </summary>
public sealed class SignBatch(IServiceScopeFactory scopes, TimeProvider clock) : IWork
{
    public static string Kind => "sign-decisions";

    public static bool IsLong => true;

    /// <summary>Groups on their way at the same time: while one is drawn and written the next is read. Numbers are still given one after the other.</summary>
    private const int Lanes = 2;

    /// <summary>Signed in one transaction; a refusal among them costs its neighbours a second try.</summary>
    private const int AtOnce = 16;

    /// <summary>Who confirmed the pile with his second factor, with which hat, and what it holds.</summary>
    public sealed record Order(long AccountId, long HatId, List<long> Decisions);

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var order = JsonSerializer.Deserialize<Order>(item.Payload)!;
        var (done, left) = (0, new SortedDictionary<long, string>());
        item.Result = null;
        using var turn = new SemaphoreSlim(1);
        var (groups, alone) = await Together(order.Decisions, ct);
        await Parallel.ForEachAsync(groups, new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = ct }, async (ids, token) =>
        {
            if (await SignSeveral(ids, order, item, token))
            {
                await Count(ids, null, token);
                return;
            }

            // Of several that were refused together each is tried alone, and only what cannot be signed is left.
            foreach (var id in ids)
                await Count([id], await SignOne(id, order, item, token), token);
        });
        foreach (var id in alone)
            await Count([id], await SignOne(id, order, item, ct), ct);

        async Task Count(long[] ids, string? reason, CancellationToken token)
        {
            await turn.WaitAsync(token);
            try
            {
                if (reason is null)
                {
                    done += ids.Length;
                }
                else
                {
                    foreach (var id in ids)
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
        }
    }

    // So many of one place at a time, so that each place's audit trail has its own. What is judged by what another line of the pile may change goes alone, one
    // after the other: it counts only together with others, takes another decision back, gives a post that one person holds, is about a family in which
    // a child is paid once, or names somebody whom the pile names before; and what was signed when the pile was taken up before.
    private async Task<(List<long[]> Groups, List<long> Alone)> Together(List<long> ids, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        var rows = await db.Decisions.Where(d => ids.Contains(d.Id)).Select(d => new
        {
            d.Id,
            d.EmployeeId,
            d.PlaceId,
            GoesAlone = d.WithdrawsId != null || d.Number != null || d.FunctionPlaceId != null || d.NewChildren != null || db.DecisionBatches.Any(b => b.Id == d.BatchId && b.IsWhole),
        }).ToDictionaryAsync(d => d.Id, ct);
        var named = new HashSet<long>();
        var several = ids.Where(id => rows.TryGetValue(id, out var row) && !row.GoesAlone && named.Add(row.EmployeeId)).ToList();
        return ([.. several.GroupBy(id => rows[id].PlaceId).SelectMany(of => of.Chunk(AtOnce))], [.. ids.Except(several)]);
    }

    private async Task<bool> SignSeveral(long[] ids, Order order, WorkItem item, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await Holder(scope, order, ct) is not { } holder)
            return false;
        Acting.Now = ActorOf(holder, item);
        var desk = scope.ServiceProvider.GetRequiredService<SigningDesk>();
        return !(await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Run("Decisions.SignDecisions", token => desk.SignSeveral(ids, holder, token), ct)).IsRefused;
    }

    /// <summary>Null when signed, now or before; otherwise the text key of why not.</summary>
    private async Task<string?> SignOne(long id, Order order, WorkItem item, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await Holder(scope, order, ct) is not { } holder)
            return "ui.forbidden";
        Acting.Now = ActorOf(holder, item);
        var desk = scope.ServiceProvider.GetRequiredService<SigningDesk>();
        var outcome = await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Run("Decisions.SignDecisions", token => desk.Sign(id, null, holder, token), ct);
        // Signed before the pile was taken up again, or just now with one that counts only together with it.
        return outcome.Refusal is { } refusal && !await scope.ServiceProvider.GetRequiredService<MassarDb>().Decisions.AnyAsync(d => d.Id == id && d.Number != null, ct) ? refusal.Reason.Key : null;
    }

    // Rights end at once: the hat is looked at before each transaction, not only when the pile was confirmed.
    private async Task<DecisionActor?> Holder(AsyncServiceScope scope, Order order, CancellationToken ct)
    {
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        var today = MoroccanDay.Today(clock);
        var holder = await (
            from h in db.Hats.LiveOn(today).NotOutlived(db, today)
            where h.Id == order.HatId && h.AccountId == order.AccountId
            join a in db.Accounts on h.AccountId equals a.Id
            where a.ClosedAt == null
            select new DecisionActor(a.Id, h.Id, h.Role, h.PlaceId, h.PlacePath, a.EmployeeId, a.NameAr, a.NameLatin) { DelegatedKinds = h.DelegatedKinds }).SingleOrDefaultAsync(ct);
        return holder is not null && Roles.PermissionsOf(holder.Role).Contains(Permissions.Sign) ? holder : null;
    }

    private static Actor ActorOf(DecisionActor holder, WorkItem item) => new(holder.AccountId, holder.HatId, holder.Role, holder.PlaceId, $"work-{item.Id}");

    // A worker that lost its lease must not overwrite what its successor wrote.
    private async Task Keep(WorkItem item, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        var (id, fence, result) = (item.Id, item.Fence, item.Result);
        await db.WorkItems.Where(w => w.Id == id && w.Fence == fence).ExecuteUpdateAsync(s => s.SetProperty(w => w.Result, result), ct);
    }
}
