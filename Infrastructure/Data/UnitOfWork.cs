using System.Text.Json;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.MySql;
using Massar.Infrastructure.Security.Keys;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

/// <summary>
/// One transaction with its audit line; run again from the start when the database says so
/// (deadlock, lock wait, lost connection). The work must therefore build its state anew each time.
/// </summary>
public sealed class UnitOfWork(MassarDb db, Sealer sealer, TimeProvider clock, IDbErrorClassifier errors)
{
    private const int MostTries = 30;

    /// <summary>Runs the work; a refused outcome takes everything back.</summary>
    public async Task<Outcome<T>> Run<T>(string action, Func<CancellationToken, Task<Outcome<T>>> work, CancellationToken ct)
    {
        try
        {
            return await db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
            {
                db.ChangeTracker.Clear();
                db.Notes.Clear();
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                db.Notes.IsOpen = true;
                try
                {
                    var outcome = await work(token);
                    if (outcome.IsRefused)
                    {
                        await transaction.RollbackAsync(CancellationToken.None);
                        if (outcome.Refusal is { IsRecorded: true } attempt)
                            await Record(action, attempt, token);
                        return outcome;
                    }

                    await AuditTrail.Write(db, sealer, action, clock, token);
                    await transaction.CommitAsync(CancellationToken.None);
                    return outcome;
                }
                finally
                {
                    db.Notes.IsOpen = false;
                    db.Notes.Clear();
                    db.ChangeTracker.Clear();
                }
            }, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Stale;
        }
        catch (DbUpdateException fault) when (errors.IsUniqueViolation(fault))
        {
            return Refusal.Conflict("ui.already-there");
        }
    }

    /// <summary>
    /// Background work that draws a paper: while the printer is busy with papers that people wait for, it stands behind them. Still refused
    /// as busy after thirty tries.
    /// </summary>
    public async Task<Outcome<T>> RunBehind<T>(string action, Func<CancellationToken, Task<Outcome<T>>> work, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await Run(action, work, ct);
            if (outcome.Refusal is not { Kind: RefusalKind.Busy } busy || attempt == MostTries)
                return outcome;
            await Task.Delay(busy.RetryAfter ?? TimeSpan.FromSeconds(1), ct);
        }
    }

    // What was tried is gone with its transaction; that it was tried stays.
    private async Task Record(string action, Refusal attempt, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await AuditTrail.WriteRefused(db, sealer, action, attempt, clock, ct);
        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>For jobs and commands of the program, which have nobody to refuse to.</summary>
    public async Task Run(string action, Func<CancellationToken, Task> work, CancellationToken ct)
    {
        var outcome = await Run<Done>(action, async token =>
        {
            await work(token);
            return Done.It;
        }, ct);
        if (outcome.IsRefused)
            throw new InvalidOperationException($"{action} was refused: {outcome.Refusal!.Reason.Key}");
    }
}

/// <summary>Carries out each command in one unit of work, once per idempotency key.</summary>
public sealed class TransactionStep<TRequest, T>(MassarDb db, UnitOfWork unit, IdempotencyKey idempotency, TimeProvider clock) : IPipelineBehavior<TRequest, Outcome<T>>
    where TRequest : IRequest<Outcome<T>>, ICommandMessage
{
    // "Massar.Features.Marks.EnterMarks.Command" is told as "Marks.EnterMarks".
    private static readonly string Action = string.Join('.', typeof(TRequest).Namespace!.Split('.')[2..]);

    public async Task<Outcome<T>> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<Outcome<T>> next)
    {
        if (idempotency.Key is not { } key || idempotency.Sender is not { } sender)
            return await unit.Run(Action, _ => next(), cancellationToken);

        var content = OrderContent.HashOf(request);
        return await unit.Run(Action, async ct =>
        {
            // One statement tells whether this is the first time: the insert either writes the row or changes nothing.
            var at = clock.GetUtcNow().UtcDateTime;
            var inserted = await db.Database.ExecuteSqlAsync(
                $"INSERT IGNORE INTO IdempotentCalls (Sender, `Key`, ContentHash, At, Answer) VALUES ({sender}, {key}, {content}, {at}, '')", ct);
            if (inserted == 0)
            {
                var call = await db.IdempotentCalls.AsNoTracking().SingleAsync(c => c.Sender == sender && c.Key == key, ct);
                if (call.ContentHash != content)
                    return Refusal.Conflict("ui.same-key-other-content");
                idempotency.IsReplay = true;
                return typeof(T) == typeof(Done) ? (T)(object)Done.It : JsonSerializer.Deserialize<T>(call.Answer!)!;
            }

            var outcome = await next();
            if (!outcome.IsRefused && typeof(T) != typeof(Done))
            {
                var json = JsonSerializer.Serialize(outcome.Value);
                await db.Database.ExecuteSqlAsync($"UPDATE IdempotentCalls SET Answer = {json} WHERE Sender = {sender} AND `Key` = {key}", ct);
            }

            return outcome;
        }, cancellationToken);
    }
}
