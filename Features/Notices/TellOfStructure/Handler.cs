using System.Globalization;
using Massar.Features.Classes;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfStructure;

/// <summary>The directorate learns that a structure waits, and the head that lines came back or that all were accepted.</summary>
public sealed class Handler(MassarDb db, AccountDesk accounts) : IFactHandler<StructureSent>, IFactHandler<StructureAnswered>
{
    public async Task Handle(StructureSent fact, CancellationToken ct)
    {
        var school = await db.Places.AsNoTracking().Where(p => p.Id == fact.SchoolId).Select(p => new { p.NameAr, p.NameFr, p.Path }).SingleAsync(ct);
        await Tell(Classes.Permissions.Structures, [.. Schools.Domain.Tree.Above(school.Path)], "notices.structure-sent", fact.StructureId, fact.Times, fact.SchoolId, Classes.Links.Review(fact.StructureId),
            account => [account.IsArabic ? school.NameAr : school.NameFr, Formats.SchoolYear(fact.SchoolYearId)], ct);
    }

    public Task Handle(StructureAnswered fact, CancellationToken ct)
    {
        string[] args = fact.IsAccepted ? [Formats.SchoolYear(fact.SchoolYearId)] : [Formats.SchoolYear(fact.SchoolYearId), fact.Returned.ToString(CultureInfo.InvariantCulture)];
        return Tell(Classes.Permissions.Structure, [fact.SchoolId], fact.IsAccepted ? "notices.structure-accepted" : "notices.structure-returned", fact.StructureId, fact.Times, fact.SchoolId, Classes.Links.Structure, _ => args, ct);
    }

    private Task Tell(string permission, List<int> places, string template, int structure, int times, int place, string address, Func<ToldAccount, string[]> args, CancellationToken ct)
    {
        var roles = Roles.All.Where(r => Roles.PermissionsOf(r).Contains(permission)).ToList();
        return accounts.Tell(accounts.Wearing(accounts.Hats.Where(h => places.Contains(h.PlaceId) && roles.Contains(h.Role))), AccountDesk.MostOfOffice, account => account.Draft(
            string.Create(CultureInfo.InvariantCulture, $"{template}/{structure}/{times}/{account.Id}"), place, template, address, args(account)) with
        { Email = account.Email }, ct);
    }
}
