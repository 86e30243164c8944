using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Notices.Domain;
using Massar.Features.StaffMerges;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfStaffMerges;

/// <summary>
/// Of two files of an employee that became one, or two again, the employee is told, and who proposed it; of a proposal, or of its withdrawal,
/// those of the office who decide.
/// </summary>
public sealed class Handler(MassarDb db, EmployeeDesk employees, AccountDesk accounts) : IFactHandler<StaffMergeStepped>
{
    private static readonly string[] Deciding = [.. Roles.All.Where(r => Roles.PermissionsOf(r).Contains(StaffMerges.Permissions.Decide))];

    public async Task Handle(StaffMergeStepped notification, CancellationToken cancellationToken)
    {
        var (ct, kept, other, place, proposer) = (cancellationToken, notification.KeptId, notification.OtherId, notification.PlaceId, notification.ProposedByAccountId);
        var files = await db.Employees.AsNoTracking().Where(e => e.Id == kept || e.Id == other).Select(e => new { e.Id, e.Ppr, Ar = e.LastNameAr + " " + e.FirstNameAr, Latin = e.LastNameLatin + " " + e.FirstNameLatin }).ToDictionaryAsync(e => e.Id, ct);
        var (stays, gone, template) = (files[kept], files[other], $"notices.staff-merge-{notification.What}");
        var key = string.Create(CultureInfo.InvariantCulture, $"staff-merge/{notification.MergeId}/{notification.What}");

        // After an undo each of the two is told: they may be two persons.
        foreach (var file in notification.What switch { "done" => (long[])[kept], "undone" => [kept, other], _ => [] })
            await employees.Tell(file, employee => employee.Draft(
                string.Create(CultureInfo.InvariantCulture, $"{key}/e{file}"), place, template, Employees.Links.Mine, employee.Language == "ar" ? files[file].Ar : files[file].Latin, stays.Ppr, gone.Ppr), ct);
        var office = notification.What is "proposed" or "withdrawn" ? accounts.Wearing(accounts.Hats.Where(h => h.PlaceId == place && Deciding.Contains(h.Role))) : db.Accounts.Where(a => a.Id == proposer);
        // Nobody is told as an officer of what is his own file.
        await accounts.Tell(office.Where(a => a.EmployeeId == null || (a.EmployeeId != kept && a.EmployeeId != other)), AccountDesk.MostOfOffice, account => account.Draft(
            string.Create(CultureInfo.InvariantCulture, $"{key}/a{account.Id}"), place, template, StaffMerges.Links.Case(notification.MergeId), account.IsArabic ? stays.Ar : stays.Latin, stays.Ppr, gone.Ppr) with
        { Email = account.Email }, ct);
    }
}
