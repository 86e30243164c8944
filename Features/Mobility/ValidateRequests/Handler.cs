using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.MySql.Query;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ValidateRequests;

public sealed record Command(IReadOnlyList<string> Chosen) : ICommand<Validation>
{
    public const int Most = 50;
}

/// <summary>How many were validated, and which were not and why.</summary>
public sealed record Validation(int Validated, IReadOnlyList<LeftOut> LeftOut);

/// <param name="Reason">Text key.</param>
/// <param name="Args">Values of its placeholders.</param>
public sealed record LeftOut(long Request, string Number, string NameAr, string NameLatin, string Reason, IReadOnlyList<string> Args);

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : ICommandHandler<Command, Validation>
{
    public async Task<Outcome<Validation>> Handle(Command request, CancellationToken cancellationToken)
    {
        var office = user.OfficeOf()!.Value;
        if (request.Chosen.Count == 0)
            return Refusal.Conflict("mobility.batch.none").Next("mobility.next.choose");
        if (request.Chosen.Count > Command.Most)
            return Refusal.Conflict("mobility.batch.too-many", Command.Most).Next("mobility.next.choose");
        var versions = new Dictionary<long, int>();
        foreach (var chosen in request.Chosen)
        {
            if (chosen?.Split(':') is not [var id, var version] || !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || !int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var seen))
                return Refusal.NotFound;
            versions[number] = seen;
        }

        // In order of number, so that two officers with overlapping lists wait for each other instead of dying.
        long[] ids = [.. versions.Keys.Order()];
        var requests = await db.MovementRequests.InTerritoryOf(user).Where(r => ids.Contains(r.Id)).OrderBy(r => r.Id).ForUpdate().ToListAsync(cancellationToken);
        if (requests.Count != ids.Length)
            return Refusal.NotFound;
        int[] campaignIds = [.. requests.Select(r => r.CampaignId).Distinct()];
        var campaigns = await db.Campaigns.Where(c => campaignIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellationToken);
        var kinds = requests.GroupBy(r => r.SubmittedKind).OrderByDescending(k => k.Count()).ToList();
        if (kinds.Count > 1)
            return Refusal.Conflict("mobility.batch.one-kind", string.Join(" – ", kinds.Skip(1).SelectMany(k => k).Select(r => MovementRequest.NumberOf(campaigns[r.CampaignId].SchoolYearId, r.Id)))).Next("mobility.next.filter-kind");

        long[] people = [.. requests.Select(r => r.EmployeeId)];
        var names = await db.Employees.Where(e => people.Contains(e.Id)).Select(e => new { e.Id, e.FirstNameAr, e.LastNameAr, e.FirstNameLatin, e.LastNameLatin }).ToDictionaryAsync(e => e.Id, cancellationToken);
        var contested = await db.DatumContests.Where(c => people.Contains(c.EmployeeId) && campaignIds.Contains(c.CampaignId) && c.State == ContestState.Asked)
            .Select(c => new { c.EmployeeId, c.CampaignId }).ToListAsync(cancellationToken);

        var claimed = await db.PriorityClaims.Where(c => people.Contains(c.EmployeeId) && campaignIds.Contains(c.CampaignId) && c.State == ClaimState.Claimed)
            .Select(c => new { c.EmployeeId, c.CampaignId }).ToListAsync(cancellationToken);

        var (by, today, validated, leftOut) = (user.Acting(clock) with { Hands = await Hands.Of(db, user, cancellationToken), Kin = await Kinship.Of(db, user.EmployeeId, cancellationToken) }, MoroccanDay.Today(clock), 0, new List<LeftOut>());
        foreach (var one in requests)
        {
            var campaign = campaigns[one.CampaignId];
            var number = MovementRequest.NumberOf(campaign.SchoolYearId, one.Id);
            var refusal = one.Version != versions[one.Id] ? Refusal.Stale
                : contested.Any(c => c.EmployeeId == one.EmployeeId && c.CampaignId == one.CampaignId) ? Refusal.Conflict("mobility.contest-pending")
                : claimed.Any(c => c.EmployeeId == one.EmployeeId && c.CampaignId == one.CampaignId) ? Refusal.Conflict("mobility.priority-pending")
                : one.Validate(office, campaign, by, today);
            if (refusal is not null)
            {
                var name = names[one.EmployeeId];
                leftOut.Add(new LeftOut(one.Id, number, $"{name.LastNameAr} {name.FirstNameAr}", $"{name.LastNameLatin} {name.FirstNameLatin}", refusal.Reason.Key,
                    [.. refusal.Reason.Args.Select(a => Convert.ToString(a, CultureInfo.InvariantCulture)!)]));
                continue;
            }

            validated++;
            db.RequestEvents.Add(RequestEvent.Of(one, MovementRequest.MoveOf(office), by));
            await facts.Tell(new MovementRequestValidated(
                one.Id, one.EmployeeId, one.PlaceId, number, campaign.NameAr, campaign.NameFr, FormattableString.Invariant($"{office}-{one.Submissions}-{one.Version}"), office), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        return new Validation(validated, leftOut);
    }
}
