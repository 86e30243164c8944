using System.Globalization;
using Massar.Features.Mobility;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Notices.TellOfTransferRequests;

/// <summary>
/// Tells a participant what became of a movement request or a contested datum. An SMS only says that there is news and where;
/// points and reasons are read in one's own space.
/// </summary>
public sealed class Handler(MassarDb db, AccountDesk accounts) :
    IFactHandler<MovementRequestSubmitted>, IFactHandler<MovementRequestValidated>, IFactHandler<MovementRequestRefused>,
    IFactHandler<MovementRequestReturned>, IFactHandler<ContestDecided>, IFactHandler<PriorityDecided>, IFactHandler<MovementResultPublished>, IFactHandler<AppealAnswered>, IFactHandler<SurplusCalled>, IFactHandler<SurplusReleased>
{
    public Task Handle(MovementRequestSubmitted notification, CancellationToken cancellationToken) => Tell(notification, "notices.mobility.submitted", [], cancellationToken);

    public Task Handle(MovementRequestValidated notification, CancellationToken cancellationToken) =>
        Tell(notification, notification.By switch
        {
            Mobility.Domain.Office.Directorate => "notices.mobility.validated",
            Mobility.Domain.Office.Academy => "notices.mobility.validated-academy",
            _ => "notices.mobility.validated-ministry",
        }, [], cancellationToken);

    public Task Handle(SurplusCalled notification, CancellationToken cancellationToken) => Tell(notification, "notices.mobility.surplus", [Formats.ShortDate(notification.Until)], cancellationToken);

    public Task Handle(SurplusReleased notification, CancellationToken cancellationToken) => Tell(notification, "notices.mobility.surplus-released", [], cancellationToken);

    public Task Handle(MovementRequestRefused notification, CancellationToken cancellationToken) => Tell(notification, "notices.mobility.refused", [], cancellationToken);

    public Task Handle(MovementRequestReturned notification, CancellationToken cancellationToken) =>
        Tell(notification, "notices.mobility.returned", [Formats.ShortDate(notification.Until)], cancellationToken);

    public async Task Handle(ContestDecided notification, CancellationToken cancellationToken)
    {
        var changed = notification is { PointsBefore: { } before, PointsAfter: { } after } && before != after;
        var template = notification.Accepted ? changed ? "notices.mobility.contest-points" : "notices.mobility.contest-accepted" : "notices.mobility.contest-refused";
        await Queue(
            $"mobility-contest/{notification.ContestId}", template, notification.EmployeeId, notification.PlaceId, notification.CampaignAr, notification.CampaignFr,
            changed ? [Points(notification.PointsBefore), Points(notification.PointsAfter)] : [], Mobility.Links.File(notification.CampaignId), cancellationToken);
    }

    public Task Handle(PriorityDecided notification, CancellationToken cancellationToken) => Queue(
        string.Create(CultureInfo.InvariantCulture, $"mobility-priority/{notification.ClaimId}/{notification.Version}"),
        notification.Accepted ? "notices.mobility.priority-accepted" : "notices.mobility.priority-refused", notification.EmployeeId, notification.PlaceId,
        notification.CampaignAr, notification.CampaignFr, [], Mobility.Links.File(notification.CampaignId), cancellationToken);

    /// <summary>Only that it is out: what it is, is read in one's own space.</summary>
    public async Task Handle(MovementResultPublished notification, CancellationToken cancellationToken)
    {
        foreach (var employee in notification.Employees)
            await Queue(
                string.Create(CultureInfo.InvariantCulture, $"mobility-result/{notification.Run}/{employee}"), "notices.mobility.result", employee, notification.PlaceId,
                notification.CampaignAr, notification.CampaignFr, [], Mobility.Links.Result(notification.CampaignId), cancellationToken);
    }

    public Task Handle(AppealAnswered notification, CancellationToken cancellationToken) => Queue(
        string.Create(CultureInfo.InvariantCulture, $"mobility-appeal/{notification.AppealId}"), notification.Accepted ? "notices.mobility.appeal-accepted" : "notices.mobility.appeal-refused",
        notification.EmployeeId, notification.PlaceId, notification.CampaignAr, notification.CampaignFr, [], Mobility.Links.Appeal(notification.CampaignId), cancellationToken);

    private Task Tell(RequestFact fact, string template, IReadOnlyList<string> more, CancellationToken ct) => Queue(
        string.Create(CultureInfo.InvariantCulture, $"mobility/{fact.RequestId}/{fact.Event}"), template, fact.EmployeeId, fact.PlaceId, fact.CampaignAr, fact.CampaignFr,
        [fact.Number, .. more], Mobility.Links.Request(fact.RequestId), ct);

    // Without an account there is nobody to tell yet: the request's page says it all the same.
    private Task Queue(string key, string template, long employeeId, int placeId, string campaignAr, string campaignFr, IReadOnlyList<string> args, string address, CancellationToken ct) =>
        accounts.Tell(db.Accounts.Where(a => a.EmployeeId == employeeId), 1, account => account.Draft(key, placeId, template, address, [.. args, account.IsArabic ? campaignAr : campaignFr]) with
        {
            Phone = account.Phone,
            Email = account.Email,
        }, ct);

    private static string Points(decimal? points) => Formats.Number(points ?? 0, 2);
}
