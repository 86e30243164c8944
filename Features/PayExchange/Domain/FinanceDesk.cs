using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Domiciliations.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PayExchange.Domain;

/// <summary>Writes a message beside the signature that makes it, gives it to the outbox, and takes the partner's word in; each inside the caller's transaction.</summary>
public sealed class FinanceDesk(MassarDb db, WorkDesk work, FinanceLine line, AccountText accounts, Facts facts, TimeProvider clock)
{
    private readonly Dictionary<string, Place> employers = new(StringComparer.Ordinal);

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
        var academy = await Employer(decision.PlacePath, ct);
        // Beside the signature the person and the paper are at hand.
        var ppr = db.AtHand<Employee>(decision.EmployeeId)?.Ppr ?? await db.Employees.Where(e => e.Id == decision.EmployeeId).Select(e => e.Ppr).SingleAsync(ct);
        var paper = (decision.DocumentId is { } document ? db.AtHand<IssuedDocument>(document)?.Sha256 : null)
            ?? await db.IssuedDocuments.Where(p => p.Id == decision.DocumentId).Select(p => p.Sha256).SingleOrDefaultAsync(ct);
        var of = withdraws is not null ? FinanceEvent.Withdrawal : decision.Days is not null ? FinanceEvent.Days : decision.NewChildren is not null ? FinanceEvent.Family : FinanceEvent.Situation;
        var now = clock.GetUtcNow().UtcDateTime;
        var body = FinanceContract.Write(new FinanceChange(FinanceContract.Version, key, academy.Code, ppr, of.ToString().ToLowerInvariant(),
            new FinanceDecision(decision.Kind, decision.Number!, MoroccanDay.Of(decision.SignedAt ?? now), decision.EffectiveOn, decision.EndsOn, paper),
            FinanceSituation.Before(decision), FinanceSituation.After(decision), decision.Days, decision.NewChildren, decision.NewAllowance, withdraws is null ? null : KeyOf(withdraws.Id), decision.HalfDays));
        Keep(new FinanceMessage
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
        });
    }

    /// <summary>Writes the message of an account that two persons accepted, once.</summary>
    public async Task Write(Domiciliation request, CancellationToken ct)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"massar-account-{request.Id}");
        if (await db.FinanceMessages.AnyAsync(m => m.Key == key, ct)) return;
        var academy = await Employer(request.PlacePath, ct);
        var ppr = await db.Employees.Where(e => e.Id == request.EmployeeId).Select(e => e.Ppr).SingleAsync(ct);
        var paper = await db.StoredFiles.Where(f => f.Id == request.FileId).Select(f => f.Hash).SingleAsync(ct);
        var now = clock.GetUtcNow().UtcDateTime;
        var month = (await DomiciliationFigures.Current(db, ct)).MonthFor(MoroccanDay.Of(now));
        var masked = new FinanceAccount(FinanceContract.Version, key, academy.Code, ppr, nameof(FinanceEvent.Account).ToLowerInvariant(), new FinanceBank($"{request.BankCode}*****************{request.RibEnd}", month, paper, ""));
        Keep(new FinanceMessage
        {
            Key = key,
            PlaceId = academy.Id,
            PlacePath = academy.Path,
            EmployeeId = request.EmployeeId,
            DomiciliationId = request.Id,
            Event = FinanceEvent.Account,
            Body = FinanceContract.Write(masked),
            Hash = FinanceContract.HashOf(accounts.Whole(masked, request)),
            CreatedAt = now,
            StateSince = now,
        });
    }

    // The academy that pays who works at or below a place; looked up once for the messages of one transaction.
    private async ValueTask<Place> Employer(string path, CancellationToken ct)
    {
        if (employers.TryGetValue(path, out var known)) return known;
        var chain = DecisionReader.Path(path);
        return employers[path] = await db.Places.AsNoTracking().Where(p => chain.Contains(p.Id)).OrderByDescending(p => p.Kind == PlaceKind.Academy).ThenByDescending(p => p.Path.Length).FirstAsync(ct);
    }

    // Without a line it waits: what is sent later is what was written now.
    private void Keep(FinanceMessage message)
    {
        db.FinanceMessages.Add(message);
        if (line.IsOpen) Queue(message, message.CreatedAt + line.Rest);
    }

    /// <summary>The pay office settled a message with the partner otherwise. An account is then not paid on: one hand alone makes none, and its holder asks again.</summary>
    public async Task Settled(FinanceMessage message, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        if (message.DomiciliationId is { } account) await facts.Tell(new AccountAnswered(account, "other", null), ct);
    }

    /// <summary>Gives a message to the outbox.</summary>
    public void Queue(FinanceMessage message, DateTime at)
    {
        message.Queue(clock.GetUtcNow().UtcDateTime, at);
        Outbox(message);
    }

    /// <summary>Background work for a message that was just queued.</summary>
    public void Outbox(FinanceMessage message) =>
        work.Queue<SendFinanceMessage>(message.WorkKey, message.Key, message.NextAt);

    /// <summary>Messages given to the outbox in one transaction.</summary>
    public const int AtOnce = 100;

    // Work that is this late is taken for lost; a second order to send voids the first.
    private static readonly TimeSpan Lost = TimeSpan.FromHours(6);

    /// <summary>The employers that have messages.</summary>
    public Task<List<string>> Paths(CancellationToken ct) => db.FinanceMessages.Select(m => m.PlacePath).Distinct().ToListAsync(ct);

    /// <summary>Gives to the outbox what an employer's people wait for without work of its own, the first of each person; answers how many.</summary>
    public async Task<int> QueueWaiting(string path, CancellationToken ct)
    {
        if (!line.IsOpen) return 0;
        var now = clock.GetUtcNow().UtcDateTime;
        var lost = now - Lost;
        var waiting = await db.FinanceMessages.Where(m => m.PlacePath == path && m.State == FinanceState.Queued && (m.NextAt == null || m.NextAt < lost))
            .Where(m => !db.FinanceMessages.Any(o => o.EmployeeId == m.EmployeeId && o.Id < m.Id && (o.State == FinanceState.Queued || o.State == FinanceState.Dead)))
            .OrderBy(m => m.Id).Take(AtOnce).ForUpdate().ToListAsync(ct);
        foreach (var message in waiting) Queue(message, now);
        await db.SaveChangesAsync(ct);
        return waiting.Count;
    }

    /// <summary>Gives the next message of a person to the outbox once none stands before it.</summary>
    /// <param name="messages">All of the person, held.</param>
    public void Wake(IReadOnlyList<FinanceMessage> messages)
    {
        if (line.IsOpen && messages.Where(m => m.IsBefore).MinBy(m => m.Id) is { State: FinanceState.Queued, NextAt: null } next) Queue(next, clock.GetUtcNow().UtcDateTime);
    }

    /// <summary>Whether an answer breaks the contract.</summary>
    public static bool IsWrong(FinanceAnswer answer) =>
        answer.Contract != FinanceContract.Version || answer.Status is not (FinanceContract.Received or FinanceContract.Visaed or FinanceContract.Rejected) || answer.Reference is { Length: > 40 };

    /// <summary>All messages of the person a message is about, held until the transaction ends; empty where there is no such message.</summary>
    public async Task<List<FinanceMessage>> Hold(IQueryable<FinanceMessage> one, CancellationToken ct)
    {
        var employee = await one.Select(m => (long?)m.EmployeeId).SingleOrDefaultAsync(ct);
        return employee is null ? [] : await db.FinanceMessages.Where(m => m.EmployeeId == employee).OrderBy(m => m.Id).ForUpdate().ToListAsync(ct);
    }

    /// <summary>Takes the partner's word about a message; said twice it counts once.</summary>
    public async Task<Refusal?> Take(FinanceAnswer answer, CancellationToken ct)
    {
        if (IsWrong(answer)) return Refusal.Invalid("Status", "pay-exchange.contract");
        var key = answer.Key;
        var messages = await Hold(db.FinanceMessages.Where(m => m.Key == key), ct);
        if (messages.Find(m => m.Key == key) is not { } message) return Refusal.NotFound;
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
            var reason = BidiSafe.Clean(answer.Reason, FinanceMessage.ReasonLength) is { Length: > 0 } words ? words : null;
            var code = answer.Code is { } known && FinanceContract.Reasons.Contains(known) ? known : "other";
            if (message.Answer(isVisaed, reference, code, reason, now))
            {
                if (message.DomiciliationId is { } account) await facts.Tell(new AccountAnswered(account, isVisaed ? null : code, isVisaed ? answer.Month : null), ct);
                else await Carry([.. messages.Where(m => m.DecisionId is not null)], message, isVisaed, now, ct);
            }
            // A visa is not taken back by a message; that it was tried is shown.
            else if (!isVisaed && message.State is FinanceState.Visaed) message.Contradict(code, reason);
        }

        Wake(messages);
        await db.SaveChangesAsync(ct);
        return null;
    }

    // One message says something of one month: the one that carries its decision's differences, else the first from its effect on that is on
    // its way and not withheld for another reason. A month is visaed once nothing that is said of it is open or refused; a hold is released
    // by the visa of the message that made it, or of the one that takes its decision back.
    private async Task Carry(IReadOnlyList<FinanceMessage> messages, FinanceMessage message, bool isVisaed, DateTime now, CancellationToken ct)
    {
        var employee = message.EmployeeId;
        var ids = messages.Select(m => m.DecisionId!.Value).ToList();
        var months = await db.PayMonths.Where(m => m.EmployeeId == employee && (m.State == PayState.Sent || m.State == PayState.Withheld)).Published(db).OrderBy(m => m.Month).ForUpdate().ToListAsync(ct);
        var decisions = await db.Decisions.AsNoTracking().Where(d => ids.Contains(d.Id)).Select(d => new { d.Id, d.EffectiveOn, d.WithdrawsId, IsTakenBack = d.State == DecisionState.Withdrawn }).ToDictionaryAsync(d => d.Id, ct);
        var carried = (await db.PayArrears.AsNoTracking().Where(a => ids.Contains(a.DecisionId) && a.PayMonthId != null).Select(a => new { a.DecisionId, a.PayMonthId }).ToListAsync(ct)).ToLookup(a => a.DecisionId, a => a.PayMonthId!.Value);
        var monthIds = months.ConvertAll(m => m.Id);
        var events = (await db.PayEvents.AsNoTracking().Where(e => monthIds.Contains(e.PayMonthId)).OrderBy(e => e.Id).ToListAsync(ct)).ToLookup(e => e.PayMonthId);
        string? HeldFor(PayMonth month) => month is { State: PayState.Withheld, ReasonCode: VisaRefused } ? events[month.Id].LastOrDefault(e => e.State == PayState.Withheld)?.Reference : null;
        // Of a message about this month the effect is not later, and no other month is held for it.
        bool Concerns(FinanceMessage other, PayMonth month) => carried.Contains(other.DecisionId!.Value) ? carried[other.DecisionId.Value].Contains(month.Id)
            : First(decisions[other.DecisionId.Value].EffectiveOn) <= month.Month && !months.Exists(m => m.Id != month.Id && HeldFor(m) == other.Key)
                && (other.State is not FinanceState.Rejected || other.AnsweredAt >= events[month.Id].Select(e => e.At).DefaultIfEmpty(DateTime.MinValue).Min());

        var own = decisions[message.DecisionId!.Value];
        string[] holds = own.WithdrawsId is { } first ? [message.Key, KeyOf(first)] : [message.Key];
        var held = months.Find(m => HeldFor(m) is { } key && holds.Contains(key));
        var month = carried.Contains(own.Id) ? months.Find(m => carried[own.Id].Contains(m.Id))
            : held ?? months.Find(m => m.Month >= First(own.EffectiveOn) && (m.State is PayState.Sent || m.ReasonCode == VisaRefused));
        if (month is null) return;
        if (!isVisaed)
        {
            if (month.State is PayState.Sent) month.Move(PayState.Withheld, Treasury, now, VisaRefused, message.Key);
            return;
        }

        if (month.State is PayState.Withheld)
        {
            if (HeldFor(month) is not { } key || !holds.Contains(key)) return;
            month.Move(PayState.Computed, PayOffice, now);
            month.Move(PayState.Sent, PayOffice, now);
        }

        var others = messages.Where(m => m.Id != message.Id && m.State is not (FinanceState.Visaed or FinanceState.Settled) && !decisions[m.DecisionId!.Value].IsTakenBack && Concerns(m, month)).ToList();
        if (others.Find(m => m.State is FinanceState.Rejected) is { } refused) month.Move(PayState.Withheld, Treasury, now, VisaRefused, refused.Key);
        else if (others.Count == 0) month.Move(PayState.Visaed, Treasury, now, reference: message.Reference);
    }

    private static DateOnly First(DateOnly day) => new(day.Year, day.Month, 1);

    private const string VisaRefused = "visa-refused";
    private const string Treasury = "treasury";
    private const string PayOffice = "pay-office";
}
