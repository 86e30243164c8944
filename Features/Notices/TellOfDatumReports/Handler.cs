using System.Globalization;
using Massar.Features.Notices.Domain;
using Massar.Features.Pupils;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfDatumReports;

/// <summary>The head is told that something in a file is said to be wrong; who said so is told when the school settled it. What is wrong stands in no notice.</summary>
public sealed class Handler(MassarDb db, AccountDesk accounts, TimeProvider clock) : IFactHandler<DatumReported>
{
    public async Task Handle(DatumReported notification, CancellationToken cancellationToken)
    {
        var id = notification.ReportId;
        var report = await db.DatumReports.Where(r => r.Id == id).Join(db.Pupils, r => r.PupilId, p => p.Id, (r, p) => new { r.SchoolId, r.PupilId, r.AccountId, p.FirstNameAr, p.FirstNameLatin }).AsNoTracking().SingleAsync(cancellationToken);
        var key = string.Create(CultureInfo.InvariantCulture, $"datum/{id}");
        if (!notification.IsSettled)
        {
            await accounts.Tell(accounts.Holding(report.SchoolId, Roles.Head), AccountDesk.MostOfOffice, told => told.Draft(
                $"{key}/{told.Id}", report.SchoolId, "notices.datum-reported", Pupils.Links.ReportCase(id), told.IsArabic ? report.FirstNameAr : report.FirstNameLatin), cancellationToken);
            return;
        }

        // A guardian whose right ended meanwhile is told nothing more of the child.
        var (account, pupil, today) = (report.AccountId, report.PupilId, MoroccanDay.Today(clock));
        await accounts.Tell(db.Accounts.Where(a => a.Id == account && (a.PupilId == pupil || db.Guardianships.InForce(today).Any(g => g.GuardianId == a.GuardianId && g.PupilId == pupil))), 1, told => told.Draft(
            $"{key}/settled", report.SchoolId, "notices.datum-settled", Pupils.Links.MyChild(pupil), told.IsArabic ? report.FirstNameAr : report.FirstNameLatin) with
        { Phone = told.Phone }, cancellationToken);
    }
}
