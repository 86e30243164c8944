using System.Globalization;
using Massar.Features.Mobility;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfTransferRequests;

/// <summary>
/// Tells a participant what became of a movement request or a contested datum. An SMS only says that there is news and where;
/// points and reasons are read in one's own space.
/// </summary>
public sealed class Handler(MassarDb db, NoticeDesk desk) :
    IFactHandler<MovementRequestSubmitted>, IFactHandler<MovementRequestValidated>, IFactHandler<MovementRequestRefused>,
    IFactHandler<MovementRequestReturned>, IFactHandler<ContestDecided>
{
    public Task Handle(MovementRequestSubmitted notification, CancellationToken cancellationToken) => Tell(notification, "notices.mobility.submitted", [], cancellationToken);

    public Task Handle(MovementRequestValidated notification, CancellationToken cancellationToken) =>
        Tell(notification, notification.ByAcademy ? "notices.mobility.validated-academy" : "notices.mobility.validated", [], cancellationToken);

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

    private Task Tell(RequestFact fact, string template, IReadOnlyList<string> more, CancellationToken ct) => Queue(
        string.Create(CultureInfo.InvariantCulture, $"mobility/{fact.RequestId}/{fact.Event}"), template, fact.EmployeeId, fact.PlaceId, fact.CampaignAr, fact.CampaignFr,
        [fact.Number, .. more], Mobility.Links.Request(fact.RequestId), ct);

    private async Task Queue(string key, string template, long employeeId, int placeId, string campaignAr, string campaignFr, IReadOnlyList<string> args, string address, CancellationToken ct)
    {
        var account = await db.Accounts.Where(a => a.EmployeeId == employeeId && a.ClosedAt == null).OrderBy(a => a.Id)
            .Select(a => new { a.Id, a.NameAr, a.NameLatin, a.Language, a.Phone, a.Email }).FirstOrDefaultAsync(ct);
        if (account is null)
            return; // nobody to tell yet: the request's page says it all the same

        var language = account.Language ?? Languages.Default;
        await desk.Queue(new NoticeDraft(key, placeId, template, language == "ar" ? account.NameAr : account.NameLatin, language)
        {
            AccountId = account.Id,
            Phone = account.Phone,
            Email = account.Email,
            Args = [.. args, language == "ar" ? campaignAr : campaignFr],
            Address = address,
        }, ct);
    }

    private static string Points(decimal? points) => Formats.Number(points ?? 0, 2);
}
