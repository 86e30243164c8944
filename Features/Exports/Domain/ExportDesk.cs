using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Exports.Domain;

/// <summary>
/// The only way a list of people leaves as a file. Each file is written down before it leaves. One with many people needs the leave of a
/// second person; the others count, with the lists read on pages, against the day's budget of the account, on all instances together.
/// </summary>
public sealed class ExportDesk(
    MassarDb db, UnitOfWork unit, CurrentUser user, ReadLedger ledger, ReadAlarm alarm, ExportTickets tickets, Facts facts, TimeProvider clock, IHttpContextAccessor accessor)
{
    /// <summary>Hands the file out, or says what is missing.</summary>
    /// <param name="kind">A code of <see cref="ExportKinds"/>.</param>
    /// <param name="persons">Different people in the file.</param>
    /// <param name="file">Draws the file, once it may leave.</param>
    public async Task<IResult> Hand(string kind, int persons, Func<IResult> file) => await Hand(kind, persons, () => Task.FromResult(file()));

    /// <inheritdoc cref="Hand(string, int, Func{IResult})"/>
    public async Task<IResult> Hand(string kind, int persons, Func<Task<IResult>> file)
    {
        var http = accessor.HttpContext!;
        var ct = http.RequestAborted;
        // Who asks for the headers gets no file, and what another site starts must not spend anybody's budget.
        if (http.IsHeadRequest())
            return Results.Empty;
        if (http.Request.Headers["Sec-Fetch-Site"] == "cross-site")
            return RefusalAnswer.For(http, Refusal.Conflict("exports.from-elsewhere").Next("exports.from-elsewhere.next"));

        var address = $"{http.Request.Path}{http.Request.QueryString}";
        if (address.Length > ExportRequest.AddressLength)
            return RefusalAnswer.For(http, Refusal.Conflict("exports.too-long"));

        var rules = await ExportRules.Of(db, user.Role, ct);
        await ledger.WriteDown(user.AccountId, ct);
        var leave = await unit.Run<Leave>("Exports.Take", token => persons > rules.Large ? TakeLarge(kind, address, persons, token) : TakeSmall(kind, address, persons, rules, token), ct);
        if (leave.IsRefused)
            return RefusalAnswer.For(http, leave.Refusal!);
        if (leave.Value == Leave.Given)
            return await file();
        return user.Has(Permissions.Ask) && !http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            ? new GoAnswer(Links.Ask(tickets.Seal(user.AccountId, new ExportTicket(kind, address, persons, user.PlaceId, clock.GetUtcNow().UtcDateTime))), null, [])
            : RefusalAnswer.For(http, Refusal.Conflict("exports.large", persons, rules.Large).Next("exports.large.next"));
    }

    // The second person answers for it: it does not count against the budget, and is told when the file leaves.
    private async Task<Outcome<Leave>> TakeLarge(string kind, string address, int persons, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (me, place, since) = (user.AccountId, user.PlaceId, now - ExportRequest.Open);
        var open = await db.ExportRequests.Where(r => r.AccountId == me && r.PlaceId == place && r.State == ExportState.Approved && r.DecidedAt > since && r.Address == address)
            .OrderByDescending(r => r.Id).ForUpdate().ToListAsync(ct);
        if (open.Find(r => r.IsOpenAt(now) && r.Covers(persons)) is not { } request)
            return Leave.Missing;
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;

        var isFirst = request.TakenAt is null;
        request.TakenAt ??= now;
        Write(kind, address, persons, now, request.Id);
        await db.SaveChangesAsync(ct);
        if (isFirst)
        {
            await facts.Tell(new ExportCollected(request.Id, request.PlaceId, me, request.DecidedByAccountId!.Value, persons, now), ct);
            await db.SaveChangesAsync(ct);
        }

        return Leave.Given;
    }

    private async Task<Outcome<Leave>> TakeSmall(string kind, string address, int persons, ExportRules rules, CancellationToken ct)
    {
        var sum = await ledger.Add(user.AccountId, MoroccanDay.Today(clock), persons, ct);
        if (sum > rules.Daily)
        {
            alarm.Sound(user.AccountId, user.Role, sum, rules.Daily);
            return Refusal.Conflict("exports.spent", rules.Daily).Next("exports.spent.next");
        }

        Write(kind, address, persons, clock.GetUtcNow().UtcDateTime, null);
        await db.SaveChangesAsync(ct);
        return Leave.Given;
    }

    private void Write(string kind, string address, int persons, DateTime now, long? request) => db.ExportsTaken.Add(new ExportTaken
    {
        PlaceId = user.PlaceId,
        AccountId = user.AccountId,
        Kind = kind,
        Address = address,
        Persons = persons,
        RequestId = request,
        At = now,
    });

    private enum Leave
    {
        Given,
        Missing,
    }
}
