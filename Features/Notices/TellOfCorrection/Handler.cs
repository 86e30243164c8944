using Massar.Features.Marks;
using Massar.Features.Notices.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfCorrection;

/// <summary>The family is told that a published mark was corrected; both values stand on the pupil's page, not in the message.</summary>
public sealed class Handler(MassarDb db, NoticeDesk desk, TimeProvider clock) : IFactHandler<MarkCorrected>
{
    public const string Template = "notices.mark-corrected";

    public async Task Handle(MarkCorrected notification, CancellationToken cancellationToken)
    {
        var (id, school, pupil, today) = (notification.CorrectionId, notification.SchoolId, notification.PupilId, MoroccanDay.Today(clock));
        var accounts = await db.Accounts.AsNoTracking().Where(a => a.PupilId == pupil && a.ClosedAt == null).Select(a => new { a.Id, a.NameAr, a.Language }).ToListAsync(cancellationToken);
        foreach (var own in accounts)
            await desk.Queue(new NoticeDraft($"mark-corrected/{id}/p{pupil}", school, $"{Template}-pupil", own.NameAr, own.Language ?? "ar") { AccountId = own.Id, Address = Marks.Links.Mine }, cancellationToken);

        var guardians = await (
            from g in db.Guardianships
            where g.PupilId == pupil && g.State == GuardianshipState.Active && g.StartsOn <= today && (g.EndsOn == null || g.EndsOn >= today)
            join person in db.Guardians on g.GuardianId equals person.Id
            join child in db.Pupils on g.PupilId equals child.Id
            join a in db.Accounts.Where(a => a.ClosedAt == null) on (long?)person.Id equals a.GuardianId into some
            from a in some.DefaultIfEmpty()
            select new { person.Id, person.LastNameAr, person.FirstNameAr, person.Phone, person.Email, person.Language, ChildAr = child.FirstNameAr, ChildLatin = child.FirstNameLatin, AccountId = (long?)a.Id }).AsNoTracking().ToListAsync(cancellationToken);
        foreach (var guardian in guardians.DistinctBy(g => g.Id))
            await desk.Queue(new NoticeDraft($"mark-corrected/{id}/p{pupil}/g{guardian.Id}", school, Template, $"{guardian.LastNameAr} {guardian.FirstNameAr}", guardian.Language)
            {
                AccountId = guardian.AccountId,
                Phone = guardian.Phone,
                Email = guardian.Email,
                Args = [guardian.Language == "ar" ? guardian.ChildAr : guardian.ChildLatin],
                Address = Marks.Links.Child(pupil),
            }, cancellationToken);
    }
}
