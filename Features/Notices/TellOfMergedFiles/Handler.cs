using System.Globalization;
using Massar.Features.Notices.Domain;
using Massar.Features.Pupils;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfMergedFiles;

/// <summary>
/// Of two files that became one, or two again, the family is told, and the heads of both schools; of a proposal the office that decides.
/// </summary>
public sealed class Handler(MassarDb db, GuardianDesk guardians, AccountDesk accounts) : IFactHandler<MergeStepped>
{
    public async Task Handle(MergeStepped notification, CancellationToken cancellationToken)
    {
        var (ct, kept, other) = (cancellationToken, notification.KeptId, notification.OtherId);
        var files = await db.Pupils.AsNoTracking().Where(p => p.Id == kept || p.Id == other).ToDictionaryAsync(p => p.Id, ct);
        var (template, address) = ($"notices.merge-{notification.What}", Pupils.Links.Merge(notification.MergeId));
        var key = string.Create(CultureInfo.InvariantCulture, $"merge/{notification.MergeId}/{notification.What}");

        // Each guardian once, by the file that stays; after an undo by each of the two.
        if (notification.What is "done" or "undone")
            await guardians.Tell(notification.What == "done" ? [kept] : [kept, other], guardian => guardian.Draft(
                string.Create(CultureInfo.InvariantCulture, $"{key}/{guardian.ChildId}"), notification.PlaceId, template, Marks.Links.Child(guardian.ChildId), guardian.Child, files[kept].MassarCode, files[other].MassarCode), ct);
        var schools = new[] { notification.PlaceId, notification.OtherPlaceId ?? notification.PlaceId }.Distinct().Select(s => (s, Roles.Head));
        foreach (var (place, role) in notification.What == "proposed" && notification.OfficeId is { } office ? [(office, Roles.ProvincialDirector), (office, Roles.Ministry)] : schools)
            await accounts.Tell(accounts.Holding(place, role), AccountDesk.MostOfOffice, account => account.Draft(
                string.Create(CultureInfo.InvariantCulture, $"{key}/a{account.Id}"), place, template, address, account.IsArabic ? files[kept].FullNameAr : files[kept].FullNameLatin, files[kept].MassarCode, files[other].MassarCode) with
            { Email = account.Email }, ct);
    }
}
