using System.Globalization;
using Massar.Features.Notices.Domain;
using Massar.Features.Transfers;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfPupilTransfers;

/// <summary>At every step of a transfer the family is told, and the heads or the directorate that are not the ones who took it.</summary>
public sealed class Handler(MassarDb db, GuardianDesk guardians, AccountDesk accounts) : IFactHandler<TransferStepped>
{
    public async Task Handle(TransferStepped notification, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        var id = notification.TransferId;
        var transfer = await (
            from t in db.Transfers
            where t.Id == id
            join p in db.Pupils on t.PupilId equals p.Id
            join place in db.Places on t.ToSchoolId equals place.Id
            select new { PupilAr = p.LastNameAr + " " + p.FirstNameAr, PupilLatin = p.LastNameLatin + " " + p.FirstNameLatin, place.NameAr, place.NameFr, t.DueOn }).AsNoTracking().SingleAsync(ct);
        var what = notification.What switch
        {
            // Who sends a pupil has agreed by asking: what is told is that the pupil may go.
            "asked" => notification.State == TransferState.Ready ? "ready" : "asked",
            "agreed" or "allowed" => "ready",
            "cancelled" or "returned" or "out-of-school" => "ended",
            var step => step,
        };
        var template = $"notices.transfer-{what}";
        var key = string.Create(CultureInfo.InvariantCulture, $"transfer/{id}/{notification.What}");
        var due = transfer.DueOn is { } day ? Formats.ShortDate(day) : "";
        var address = Transfers.Links.Case(id);

        await guardians.Tell([notification.PupilId], guardian => guardian.Draft(key, notification.FromSchoolId, template, address, guardian.Child, guardian.Language == "ar" ? transfer.NameAr : transfer.NameFr, due), ct);
        foreach (var (place, role) in Offices(notification))
            await accounts.Tell(accounts.Holding(place, role), AccountDesk.MostOfOffice, account => account.Draft(
                string.Create(CultureInfo.InvariantCulture, $"{key}/a{account.Id}"), place, template, address,
                account.IsArabic ? transfer.PupilAr : transfer.PupilLatin, account.IsArabic ? transfer.NameAr : transfer.NameFr, due) with
            { Email = account.Email }, ct);
    }

    private static IEnumerable<(int Place, string Role)> Offices(TransferStepped step)
    {
        var (sender, receiver, directorate) = ((step.FromSchoolId, Roles.Head), (step.ToSchoolId, Roles.Head), (step.DirectorateId, Roles.ProvincialDirector));
        return step.What switch
        {
            "asked" when step.AskedBy == TransferOrigin.Receiver => [sender],
            "asked" when step.AskedBy == TransferOrigin.Sender => [receiver],
            "agreed" => [receiver],
            "objected" => [receiver, directorate],
            "escalated" => [sender, receiver, directorate],
            "joined" => [sender],
            "returned" or "out-of-school" => [receiver],
            _ => [sender, receiver],
        };
    }
}
