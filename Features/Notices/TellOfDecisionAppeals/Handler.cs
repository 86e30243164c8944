using System.Globalization;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfDecisionAppeals;

/// <summary>The office learns of an appeal with the last day for the answer, the employee that there is one, and both that it waits again when the second decision it named came to nothing; who appealed and what was said is read in one's own space.</summary>
public sealed class Handler(AccountDesk accounts, EmployeeDesk employees, MassarDb db) : IFactHandler<DecisionAppealed>
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

        if (notification.IsReopened)
            await employees.Tell(notification.EmployeeId, employee => employee.Draft(string.Create(CultureInfo.InvariantCulture, $"decision-appeal-reopened/{id}/{notification.Round}"), place, "notices.decision-appeal-reopened", notification.Address), cancellationToken);

        // Where everybody of the office had a part in it, the academy's answers.
        var path = await db.Places.Where(p => p.Id == place).Select(p => p.Path).SingleAsync(cancellationToken);
        var above = DecisionReader.Path(path);
        await accounts.Tell(accounts.Wearing(accounts.Hats.Where(h => (h.PlaceId == place && Told.Contains(h.Role)) || (above.Contains(h.PlaceId) && h.Role == Roles.HrManager))), AccountDesk.MostOfOffice, a => a.Draft(
            string.Create(CultureInfo.InvariantCulture, $"{(notification.IsReopened ? "decision-appeal-again" : "decision-appeal")}/{id}/{notification.Round}/h{a.Id}"), place, "notices.decision-appeal", Decisions.Links.AnswerAppeal(id), Formats.ShortDate(notification.DueOn)), cancellationToken);
    }
}
