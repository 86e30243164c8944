using System.Globalization;
using Massar.Features.Decisions;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;

namespace Massar.Features.Notices.TellOfDecisionAppeals;

/// <summary>The office learns of an appeal with the last day for the answer, the employee that there is one; who appealed and what was said is read in one's own space.</summary>
public sealed class Handler(AccountDesk accounts, EmployeeDesk employees) : IFactHandler<DecisionAppealed>
{
    private static readonly string[] Told = [Roles.HrManager, Roles.HeadOfService, Roles.ProvincialDirector];

    public async Task Handle(DecisionAppealed notification, CancellationToken cancellationToken)
    {
        var (id, place) = (notification.AppealId, notification.PlaceId);
        if (notification.IsAnswered)
        {
            // The same appeal may be answered anew when the second decision came to nothing.
            await employees.Tell(notification.EmployeeId, employee => employee.Draft(string.Create(CultureInfo.InvariantCulture, $"decision-appeal-answered/{id}/{notification.Round}"), place, "notices.decision-appeal-answered", notification.Address), cancellationToken);
            return;
        }

        await accounts.Tell(accounts.Wearing(accounts.Hats.Where(h => h.PlaceId == place && Told.Contains(h.Role))), AccountDesk.MostOfOffice, a => a.Draft(
            string.Create(CultureInfo.InvariantCulture, $"decision-appeal/{id}/h{a.Id}"), place, "notices.decision-appeal", Decisions.Links.AnswerAppeal(id), Formats.ShortDate(notification.DueOn)), cancellationToken);
    }
}
