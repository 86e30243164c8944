using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PayExchange.Domain;

/// <summary>Writes a message beside the signature that makes it, gives it to the outbox, and takes the partner's word in; each inside the caller's transaction.</summary>
public sealed class FinanceDesk(MassarDb db, WorkDesk work, FinanceLine line, TimeProvider clock)
{
    public static string KeyOf(long decision) => string.Create(CultureInfo.InvariantCulture, $"massar-decision-{decision}");

    /// <summary>Whether the paying office must know of a decision.</summary>
    public static bool ChangesPay(Decision decision) =>
        decision.OldIndex != decision.NewIndex || decision.NewGradeCode is not null || decision.Days is not null || decision.NewChildren is not null
        || (decision.OldPositionCode is { } old && old != decision.PositionCode) || decision.WasTrainee != decision.IsTrainee || DecisionKinds.Find(decision.Kind) is Recruitment;

    /// <summary>Writes the message of a signed decision, once.</summary>
    /// <param name="withdraws">The decision it takes back.</param>
    public async Task Write(Decision decision, Decision? withdraws, CancellationToken ct)
    {
        var key = KeyOf(decision.Id);
        if (!ChangesPay(withdraws ?? decision) || await db.FinanceMessages.AnyAsync(m => m.Key == key, ct)) return;
        var chain = DecisionReader.Path(decision.PlacePath);
        var academy = await db.Places.AsNoTracking().Where(p => chain.Contains(p.Id)).OrderByDescending(p => p.Kind == PlaceKind.Academy).ThenByDescending(p => p.Path.Length).FirstAsync(ct);
        var ppr = await db.Employees.Where(e => e.Id == decision.EmployeeId).Select(e => e.Ppr).SingleAsync(ct);
        var paper = await db.IssuedDocuments.Where(p => p.Id == decision.DocumentId).Select(p => p.Sha256).SingleOrDefaultAsync(ct);
        var of = withdraws is not null ? FinanceEvent.Withdrawal : decision.Days is not null ? FinanceEvent.Days : decision.NewChildren is not null ? FinanceEvent.Family : FinanceEvent.Situation;
        var now = clock.GetUtcNow().UtcDateTime;
        var body = FinanceContract.Write(new FinanceChange(FinanceContract.Version, key, academy.Code, ppr, of.ToString().ToLowerInvariant(),
            new FinanceDecision(decision.Kind, decision.Number!, MoroccanDay.Of(decision.SignedAt ?? now), decision.EffectiveOn, decision.EndsOn, paper),
            FinanceSituation.Before(decision), FinanceSituation.After(decision), decision.Days, decision.NewChildren, decision.NewAllowance, withdraws is null ? null : KeyOf(withdraws.Id)));
        var message = new FinanceMessage
        {
            Key = key,
            PlaceId = academy.Id,
            PlacePath = academy.Path,
            EmployeeId = decision.EmployeeId,
            DecisionId = decision.Id,
            Event = of,
            Body = body,
            Hash = FinanceContract.HashOf(body),
            CreatedAt = now,
            StateSince = now,
        };
        db.FinanceMessages.Add(message);
        await db.SaveChangesAsync(ct);
        // Without a line it waits: what is sent later is what was written now.
        if (line.IsOpen) Queue(message, now);
    }

    /// <summary>Gives a message to the outbox.</summary>
    public void Queue(FinanceMessage message, DateTime at)
    {
        message.Queue(clock.GetUtcNow().UtcDateTime, at);
        Outbox(message);
    }

    /// <summary>Background work for a message that was just queued.</summary>
    public void Outbox(FinanceMessage message) =>
        work.Queue<SendFinanceMessage>(message.WorkKey, message.Id.ToString(CultureInfo.InvariantCulture), message.NextAt);

    /// <summary>Takes the partner's word about a message; said twice it counts once.</summary>
    public async Task<Refusal?> Take(FinanceAnswer answer, CancellationToken ct)
    {
        if (answer.Contract != FinanceContract.Version || answer.Status is not (FinanceContract.Received or FinanceContract.Visaed or FinanceContract.Rejected) || answer.Reference is { Length: > 40 })
            return Refusal.Invalid("Status", "pay-exchange.contract");
        var key = answer.Key;
        var message = await db.FinanceMessages.Where(m => m.Key == key).ForUpdate().SingleOrDefaultAsync(ct);
        if (message is null) return Refusal.NotFound;
        if (message.Hash != answer.Hash) return Refusal.Conflict("pay-exchange.other-text");
        var now = clock.GetUtcNow().UtcDateTime;
        var reference = answer.Reference is { } said && said.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '/' or '.') ? said : null;
        if (answer.Status == FinanceContract.Received)
        {
            message.Receive(reference, now);
        }
        else
        {
            var isVisaed = answer.Status == FinanceContract.Visaed;
            var reason = BidiSafe.CleanOrNull(answer.Reason);
            if (!message.Answer(isVisaed, reference, answer.Code is { } code && FinanceContract.Reasons.Contains(code) ? code : "other", reason is { Length: > FinanceMessage.ReasonLength } ? reason[..FinanceMessage.ReasonLength] : reason, now))
                return isVisaed || message.State is FinanceState.Rejected ? null : Refusal.Conflict("pay-exchange.already-visaed");
            await Carry(message, isVisaed, now, ct);
        }

        await db.SaveChangesAsync(ct);
        return null;
    }

    // The month that carries the decision: the one its differences are in, else the first from its effect on that is on its way.
    private async Task Carry(FinanceMessage message, bool isVisaed, DateTime now, CancellationToken ct)
    {
        var (decision, employee) = (message.DecisionId, message.EmployeeId);
        var effective = await db.Decisions.Where(d => d.Id == decision).Select(d => d.EffectiveOn).SingleAsync(ct);
        var from = new DateOnly(effective.Year, effective.Month, 1);
        var months = await db.PayMonths.Where(m => m.EmployeeId == employee && m.Month >= from && (m.State == PayState.Sent || m.State == PayState.Withheld)).OrderBy(m => m.Month).ForUpdate().ToListAsync(ct);
        var carrying = await db.PayArrears.Where(a => a.DecisionId == decision && a.PayMonthId != null).Select(a => a.PayMonthId).FirstOrDefaultAsync(ct);
        var month = months.Find(m => m.Id == carrying) ?? months.Find(m => m.State is PayState.Sent || m.ReasonCode == VisaRefused);
        if (month is null) return;
        if (!isVisaed)
        {
            if (month.State is PayState.Sent) month.Move(PayState.Withheld, Treasury, now, VisaRefused, message.Reference);
            return;
        }

        if (month.State is PayState.Withheld && month.ReasonCode != VisaRefused) return;
        if (month.State is PayState.Withheld)
        {
            month.Move(PayState.Computed, PayOffice, now);
            month.Move(PayState.Sent, PayOffice, now);
        }

        month.Move(PayState.Visaed, Treasury, now, reference: message.Reference);
    }

    private const string VisaRefused = "visa-refused";
    private const string Treasury = "treasury";
    private const string PayOffice = "pay-office";
}
