using System.Globalization;
using Massar.Features.Certificates.Domain;
using Massar.Features.Notices.Domain;
using Massar.Features.PupilNotes;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfPupilNotes;

/// <summary>The family, and a pupil of age, learn in their space that there is a note. What it says, and about what, stands in the file alone; nothing goes by SMS or e-mail.</summary>
public sealed class Handler(MassarDb db, GuardianDesk guardians, AccountDesk accounts, TimeProvider clock) : IFactHandler<NoteWritten>
{
    private const string Template = "notices.pupil-note";

    public async Task Handle(NoteWritten notification, CancellationToken cancellationToken)
    {
        var (pupil, adult) = (notification.PupilId, Majority.LatestBirth(MoroccanDay.Today(clock)));
        var key = string.Create(CultureInfo.InvariantCulture, $"pupil-note/{notification.NoteId}");
        var address = PupilNotes.Links.MyChild(pupil);
        await guardians.Tell([pupil], guardian => guardian.Draft(key, notification.SchoolId, Template, address, guardian.Child) with { Phone = null, Email = null }, cancellationToken);
        await accounts.Tell(db.Accounts.Where(a => a.PupilId == pupil && db.Pupils.Any(p => p.Id == pupil && p.BirthDate <= adult)), 1, account => account.Draft($"{key}/p", notification.SchoolId, $"{Template}-own", PupilNotes.Links.Mine, account.Name), cancellationToken);
    }
}
