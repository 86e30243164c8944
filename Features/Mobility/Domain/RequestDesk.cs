using Massar.Features.Accounts.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.MySql.Query;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.Domain;

/// <summary>A request an office is about to judge, as its form names it.</summary>
/// <param name="Office">The office the reader acts for.</param>
public sealed record Target(long Id, int Version, string Number, string NameAr, string NameLatin, string Ppr, Office Office);

/// <summary>A request held for judging, with who judges and when.</summary>
public sealed record Held(MovementRequest Request, Campaign Campaign, Actor By, DateOnly Today)
{
    public string Number => MovementRequest.NumberOf(Campaign.SchoolYearId, Request.Id);

    /// <summary>Names one event of this request: one event, one notice.</summary>
    public string Event(string what) => FormattableString.Invariant($"{what}-{Request.Version}");
}

/// <summary>Where an office takes one request of its territory, judges it and puts it back with a line of history.</summary>
public sealed class RequestDesk(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock)
{
    public async Task<Outcome<Target>> Show(long id, CancellationToken ct)
    {
        var found = await (
            from request in db.MovementRequests.AsNoTracking().InTerritoryOf(user)
            join employee in db.Employees on request.EmployeeId equals employee.Id
            where request.Id == id
            select new { request.Id, request.Version, request.Campaign.SchoolYearId, employee }).SingleOrDefaultAsync(ct);
        return found is null ? Refusal.NotFound
            : new Target(
                found.Id, found.Version, MovementRequest.NumberOf(found.SchoolYearId, found.Id), found.employee.FullNameAr, found.employee.FullNameLatin, found.employee.Ppr, user.OfficeOf()!.Value);
    }

    /// <summary>Locks the request; refused when it is out of the office's territory or changed since it was read.</summary>
    public async Task<Outcome<Held>> Take(long id, int version, CancellationToken ct)
    {
        var request = await db.MovementRequests.InTerritoryOf(user).ForUpdate().SingleOrDefaultAsync(r => r.Id == id, ct);
        if (request is null)
            return Refusal.NotFound;
        if (request.Version != version)
            return Refusal.Stale;
        var campaign = await db.Campaigns.SingleAsync(c => c.Id == request.CampaignId, ct);
        return new Held(request, campaign, user.Acting(clock) with { Hands = await Hands.Of(db, user, ct), Kin = await Kinship.Of(db, user.EmployeeId, ct) }, MoroccanDay.Today(clock));
    }

    /// <summary>Writes the history line, tells those concerned, saves.</summary>
    public async Task<Outcome<Done>> Put(Held held, Move move, string? remark, string? code, IFact? fact, CancellationToken ct)
    {
        db.RequestEvents.Add(RequestEvent.Of(held.Request, move, held.By, remark, code));
        if (fact is not null)
            await facts.Tell(fact, ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
