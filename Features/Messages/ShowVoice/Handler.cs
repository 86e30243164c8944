using Massar.Features.Messages.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Messages.ShowVoice;

public sealed record Query(long Id, Guid File) : IQuery<Note>;

/// <summary>A voice note as it was recorded.</summary>
public sealed record Note(string ContentType, byte[] Bytes);

public sealed class Handler(MassarDb db, CurrentUser user, ThreadDesk desk, TimeProvider clock) : IQueryHandler<Query, Note>
{
    public async Task<Outcome<Note>> Handle(Query query, CancellationToken ct)
    {
        var readable = db.FamilyThreads.ReadableBy(user, db, MoroccanDay.Today(clock)).Where(t => t.Id == query.Id);
        var kept = await db.StoredFiles.AsNoTracking().Where(f => f.PublicId == query.File && db.ThreadLines.Any(l => l.VoiceId == f.Id && readable.Any(t => t.Id == l.ThreadId)))
            .Select(f => new { f.PublicId, f.ContentType, f.Content!.Bytes }).SingleOrDefaultAsync(ct);
        return kept is not null && desk.OpenVoice(kept.PublicId, kept.Bytes) is { } bytes ? new Note(kept.ContentType, bytes) : Refusal.NotFound;
    }
}
