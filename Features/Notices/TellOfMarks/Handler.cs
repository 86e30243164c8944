using System.Globalization;
using Massar.Features.Marks;
using Massar.Features.Marks.Domain;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfMarks;

/// <summary>Pupils and guardians are told once per hour of publication that marks are out; never which marks.</summary>
public sealed class Handler(MassarDb db, NoticeDesk desk, GuardianDesk guardians) : IFactHandler<MarksPublished>
{
    public const string Template = "notices.marks-published";

    public async Task Handle(MarksPublished notification, CancellationToken cancellationToken)
    {
        var school = notification.SchoolId;
        var hour = notification.At.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);
        foreach (var ids in notification.PupilIds.Chunk(500))
        {
            var some = ids.ToList();
            var pupils = notification.Audience == MarkAudience.Guardians ? [] : await db.Accounts.AsNoTracking().Where(a => a.PupilId != null && some.Contains(a.PupilId.Value) && a.ClosedAt == null)
                .Select(a => new { a.Id, a.PupilId, a.NameAr, a.Language }).ToListAsync(cancellationToken);
            foreach (var pupil in pupils)
                await desk.Queue(new NoticeDraft($"marks-published/{school}/{hour}/p{pupil.PupilId}", school, $"{Template}-pupil", pupil.NameAr, pupil.Language ?? "ar")
                {
                    AccountId = pupil.Id,
                    Address = Marks.Links.Mine,
                }, cancellationToken);

            if (notification.Audience != MarkAudience.Pupils)
                await guardians.Tell(some, guardian => guardian.Draft($"marks-published/{school}/{hour}/p{guardian.ChildId}", school, Template, Marks.Links.Child(guardian.ChildId), guardian.Child) with { Email = guardian.Email }, cancellationToken);
        }
    }
}
