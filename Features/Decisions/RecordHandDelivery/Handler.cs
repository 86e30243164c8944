using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.RecordHandDelivery;

public sealed record Query(long Decision) : IQuery<DecisionView>;

/// <summary>Handed over on this day.</summary>
/// <param name="Receipt">Number of the signed receipt, or a word about it.</param>
public sealed record Command(long Decision, string? Year, string? Month, string? Day, string? Receipt) : ICommand
{
    /// <summary>Null when the three parts are no day.</summary>
    public DateOnly? On => DateOnly.TryParseExact(Digits.ToLatin($"{Year}-{Month}-{Day}").Replace(" ", "", StringComparison.Ordinal), "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

public sealed class Handler(MassarDb db, CurrentUser user, DecisionReader reader, ProcedureBook book, TimeProvider clock) : IQueryHandler<Query, DecisionView>, ICommandHandler<Command>
{
    public async Task<Outcome<DecisionView>> Handle(Query query, CancellationToken ct) =>
        await reader.Read(db.Decisions.InReachOf(user).Where(d => d.Number != null), query.Decision, user, withPeople: false, ct) is { } view ? view : Refusal.NotFound;

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        // Held until the end: the employee may be opening it at this moment.
        var decision = await db.Decisions.InReachOf(user).Where(d => d.Id == command.Decision && d.Number != null).ForUpdate().SingleOrDefaultAsync(ct);
        if (decision is null)
            return Refusal.NotFound;

        await db.DecisionVisas.Where(v => v.DecisionId == decision.Id).OrderBy(v => v.Id).LoadAsync(ct);
        var procedure = await book.Of(db, decision.ProcedureId, ct);
        if (decision.HandOver(command.On!.Value, procedure, await DecisionActor.Of(user).WithKin(db, ct), clock.GetUtcNow().UtcDateTime, command.Receipt) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
