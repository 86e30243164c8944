using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.SendForVisa;

/// <param name="Batch">All lines of a batch that are with the manager.</param>
/// <param name="Decisions">Or these.</param>
public sealed record Command(long? Batch, long[] Decisions) : ICommand<Sent>;

/// <summary>How many went, and how many stayed because they concern the sender, lack a paper or were sent meanwhile.</summary>
public sealed record Sent(int Count, int LeftOut);

public sealed class Handler(MassarDb db, CurrentUser user, ProcedureBook book, OfficeHabits habits, PaperDesk papers, TimeProvider clock) : ICommandHandler<Command, Sent>
{
    public async Task<Outcome<Sent>> Handle(Command command, CancellationToken ct)
    {
        var (role, chosen) = (user.Role, command.Decisions);
        var waiting = db.Decisions.InReachOf(user).Where(d => d.WaitingRole == role);
        waiting = command.Batch is { } batch ? waiting.Where(d => d.BatchId == batch) : waiting.Where(d => chosen.Contains(d.Id));
        var decisions = await waiting.OrderBy(d => d.Id).ForUpdate().ToListAsync(ct);
        if (decisions.Count == 0)
            return Refusal.NotFound;

        var ids = decisions.ConvertAll(d => d.Id);
        await db.DecisionVisas.Where(v => ids.Contains(v.DecisionId)).OrderBy(v => v.Id).LoadAsync(ct);
        var (who, now) = (await (await DecisionActor.Of(user).WithKin(db, ct)).WithCompanions(db, decisions, ct), clock.GetUtcNow().UtcDateTime);
        Refusal? first = null;
        var sent = 0;
        var procedures = new Dictionary<int, DecisionProcedure>();
        foreach (var id in decisions.Select(d => d.ProcedureId).Distinct())
            procedures[id] = await book.Of(db, id, ct);
        var lines = await papers.Of(decisions.Select(d => (d, procedures[d.ProcedureId])), ct);
        foreach (var decision in decisions)
        {
            var procedure = procedures[decision.ProcedureId];
            // Own cases are refused as such before any paper is named.
            var refusal = (who.IsConcernedBy(decision) ? null : PaperDesk.Against(lines.GetValueOrDefault(decision.Id) ?? [], DecisionAct.Sent, role)) ?? decision.Record(DecisionAct.Sent, procedure, who, now, usual: await habits.Of(procedure, decision.PlacePath, ct));
            first ??= refusal;
            if (refusal is not null)
                continue;
            papers.Keep(decision, lines.GetValueOrDefault(decision.Id) ?? [], user.AccountId);
            sent++;
        }

        if (sent == 0)
            return first!;
        await db.SaveChangesAsync(ct);
        return new Sent(sent, decisions.Count - sent);
    }
}
