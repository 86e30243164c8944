using System.Globalization;
using Massar.Features.Marks;
using Massar.Features.Notices.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfMarks;

/// <summary>Pupils and guardians are told once per hour of publication that marks are out; never which marks.</summary>
public sealed class Handler(MassarDb db, NoticeDesk desk, TimeProvider clock) : IFactHandler<MarksPublished>
{
    public const string Template = "notices.marks-published";

    public async Task Handle(MarksPublished notification, CancellationToken cancellationToken)
    {
        var (school, today) = (notification.SchoolId, MoroccanDay.Today(clock));
        var hour = notification.At.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);
        foreach (var ids in notification.PupilIds.Chunk(500))
        {
            var some = ids.ToList();
            var pupils = await db.Accounts.AsNoTracking().Where(a => a.PupilId != null && some.Contains(a.PupilId.Value) && a.ClosedAt == null)
                .Select(a => new { a.Id, a.PupilId, a.NameAr, a.Language }).ToListAsync(cancellationToken);
            foreach (var pupil in pupils)
                await desk.Queue(new NoticeDraft($"marks-published/{school}/{hour}/p{pupil.PupilId}", school, $"{Template}-pupil", pupil.NameAr, pupil.Language ?? "ar")
                {
                    AccountId = pupil.Id,
                    Address = Marks.Links.Mine,
                }, cancellationToken);

            var guardians = await (
                from g in db.Guardianships
                where some.Contains(g.PupilId) && g.State == GuardianshipState.Active && g.StartsOn <= today && (g.EndsOn == null || g.EndsOn >= today)
                join person in db.Guardians on g.GuardianId equals person.Id
                join child in db.Pupils on g.PupilId equals child.Id
                join a in db.Accounts.Where(a => a.ClosedAt == null) on (long?)person.Id equals a.GuardianId into accounts
                from a in accounts.DefaultIfEmpty()
                select new { person.Id, person.LastNameAr, person.FirstNameAr, person.Phone, person.Email, person.Language, Pupil = child.Id, ChildAr = child.FirstNameAr, ChildLatin = child.FirstNameLatin, AccountId = (long?)a.Id }).AsNoTracking().ToListAsync(cancellationToken);
            foreach (var guardian in guardians.DistinctBy(g => (g.Id, g.Pupil)))
                await desk.Queue(new NoticeDraft($"marks-published/{school}/{hour}/p{guardian.Pupil}/g{guardian.Id}", school, Template, $"{guardian.LastNameAr} {guardian.FirstNameAr}", guardian.Language)
                {
                    AccountId = guardian.AccountId,
                    Phone = guardian.Phone,
                    Email = guardian.Email,
                    Args = [guardian.Language == "ar" ? guardian.ChildAr : guardian.ChildLatin],
                    Address = Marks.Links.Child(guardian.Pupil),
                }, cancellationToken);
        }
    }
}
