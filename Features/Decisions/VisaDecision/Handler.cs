using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.VisaDecision;

/// <param name="Act">Granted, Returned, Refused, Withdrawn.</param>
public sealed record Query(long Decision, string? Act) : IQuery<Entry>;

/// <summary>The decision and what is about to be done to it.</summary>
public sealed record Entry(DecisionView Decision, DecisionAct Act);

/// <param name="Version">The decision as it was read; it must still be so.</param>
public sealed record Command(long Decision, string? Version, string? Act, string? Reason, string? Remark) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, DecisionReader reader, ProcedureBook book, OfficeHabits habits, WholeBatch whole, PaperDesk papers, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command>
{
    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct) =>
        await reader.Read(db.Decisions.InReachOf(user), query.Decision, user, withPeople: true, ct) is { } view
            ? new Entry(view, Acts.Read(query.Act) ?? DecisionAct.Granted)
            : Refusal.NotFound;

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        // Read as it is now and held until the end: two holders of the same hat act one after the other.
        var decision = await db.Decisions.InReachOf(user).Where(d => d.Id == command.Decision).ForUpdate().SingleOrDefaultAsync(ct);
        if (decision is null)
            return Refusal.NotFound;
        await db.DecisionVisas.Where(v => v.DecisionId == decision.Id).OrderBy(v => v.Id).LoadAsync(ct);
        var procedure = await book.Of(db, decision.ProcedureId, ct);
        if (!int.TryParse(command.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var read) || !decision.IsAsRead(read, procedure))
            return Refusal.Stale;

        var (who, now) = (await (await DecisionActor.Of(user).WithKin(db, ct)).WithCompanions(db, [decision], ct), clock.GetUtcNow().UtcDateTime);
        if (decision.Record(Acts.Read(command.Act)!.Value, procedure, who, now, command.Reason, command.Remark, await habits.Of(procedure, decision.PlacePath, ct)) is { } refusal)
            return refusal;

        if (PaperDesk.Against(await papers.Of(decision, procedure, ct), Acts.Read(command.Act)!.Value, who.Role) is { } wanting)
            return wanting;
        await whole.Fall(decision, who, now, ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}

/// <summary>The acts this door takes: signing and opening have doors of their own.</summary>
internal static class Acts
{
    public static DecisionAct? Read(string? typed) => typed switch
    {
        "Granted" => DecisionAct.Granted,
        "Returned" => DecisionAct.Returned,
        "Refused" => DecisionAct.Refused,
        "Withdrawn" => DecisionAct.Withdrawn,
        _ => null,
    };
}
