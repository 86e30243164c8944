using System.Globalization;
using Massar.Features.Escalations;
using Massar.Features.Escalations.Domain;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Notices.TellOfEscalations;

/// <summary>The office of a directorate is told once a day how many cases its heads left without an answer; which they are stands in its list.</summary>
public sealed class Handler(AccountDesk accounts) : IFactHandler<CasesPassedOn>
{
    public Task Handle(CasesPassedOn notification, CancellationToken cancellationToken)
    {
        var (place, role) = (notification.DirectorateId, notification.Office == WaitOffice.Staff ? Roles.HrManager : Roles.ProvincialDirector);
        var key = string.Create(CultureInfo.InvariantCulture, $"escalations/{place}/{notification.Office}/{notification.Day:yyyyMMdd}");
        var (cases, schools) = (notification.Cases.ToString(CultureInfo.InvariantCulture), notification.Schools.ToString(CultureInfo.InvariantCulture));
        return accounts.Tell(accounts.Holding(place, role), AccountDesk.MostOfOffice, told => told.Draft($"{key}/a{told.Id.ToString(CultureInfo.InvariantCulture)}", place, "notices.escalations", Massar.Features.Escalations.Links.Passed, cases, schools) with
        { Email = told.Email }, cancellationToken);
    }
}
