using Massar.Features.Certificates;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.TakeMendedData;

/// <summary>What a school mended for a certificate is in the pupil's file from then on.</summary>
public sealed class Handler(MassarDb db) : IFactHandler<PupilDataMended>
{
    public async Task Handle(PupilDataMended notification, CancellationToken cancellationToken)
    {
        var pupil = await db.Pupils.SingleAsync(p => p.Id == notification.PupilId, cancellationToken);
        // Somebody else edited the file since the form was opened: the whole order is taken back.
        db.Entry(pupil).Property(p => p.Version).OriginalValue = notification.Version;
        pupil.Version = notification.Version;
        pupil.FirstNameAr = notification.FirstNameAr ?? pupil.FirstNameAr;
        pupil.LastNameAr = notification.LastNameAr ?? pupil.LastNameAr;
        pupil.FirstNameLatin = notification.FirstNameLatin ?? pupil.FirstNameLatin;
        pupil.LastNameLatin = notification.LastNameLatin ?? pupil.LastNameLatin;
        pupil.BirthDate = notification.BirthDate ?? pupil.BirthDate;
        pupil.BirthPlaceAr = notification.BirthPlaceAr ?? pupil.BirthPlaceAr;
        pupil.BirthPlaceLatin = notification.BirthPlaceLatin ?? pupil.BirthPlaceLatin;
        pupil.SearchKey = ArabicFolding.SearchKey(pupil.FullNameAr, pupil.FullNameLatin).Stored;
        await db.SaveChangesAsync(cancellationToken);
    }
}
