using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Exports.AskExport;

/// <param name="Ticket">What the program said when the file was too large.</param>
public sealed record Query(string? Ticket) : IQuery<ToAsk>;

/// <param name="Large">So many people one person may take alone.</param>
/// <param name="HasDecider">Somebody else of the place can allow it.</param>
/// <param name="Helpers">Where nobody can: who above the place may give a colleague the function, the nearest first.</param>
public sealed record ToAsk(string Ticket, string Kind, int Persons, int Large, bool HasDecider, IReadOnlyList<Helper> Helpers);

public sealed record Helper(string Role, string PlaceAr, string PlaceFr);

public sealed record Command(string? Ticket, string? Reason) : ICommand<long>;

public sealed class Validator : AbstractValidator<Command>
{
    /// <summary>A word is no reason that a colleague could answer for.</summary>
    public const int ShortestReason = 10;

    public Validator() => RuleFor(c => c.Reason)
        .Must(r => BidiSafe.CleanLines(r).Length is >= ShortestReason and <= ExportRequest.ReasonLength).WithMessage("exports.reason.needed")
        .WithState(_ => new object[] { ShortestReason, ExportRequest.ReasonLength });
}

public sealed class Handler(MassarDb db, CurrentUser user, ExportTickets tickets, Facts facts, TimeProvider clock) : IQueryHandler<Query, ToAsk>, ICommandHandler<Command, long>
{
    private static readonly Refusal Expired = Refusal.Conflict("exports.ticket-expired").Next("exports.ticket-expired.next");

    public async Task<Outcome<ToAsk>> Handle(Query query, CancellationToken ct)
    {
        if (Open(query.Ticket) is not { } ticket)
            return Expired;
        var large = (await ExportRules.Of(db, user.Role, ct)).Large;
        var hasDecider = await Deciders(ticket).AnyAsync(ct);
        return new ToAsk(query.Ticket!, ticket.Kind, ticket.Persons, large, hasDecider, hasDecider ? [] : await Helpers(ct));
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        if (Open(command.Ticket) is not { } ticket)
            return Expired;
        var (me, now) = (user.AccountId, clock.GetUtcNow().UtcDateTime);
        // Two taps at once ask one after the other.
        _ = await db.Accounts.Where(a => a.Id == me).Select(a => a.Id).ForUpdate().SingleAsync(ct);
        if (await db.ExportRequests.AnyAsync(r => r.AccountId == me && r.PlaceId == ticket.PlaceId && r.State == ExportState.Waiting && r.Address == ticket.Address, ct))
            return Refusal.Conflict("exports.already-asked").Next("exports.already-asked.next");
        if (!await Deciders(ticket).AnyAsync(ct))
            return Refusal.Conflict("exports.nobody").Next("exports.nobody.next");

        var request = new ExportRequest
        {
            PlaceId = ticket.PlaceId,
            AccountId = me,
            EmployeeId = user.EmployeeId,
            Role = user.Role,
            Kind = ticket.Kind,
            Address = ticket.Address,
            Persons = ticket.Persons,
            Reason = BidiSafe.CleanLines(command.Reason),
            AskedAt = now,
        };
        db.ExportRequests.Add(request);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new ExportAsked(request.Id, request.PlaceId, me, request.Persons), ct);
        await db.SaveChangesAsync(ct);
        return request.Id;
    }

    private IQueryable<Account> Deciders(ExportTicket ticket) => db.Accounts.DecidingAt(db, ticket.PlaceId, user.AccountId, user.EmployeeId, MoroccanDay.Today(clock));

    private async Task<List<Helper>> Helpers(CancellationToken ct)
    {
        var roles = Roles.All.Where(r => Roles.PermissionsOf(r).Contains(Accounts.Permissions.Manage)).ToList();
        int[] above = [.. user.PlacePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        return await (
            from hat in db.Hats.LiveOn(MoroccanDay.Today(clock))
            where roles.Contains(hat.Role) && above.Contains(hat.PlaceId)
            join place in db.Places on hat.PlaceId equals place.Id
            group hat by new { hat.Role, place.Kind, place.NameAr, place.NameFr } into offices
            orderby offices.Key.Kind descending
            select new Helper(offices.Key.Role, offices.Key.NameAr, offices.Key.NameFr)).ToListAsync(ct);
    }

    // Asked under another hat it would come before people of another place.
    private ExportTicket? Open(string? text) => tickets.Open(user.AccountId, text) is { } ticket && ticket.PlaceId == user.PlaceId ? ticket : null;
}
