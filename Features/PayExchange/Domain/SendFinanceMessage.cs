using Massar.Infrastructure.Data;
using Massar.Infrastructure.Delivery;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PayExchange.Domain;

/// <summary>
/// Posts one message. What fails and may succeed later is given to the outbox again, later each time; what cannot, or failed too often, waits
/// for a person. Messages about one person leave in the order of their signatures: a later one stands behind an earlier that has not arrived,
/// and leaves when that one has.
/// </summary>
public sealed partial class SendFinanceMessage(MassarDb db, UnitOfWork unit, FinanceDesk desk, AccountText accounts, FinanceLine line, IFinancePartner partner, TimeProvider clock, ILogger<SendFinanceMessage> log) : IWork
{
    public static string Kind => "send-finance-message";

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var message = await db.FinanceMessages.AsNoTracking().SingleOrDefaultAsync(m => m.Key == item.Payload, ct);
        // Only the last order to send counts; a program that was stopped in the middle of one sends the same text under the same key.
        if (message is not { State: FinanceState.Queued } || message.WorkKey != item.Key) return;
        var id = message.Id;
        Acting.Now = new Actor(null, null, "system", message.PlaceId, item.Key);
        var employee = message.EmployeeId;
        if (await db.FinanceMessages.AnyAsync(m => m.EmployeeId == employee && m.Id < id && (m.State == FinanceState.Queued || m.State == FinanceState.Dead), ct))
        {
            await Stand(employee, id, item.Key, ct);
            return;
        }

        try
        {
            if (line.Secret is not { } secret || !line.IsOpen) throw new DeliveryException(DeliveryFailure.Unreachable, "No line to the finance ministry is set.");
            var body = await accounts.Sent(message, ct) ?? throw new DeliveryException(DeliveryFailure.Refused, "The account of the message is no longer the one it was written with.");
            var answer = await partner.Send(FinanceSignature.Sign(secret, FinanceSignature.ToPartner, body, clock.GetUtcNow()), ct);
            if (answer.Key != message.Key || answer.Hash != message.Hash || answer.Contract != FinanceContract.Version) throw new DeliveryException(DeliveryFailure.Deferred, "The finance ministry answered about something else.");
            // The word of the treasury is believed by its signature alone: an unsigned reply says no more than that the message has arrived.
            if (answer.Status is FinanceContract.Visaed or FinanceContract.Rejected) answer = answer with { Status = FinanceContract.Received, Code = null, Reason = null, Month = null };
            if (FinanceDesk.IsWrong(answer)) throw new DeliveryException(DeliveryFailure.Deferred, "The finance ministry's receipt does not follow the contract.");
            await unit.Run("PayExchange.Send", async token =>
            {
                if (await desk.Take(answer, token) is { } refusal) throw new DeliveryException(DeliveryFailure.Deferred, $"The partner's receipt was refused: {refusal.Reason.Key}");
            }, ct);
        }
        catch (DeliveryException failure)
        {
            await Note(id, item.Key, m =>
            {
                if (m.Failed(CodeOf(failure.Failure), failure.MayRetry || failure.Failure is DeliveryFailure.Credentials, clock.GetUtcNow().UtcDateTime)) desk.Outbox(m);
            }, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever went wrong, the message stays in view with its next try.
            NotSent(log, fault, id);
            await Note(id, item.Key, m =>
            {
                if (m.Failed("busy", mayRetry: true, clock.GetUtcNow().UtcDateTime)) desk.Outbox(m);
            }, ct);
        }
    }

    // Looked at again under lock: the earlier one may have arrived in between, and would not wake this one.
    private Task Stand(long employee, long id, string key, CancellationToken ct) => unit.Run("PayExchange.Send", async token =>
    {
        var messages = await db.FinanceMessages.Where(m => m.EmployeeId == employee).OrderBy(m => m.Id).ForUpdate().ToListAsync(token);
        var message = messages.Single(m => m.Id == id);
        if (message.State is not FinanceState.Queued || message.WorkKey != key) return;
        if (messages.Exists(m => m.Id < id && m.IsBefore)) message.Wait();
        else desk.Queue(message, clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(token);
    }, ct);

    private Task Note(long id, string key, Action<FinanceMessage> what, CancellationToken ct) => unit.Run("PayExchange.Send", async token =>
    {
        var message = await db.FinanceMessages.Where(m => m.Id == id).ForUpdate().SingleAsync(token);
        if (message.State is not FinanceState.Queued || message.WorkKey != key) return;
        what(message);
        await db.SaveChangesAsync(token);
    }, ct);

    private static string CodeOf(DeliveryFailure failure) => failure switch
    {
        DeliveryFailure.Unreachable => "unreachable",
        DeliveryFailure.Deferred => "busy",
        DeliveryFailure.Credentials => "credentials",
        _ => "refused",
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Message} to the finance ministry could not be sent.")]
    private static partial void NotSent(ILogger log, Exception fault, long message);
}

/// <summary>Gives messages to the outbox that wait without work of their own: written while there was no line, or whose turn was missed.</summary>
public sealed class WaitingMessages(FinanceLine line, IServiceScopeFactory scopes, IConfiguration configuration, ILogger<WaitingMessages> log) : Lookout(scopes, configuration, log)
{
    protected override string Name => "finance-line";

    protected override bool IsNeeded => line.IsOpen;

    protected override async Task LookIn(IServiceProvider services, CancellationToken ct)
    {
        var (unit, desk) = (services.GetRequiredService<UnitOfWork>(), services.GetRequiredService<FinanceDesk>());
        foreach (var path in await desk.Paths(ct))
            for (var queued = FinanceDesk.AtOnce; queued == FinanceDesk.AtOnce;)
                await unit.Run("PayExchange.Queue", async token => queued = await desk.QueueWaiting(path, token), ct);
    }
}

/// <summary>In the demonstration, brings the played partner's words in by the same door as the real one's.</summary>
public sealed partial class SimulatedWords(FinanceLine line, FinanceSimulator simulator, IServiceScopeFactory scopes, IConfiguration configuration, ILogger<SimulatedWords> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!line.IsSimulated || !configuration.GetValue("Massar:Work:Enabled", true)) return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                foreach (var word in simulator.Due())
                    await Bring(word, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program stops; what was not said is said when the message is sent again.
        }
    }

    private async Task Bring(FinanceEnvelope word, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var answer = FinanceContract.Read<FinanceAnswer>(word.Body)!;
            Acting.Now = Actor.System("finance-simulator");
            await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Run("PayExchange.TakeAnswer", token => scope.ServiceProvider.GetRequiredService<FinanceDesk>().Take(answer, token), ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            NotBrought(log, fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A word of the played finance ministry was not taken.")]
    private static partial void NotBrought(ILogger log, Exception fault);
}
