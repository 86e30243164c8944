using Massar.Features.Marks;
using Massar.Features.Marks.Domain;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfCorrection;

/// <summary>The family is told that a published mark was corrected; both values stand on the pupil's page, not in the message.</summary>
public sealed class Handler(MassarDb db, NoticeDesk desk, GuardianDesk guardians) : IFactHandler<MarkCorrected>
{
    public const string Template = "notices.mark-corrected";

    public async Task Handle(MarkCorrected notification, CancellationToken cancellationToken)
    {
        var (id, school, pupil) = (notification.CorrectionId, notification.SchoolId, notification.PupilId);
        // Who has not the mark yet is told of nothing: at the hour the corrected one stands there.
        var waits = await (
            from c in db.MarkCorrections
            where c.Id == id
            join a in db.Assessments on c.AssessmentId equals a.Id
            where a.LaterAt != null && a.LaterAt > DateTime.UtcNow
            select a.LaterFor).FirstOrDefaultAsync(cancellationToken);
        var accounts = waits == MarkAudience.Pupils ? [] : await db.Accounts.AsNoTracking().Where(a => a.PupilId == pupil && a.ClosedAt == null).Select(a => new { a.Id, a.NameAr, a.Language }).ToListAsync(cancellationToken);
        foreach (var own in accounts)
            await desk.Queue(new NoticeDraft($"mark-corrected/{id}/p{pupil}", school, $"{Template}-pupil", own.NameAr, own.Language ?? "ar") { AccountId = own.Id, Address = Marks.Links.Mine }, cancellationToken);

        if (waits != MarkAudience.Guardians)
            await guardians.Tell([pupil], guardian => guardian.Draft($"mark-corrected/{id}/p{pupil}", school, Template, Marks.Links.Child(pupil), guardian.Child) with { Email = guardian.Email }, cancellationToken);
    }
}
