using System.Globalization;
using Massar.Features.Certificates.Domain;
using Massar.Features.Notices.Domain;
using Massar.Features.ReportCards;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfCouncilAppeals;

/// <summary>The head learns of an appeal against a council, and the family that it came in, that the council is seized and that there is an answer; who is meant and what was said is read in one's own space.</summary>
public sealed class Handler(MassarDb db, GuardianDesk guardians, AccountDesk accounts, TimeProvider clock) : IFactHandler<CouncilAppealStepped>
{
    public async Task Handle(CouncilAppealStepped notification, CancellationToken cancellationToken)
    {
        var (id, pupil, school, state) = (notification.AppealId, notification.PupilId, notification.SchoolId, notification.State);
        var number = AppealDesk.NumberOf(notification.SchoolYearId, id);
        var key = string.Create(CultureInfo.InvariantCulture, $"council-appeal/{id}/{state}");
        if (state is AppealState.Asked or AppealState.Withdrawn)
            await accounts.Tell(accounts.Holding(school, Roles.Head), AccountDesk.MostOfOffice,
                a => a.Draft(string.Create(CultureInfo.InvariantCulture, $"{key}/h{a.Id}"), school, state == AppealState.Asked ? "notices.council-appeal-head" : "notices.council-appeal-withdrawn", ReportCards.Links.AppealCase(id), number), cancellationToken);
        if (state == AppealState.Withdrawn)
            return;
        // Who asks, takes back and asks again fills nobody's telephone: the family was told the first time.
        if (state == AppealState.Asked && await db.CouncilAppeals.AnyAsync(a => a.Id == id && db.CouncilAppeals.Any(b => b.CouncilId == a.CouncilId && b.PupilId == a.PupilId && b.AskedByAccountId == a.AskedByAccountId && b.Id < a.Id), cancellationToken))
            return;

        var adult = Majority.LatestBirth(MoroccanDay.Today(clock));
        var template = state switch
        {
            AppealState.Asked => "notices.council-appeal-asked",
            AppealState.Seized => "notices.council-appeal-seized",
            _ => "notices.council-appeal-answered",
        };
        await guardians.Tell([pupil], g => g.Draft(key, school, template, ReportCards.Links.Mine, g.Child), cancellationToken);
        await accounts.Tell(db.Accounts.Where(a => a.PupilId == pupil && db.Pupils.Any(p => p.Id == pupil && p.BirthDate <= adult)), 1,
            account => account.Draft($"{key}/p", school, template, ReportCards.Links.Mine, account.Name) with { Phone = account.Phone, Email = account.Email }, cancellationToken);
    }
}
